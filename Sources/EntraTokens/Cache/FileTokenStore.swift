internal import Synchronization

/// Tokens in a file that only its owner can read, in the form that MSAL and its extensions share, for any number of processes.
///
/// Whoever writes holds the lock that msal-extensions uses, a file of the same name with `.lockfile` behind it, and replaces the file as
/// a whole: a process that is killed, or a disk without room, leaves the old tokens. The file is read again only when it has changed; of
/// one above a megabyte the tokens stay in the file, which is then held open.
public final class FileTokenStore: TokenStore {
    /// The most bytes that a file of tokens may have.
    static let longest = 256 << 20
    /// The most bytes that are held in memory; a longer file stays open instead.
    private static let longestInMemory = 1 << 20
    /// How old a file must be before its time tells whether it was written since.
    private static let settled = 0.05

    private struct Snapshot {
        var cache: TokenCache
        var facts: FileFacts
    }

    /// What was read is no cache; or not yet, where somebody is just writing it.
    private struct Damage: Error {
        var reason: any Error
    }

    private let path: String
    private let clock: any Clock<Duration>
    private let snapshot = Mutex<Snapshot?>(nil)

    /// Makes a store; nothing is read yet, and the file is made when something is kept.
    ///
    /// - Parameters:
    ///   - path: Where the file is.
    ///   - clock: What waiting for other processes is done with.
    public init(path: String, clock: any Clock<Duration> = ContinuousClock()) {
        self.path = path
        self.clock = clock
    }

    /// What is kept; nothing where there is no file.
    ///
    /// - Throws: ``TokenError`` with code `storeFailed`: the file is cut off, no JSON or of a form that is not known here, it belongs to
    ///   somebody else, or others can read or change it.
    public func read() async throws -> TokenCache {
        do { return try present() } catch is Damage {
            // msal-extensions writes into the file itself, and holds the lock meanwhile.
            return try await locked { $0 }
        }
    }

    /// Changes what is kept, under the lock that msal-extensions uses too.
    ///
    /// - Throws: ``TokenError`` with code `storeFailed`, and what the change throws; the file is then as it was.
    public func update(_ change: @Sendable (inout TokenCache) throws -> Void) async throws {
        try StorePrivacy.makeFolder(of: path)
        try await locked { cache in
            var cache = cache
            try change(&cache)
            try self.write(cache)
        }
    }

    /// Does something that only one at a time may do for a key, with a lock file of its own beside the tokens.
    ///
    /// - Throws: What the work throws; ``TokenError`` with code `storeFailed` when the turn does not come; `CancellationError`.
    public func exclusively<Value: Sendable>(
        _ key: TokenCacheKey,
        _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        try StorePrivacy.makeFolder(of: path)
        return try await StoreLock(turnFor: key, beside: path, clock: clock).hold(work)
    }

    /// Removes what writers and holders of locks that are gone left beside a file of tokens that is itself removed.
    ///
    /// - Parameter path: Where the file was.
    /// - Throws: ``LocalFileError``.
    package static func removeRemains(of path: String) throws {
        let folder = LocalFile.folder(of: path)
        let prefix = path.split(separator: "/").last.map { "\($0)." } ?? "."
        for name in try LocalFile.names(in: folder) where name.hasPrefix(prefix) && name.hasSuffix(".lockfile") {
            try FileLock.removeAbandoned("\(folder)/\(name)")
        }
        // Who still writes holds the lock of the file itself.
        if !LocalFile.exists("\(path).lockfile") { try LocalFile.removeDrafts(of: path) }
    }

    private func locked<Value: Sendable>(_ work: @Sendable (TokenCache) throws -> Value) async throws -> Value {
        try await StoreLock(of: path, clock: clock).hold {
            let cache: TokenCache
            do { cache = try self.present() } catch let damage as Damage { throw damage.reason }
            return try work(cache)
        }
    }

    /// What the file holds now.
    private func present() throws -> TokenCache {
        do {
            guard let facts = try LocalFile.facts(path) else { return TokenCache() }
            if let last = snapshot.withLock({ $0 }), last.facts.isSameVersion(as: facts) { return last.cache }
            try StorePrivacy.checkFolder(of: path)
            guard let file = try OpenFile(path) else { return TokenCache() }
            try StorePrivacy.check(file.facts, path)
            let isSettled = file.facts.age > Self.settled
            let cache: TokenCache
            do { cache = try TokenCache(scanning: text(of: file)) } catch let error as TokenError {
                throw Damage(reason: StorePrivacy.inFile(error, path))
            }
            guard try file.isAsOpened else { throw Damage(reason: StorePrivacy.failure("read", path, .overwritten)) }
            snapshot.withLock { $0 = isSettled ? Snapshot(cache: cache, facts: file.facts) : nil }
            return cache
        } catch let error as LocalFileError {
            throw StorePrivacy.failure("read", path, error)
        }
    }

    private func text(of file: OpenFile) throws -> CacheText {
        guard file.facts.size > Self.longestInMemory else {
            return .memory(try file.readAll(limit: Self.longest))
        }
        guard file.facts.size <= Self.longest else { throw LocalFileError.longerThan(Self.longest) }
        return .file(file)
    }

    private func write(_ cache: TokenCache) throws {
        do {
            // A link stays one; what it leads to is replaced.
            let file = try LocalFile.target(of: path)
            try LocalFile.removeDrafts(of: file)
            try LocalFile.replace(file) { try cache.write(to: $0) }
            // What was read before need not be held any longer.
            snapshot.withLock { $0 = nil }
        } catch let error as LocalFileError {
            throw StorePrivacy.failure("write", path, error)
        }
    }
}
