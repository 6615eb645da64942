internal import ExoCrypto
internal import Synchronization

/// Tokens in the keyring of the session: the Secret Service on Linux, the Keychain on macOS, named as msal-extensions names them.
///
/// Beside the keyring stands an empty file, whose time tells that something was written, and beside that the locks, as for
/// ``FileTokenStore``. The keyring is opened when it is used, and nobody is asked for its password: a locked one is an error.
public final class KeyringTokenStore: TokenStore {
    private struct Snapshot {
        var cache: TokenCache
        var facts: FileFacts
    }

    /// How old the file must be before its time tells whether something was written since.
    private static let settled = 0.05

    private let path: String
    private let label: String
    private let clock: any Clock<Duration>
    private let snapshot = Mutex<Snapshot?>(nil)

    /// Makes a store; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - path: Where the file beside the keyring is; its name is also what the tokens are found under.
    ///   - label: What people see in a program that shows keyrings.
    ///   - clock: What waiting for other processes is done with.
    public init(path: String, label: String = "Access tokens", clock: any Clock<Duration> = ContinuousClock()) {
        self.path = path
        self.label = label
        self.clock = clock
    }

    /// What is kept.
    ///
    /// - Throws: ``TokenError`` with code `storeFailed`: there is no keyring, it is locked, or what it has is no cache.
    public func read() async throws -> TokenCache {
        do {
            let facts = try LocalFile.facts(path)
            if let facts, let last = snapshot.withLock({ $0 }), last.facts.isSameVersion(as: facts) {
                return last.cache
            }
            let cache = try TokenCache(parsing: try item().read() ?? [])
            if let facts, facts.age > Self.settled {
                snapshot.withLock { $0 = Snapshot(cache: cache, facts: facts) }
            }
            return cache
        } catch let error as LocalFileError {
            throw StorePrivacy.failure("look at", path, error)
        }
    }

    /// Changes what is kept, under the lock that msal-extensions uses too.
    ///
    /// - Throws: ``TokenError`` with code `storeFailed`, and what the change throws; what was kept before is then still there.
    public func update(_ change: @Sendable (inout TokenCache) throws -> Void) async throws {
        try StorePrivacy.makeFolder(of: path)
        try await StoreLock(of: path, clock: clock).hold {
            let item = try self.item()
            var cache = try TokenCache(parsing: try item.read() ?? [])
            try change(&cache)
            try item.write(try cache.serialized())
            do { try LocalFile.touch(self.path) } catch let error as LocalFileError {
                throw StorePrivacy.failure("mark the change of", self.path, error)
            }
        }
    }

    /// Does something that only one at a time may do for a key, with a lock file of its own.
    ///
    /// - Throws: What the work throws; ``TokenError`` with code `storeFailed` when the turn does not come; `CancellationError`.
    public func exclusively<Value: Sendable>(
        _ key: TokenCacheKey,
        _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        try StorePrivacy.makeFolder(of: path)
        return try await StoreLock(turnFor: key, beside: path, clock: clock).hold(work)
    }

    /// msal-extensions names an item by the SHA-256 digest of the path.
    private func item() throws -> KeyringItem {
        KeyringItem(name: Hex.encode(try Digest.sha256(path.utf8)).lowercased(), label: label)
    }
}
