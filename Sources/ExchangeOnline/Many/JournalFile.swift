internal import EntraTokens
internal import ExoCrypto
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A file that is only added to, by one process at a time; what several tasks want on disk at once gets there in one step.
final class JournalFile: Sendable {
    private struct State {
        /// How many bytes were written.
        var written = 0
        /// Whether it is somebody's turn to flush.
        var isFlushing = false
        /// Why nothing lasts any more: what a failed flush left behind the system may have dropped, and then say of the next
        /// that all is well.
        var failure: JournalError?
        /// Who waits to hear that its addition is on disk, or (`true`) that it is its turn to see to that.
        var waiters: [(written: Int, continuation: CheckedContinuation<Bool, any Error>)] = []
    }

    private static let keySize = 32

    private let path: String
    private let descriptor: Int32
    private let state = Mutex(State())

    /// Makes a file where there is none; an empty one counts as none.
    convenience init(creating path: String) throws {
        let descriptor = try Self.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
        try self.init(locking: descriptor, path)
        guard try size == 0 else {
            throw JournalError(.exists, "there is a journal \(path) already")
        }
    }

    /// Opens a file that is there.
    convenience init(opening path: String) throws {
        try self.init(locking: Self.open(path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW), path)
    }

    private init(locking descriptor: Int32, _ path: String) throws {
        self.descriptor = descriptor
        self.path = path
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            throw reason == EWOULDBLOCK
                ? JournalError(.inUse, "another process is using the journal \(path)") : Self.failure(path, reason)
        }
    }

    // The lock goes with the descriptor.
    deinit { close(descriptor) }

    private static func open(_ path: String, _ flags: Int32) throws -> Int32 {
        let descriptor = openFile(path, flags, 0o600)
        guard descriptor >= 0 else {
            throw errno == ENOENT && flags & O_CREAT == 0
                ? JournalError(.missing, "there is no journal \(path)") : failure(path, errno)
        }
        return descriptor
    }

    private static func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
        #if canImport(Darwin)
        unsafe Darwin.open(path, flags, mode)
        #elseif canImport(Musl)
        unsafe Musl.open(path, flags, mode)
        #else
        unsafe Glibc.open(path, flags, mode)
        #endif
    }

    private static func failure(_ path: String, _ reason: Int32) -> JournalError {
        JournalError(.inaccessible, unsafe "the journal \(path): \(String(cString: strerror(reason)))")
    }

    private var size: Int {
        get throws {
            var facts = stat()
            guard unsafe fstat(descriptor, &facts) == 0 else { throw Self.failure(path, errno) }
            return Int(facts.st_size)
        }
    }

    /// What it holds, without a last line that was cut off; ``cut(to:)`` takes that away.
    func wholeLines() throws -> (bytes: [UInt8], wasCut: Bool) {
        let bytes: [UInt8]
        do { bytes = try LocalFile.readAll(descriptor, limit: 1 << 32) } catch let error as LocalFileError {
            throw Self.failure(path, error.reason)
        }
        let newline = UInt8(ascii: "\n")
        var end = bytes.lastIndex(of: newline).map { $0 + 1 } ?? 0
        // A loss of power may leave zeros where the last lines, which were not flushed, should be.
        while end > 0, case let start = bytes[..<(end - 1)].lastIndex(of: newline).map({ $0 + 1 }) ?? 0, start > 0,
            bytes[start..<end].contains(0)
        {
            end = start
        }
        guard end < bytes.count else { return (bytes, false) }
        // A file without any line is none of ours, and stays as it is.
        guard end > 0 else { return (bytes, true) }
        return (Array(bytes[..<end]), true)
    }

    /// Takes away what stands behind so many bytes.
    func cut(to count: Int) throws {
        guard ftruncate(descriptor, off_t(count)) == 0 else { throw Self.failure(path, errno) }
    }

    /// Adds bytes; they survive the end of this process, and with the next flush that of the system.
    func append(_ bytes: [UInt8]) throws { try state.withLock { try append(bytes, &$0) } }

    private func append(_ bytes: [UInt8], _ state: inout State) throws {
        let start = try size
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = errno
                // Half a line would stand in the way of all that come behind it.
                if done > 0, ftruncate(descriptor, off_t(start)) != 0 { throw Self.failure(path, errno) }
                throw Self.failure(path, reason)
            }
            done += count
        }
        state.written += bytes.count
    }

    /// Adds bytes and returns when they are on disk.
    ///
    /// The first that comes flushes for all that came until then, itself among them, and hands its turn to the first of those
    /// that came meanwhile: nobody flushes more than once for one addition, however many others keep adding.
    func appendLastingly(_ bytes: [UInt8]) async throws {
        let isMyTurn = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Bool, any Error>) in
            let begins: Bool
            do {
                begins = try state.withLock { state in
                    try append(bytes, &state)
                    guard state.isFlushing else {
                        state.isFlushing = true
                        return true
                    }
                    state.waiters.append((state.written, continuation))
                    return false
                }
            } catch {
                return continuation.resume(throwing: error)
            }
            if begins { continuation.resume(returning: true) }
        }
        if isMyTurn { try takeTurn() }
    }

    /// Flushes once for all that was added until now, and wakes those who waited for it, and who is next.
    private func takeTurn() throws {
        let target = state.withLock { $0.written }
        let failure = flushOnce()
        let (served, next) = state.withLock { state in
            // They stand in the order of their additions.
            let count = state.waiters.firstIndex { $0.written > target } ?? state.waiters.endIndex
            let served = state.waiters.prefix(count).map(\.continuation)
            state.waiters.removeFirst(count)
            let next = state.waiters.isEmpty ? nil : state.waiters.removeFirst().continuation
            state.isFlushing = next != nil
            return (served, next)
        }
        for waiter in served {
            if let failure { waiter.resume(throwing: failure) } else { waiter.resume(returning: false) }
        }
        next?.resume(returning: true)
        if let failure { throw failure }
    }

    /// Has everything on disk; the reason why not.
    private func flushOnce() -> JournalError? {
        if let failure = state.withLock({ $0.failure }) { return failure }
        #if canImport(Darwin)
        let result = fsync(descriptor)
        #else
        let result = fdatasync(descriptor)
        #endif
        guard result != 0 else { return nil }
        let failure = Self.failure(path, errno)
        state.withLock { $0.failure = failure }
        return failure
    }

    /// Has everything on disk.
    func flush() throws { if let failure = flushOnce() { throw failure } }

    // MARK: The key beside it

    /// Makes a key, which only its owner can read.
    static func makeKey(beside path: String) throws -> [UInt8] {
        let key = try RandomBytes.make(keySize)
        try LocalFile.replace(path + ".key", with: key)
        return key
    }

    /// The key; `nil` where there is none.
    static func key(beside path: String) throws -> [UInt8]? {
        do {
            guard let key = try LocalFile.read(path + ".key", limit: 1024), key.count == keySize else { return nil }
            return key
        } catch let error as LocalFileError {
            throw failure(path + ".key", error.reason)
        }
    }
}
