#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A lock that processes and tasks share by a file that is there while somebody holds it, as msal-extensions does it.
///
/// The file is made, locked (`flock`), and removed before it is given free. msal-extensions without portalocker does not lock it: there
/// the file alone counts. What a process that was killed left behind is taken over. Waiting is done by the clock, and no thread waits.
struct FileLock: Sendable {
    /// Where the file is while the lock is held.
    let path: String
    /// How long to wait for others.
    let patience: Duration
    /// What the waiting is done with.
    let clock: any Clock<Duration>

    private static let firstPause = Duration.milliseconds(2)
    private static let longestPause = Duration.milliseconds(50)
    /// How old an empty file must be to be no lock that is just being made, in seconds.
    private static let making = 1.0
    /// How old a file that nobody has locked must be to be nobody's; msal-extensions holds its own for a moment.
    private static let holding = 10.0

    /// Does work while the lock is held.
    ///
    /// - Throws: What the work throws; ``LocalFileError``; ``TimedOut``; `CancellationError`.
    func hold<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
        let descriptor = try await acquire()
        defer {
            // Removed while it is locked: nobody else can have made it anew.
            unsafe unlink(path)
            close(descriptor)
        }
        return try await work()
    }

    /// Removes what a process that is gone left of a lock; one that somebody holds stays.
    static func removeAbandoned(_ path: String) throws {
        let lock = FileLock(path: path, patience: .zero, clock: ContinuousClock())
        let descriptor = LocalFile.retrying { unsafe open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC) }
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw LocalFileError(errno)
        }
        guard lock.isAbandoned(descriptor) else {
            close(descriptor)
            return
        }
        guard let descriptor = try lock.own(descriptor) else { return }
        unsafe unlink(path)
        close(descriptor)
    }

    /// Others held the lock for too long.
    struct TimedOut: Error {
        /// What the holder wrote of itself: its process and its name.
        var holder: String
    }

    private func acquire() async throws -> Int32 {
        var pause = Self.firstPause
        var waited = Duration.zero
        while true {
            try Task.checkCancellation()
            if let descriptor = try create() { return descriptor }
            if let descriptor = try await takeOver() { return descriptor }
            guard waited < patience else { throw TimedOut(holder: holder) }
            // The others' turns differ by chance, or those who wait in step would always meet.
            try await clock.sleep(for: pause * Double.random(in: 0.5...1))
            waited += pause
            pause = min(pause * 2, Self.longestPause)
        }
    }

    /// Makes the file; `nil` where there is one.
    private func create() throws -> Int32? {
        let descriptor = LocalFile.retrying {
            unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        guard descriptor >= 0 else {
            if errno == EEXIST { return nil }
            throw LocalFileError(errno)
        }
        return try own(descriptor)
    }

    /// Locks the file that somebody left behind; `nil` where it is somebody's.
    private func takeOver() async throws -> Int32? {
        let descriptor = LocalFile.retrying { unsafe open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC) }
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw LocalFileError(errno)
        }
        guard isAbandoned(descriptor) else {
            close(descriptor)
            return nil
        }
        guard let descriptor = try own(descriptor) else { return nil }
        // MSAL gives the lock free before it removes the file: a holder that does so just now is waited for.
        do { try await clock.sleep(for: Self.longestPause) } catch {
            close(descriptor)
            throw error
        }
        if isStillThere(descriptor) { return descriptor }
        close(descriptor)
        return nil
    }

    /// Whether who made an open lock file, and has not locked it, is gone.
    private func isAbandoned(_ descriptor: Int32) -> Bool {
        do {
            let facts = try FileFacts(descriptor)
            guard facts.size > 0 else { return facts.age > Self.making }
            let mark = try LocalFile.readAll(descriptor, limit: 4096)
            let process = Int32(String(decoding: mark.prefix { $0 != 0x20 }, as: UTF8.self))
            let isGone = process.map { $0 > 0 && kill($0, 0) != 0 && errno == ESRCH } ?? false
            return isGone || facts.age > Self.holding
        } catch { return false }
    }

    /// Locks an open file and writes into it whose it is; else closes it.
    private func own(_ descriptor: Int32) throws -> Int32? {
        let isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        let reason = errno
        guard isLocked, isStillThere(descriptor) else {
            close(descriptor)
            guard isLocked || reason == EWOULDBLOCK || reason == EINTR else { throw LocalFileError(reason) }
            return nil
        }
        let mark = Array("\(getpid()) \(CommandLine.arguments.first ?? "")".utf8)
        ftruncate(descriptor, 0)
        // On a full disk the lock stays without a name; it is held all the same.
        _ = unsafe pwrite(descriptor, mark, mark.count, 0)
        return descriptor
    }

    /// Whether the name still stands for the file that was opened.
    private func isStillThere(_ descriptor: Int32) -> Bool {
        do {
            guard let present = try LocalFile.facts(path) else { return false }
            return try present.isSameFile(as: FileFacts(descriptor))
        } catch { return false }
    }

    private var holder: String {
        do {
            let bytes = try LocalFile.read(path, limit: 4096) ?? []
            return SanitizedText.shown(String(decoding: bytes, as: UTF8.self))
        } catch { return "" }
    }
}
