internal import EntraTokens
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that is written beside its place and put there as a whole, or not at all.
final class OutputFile: Sendable {
    /// What takes the bytes.
    let sink: DescriptorSink
    private let path: String
    /// Whether there was one before.
    let isThere: Bool
    /// Where they lie until the file is whole; `nil` for a device, a pipe or what is appended to, which take them at once.
    private let draft: String?
    private let descriptor: Int32
    /// Whether it is in its place, or given up.
    private let isOver = Mutex(false)

    /// Opens a file to write, so that a place where none can be is known before the work begins.
    ///
    /// - Parameters:
    ///   - name: The file.
    ///   - appends: Whether the bytes go behind what it holds, at once.
    /// - Throws: ``CommandError``.
    init(_ name: String, appends: Bool = false) throws {
        let facts = try Self.told(name) { try LocalFile.facts(name) }
        isThere = facts != nil
        if facts?.kind == .folder { throw CommandError(.usage, "cannot write \(name): it is a folder") }
        let isPlace = !appends && (facts == nil || facts?.kind == .file)
        // A link stays one.
        path = facts?.kind == .file ? Self.target(of: name) : name
        let draft = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).new"
        self.draft = isPlace ? draft : nil
        if isPlace { Self.removeAbandoned(of: path) }
        // A new file's mode is what the mask of the process makes of it, another keeps its own and is never wider before.
        let mode: mode_t? = facts.map { mode_t(truncatingIfNeeded: $0.mode & 0o777) }
        if isPlace {
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
            descriptor = open(draft, flags, mode.map { $0 & 0o666 } ?? 0o666)
        } else {
            let flags = appends ? O_APPEND | O_CREAT : 0
            descriptor = open(path, O_WRONLY | O_CLOEXEC | flags, 0o666)
        }
        guard descriptor >= 0 else { throw Self.failure(name, errno, .usage) }
        if isPlace, let mode { fchmod(descriptor, mode) }
        // As long as it is locked it is somebody's.
        if isPlace { _ = flock(descriptor, LOCK_EX | LOCK_NB) }
        sink = DescriptorSink(descriptor)
    }

    /// How old what a writer left must be, in seconds, to be none that is being opened.
    private static let opening = 60

    /// Removes what writers of the file that were killed left beside it; what somebody has locked stays.
    private static func removeAbandoned(of path: String) {
        let folder = LocalFile.folder(of: path)
        let prefix = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...] + "."
        let names: [String]
        do { names = try LocalFile.names(in: folder) } catch { return }  // Nothing depends on it.
        for name in names where name.hasPrefix(prefix) && name.hasSuffix(".new") {
            let parts = name.dropFirst(prefix.count).dropLast(4).split(separator: ".")
            guard parts.count == 2, parts.allSatisfy({ UInt32($0) != nil }) else { continue }
            let found = open("\(folder)/\(name)", O_RDWR | O_NOFOLLOW | O_CLOEXEC)
            guard found >= 0 else { continue }
            var facts = stat()
            let isOld = fstat(found, &facts) == 0 && time(nil) - Self.modified(facts) > opening
            if isOld, flock(found, LOCK_EX | LOCK_NB) == 0 { unlink("\(folder)/\(name)") }
            closeDescriptor(found)
        }
    }

    private static func modified(_ facts: stat) -> time_t {
        #if canImport(Darwin)
        facts.st_mtimespec.tv_sec
        #else
        facts.st_mtim.tv_sec
        #endif
    }

    /// Puts the file in its place, once.
    ///
    /// - Throws: ``CommandError``; what was there before is there still.
    func commit() throws {
        guard end() else { return }
        guard let draft else { return closeDescriptor() }
        // Closed last: as long as it is open, nobody takes the draft for one that was left.
        defer { closeDescriptor() }
        guard fsync(descriptor) == 0, rename(draft, path) == 0 else {
            let reason = errno
            unlink(draft)
            throw Self.failure(path, reason)
        }
    }

    /// Leaves what was there before, unless the file is in its place; whether that is all that is there.
    func abandon() -> Bool {
        guard end() else { return false }
        closeDescriptor()
        guard let draft else { return false }
        return unlink(draft) == 0
    }

    /// Whether it is open still; it is not from now on.
    private func end() -> Bool {
        isOver.withLock { isOver in
            defer { isOver = true }
            return !isOver
        }
    }

    private func closeDescriptor() { Self.closeDescriptor(descriptor) }

    private static func closeDescriptor(_ descriptor: Int32) {
        #if canImport(Darwin)
        Darwin.close(descriptor)
        #elseif canImport(Musl)
        Musl.close(descriptor)
        #else
        Glibc.close(descriptor)
        #endif
    }

    private static func target(of name: String) -> String {
        guard let resolved = realpath(name, nil) else { return name }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func told<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as LocalFileError { throw failure(name, error.reason, .usage) }
    }

    private static func failure(_ name: String, _ reason: Int32, _ code: ExitCode = .failed) -> CommandError {
        CommandError(code, "cannot write \(name): \(String(cString: strerror(reason)))")
    }
}
