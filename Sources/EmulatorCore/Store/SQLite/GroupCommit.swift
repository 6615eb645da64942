import HTTPServer

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Makes commits durable, many with one call to the disk.
///
/// SQLite appends commits to its write-ahead log without waiting for the disk. Whoever committed then waits here until the
/// log has been written down; those who arrive while the disk is at work share the next call. A commit counts on its own
/// number: all commits up to it are in the log before it.
final class GroupCommit: Sendable {
    private struct State: Sendable {
        var committed: UInt64 = 0
        var durable: UInt64 = 0
        var isWriting = false
        /// The system's error of a call that failed: what the disk holds is not known from then on.
        var failure: Int32 = 0
    }

    /// A file that is written down to the disk.
    ///
    /// SQLite keeps no lock on it that closing it could break.
    private final class Log: Sendable {
        private let descriptor: Int32

        init(_ path: String) throws {
            descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw GroupCommit.error(errno, .cannotOpen, "\(path) cannot be opened") }
        }

        deinit { close(descriptor) }

        func sync() -> Int32 {
            #if canImport(Darwin)
            fcntl(descriptor, F_FULLFSYNC) == 0 ? 0 : errno
            #else
            fdatasync(descriptor) == 0 ? 0 : errno
            #endif
        }
    }

    private let state = Monitor(State())
    private let sync: @Sendable () -> Int32

    /// - Parameter sync: Writes the log down to the disk; answers 0, or the system's error.
    init(sync: @escaping @Sendable () -> Int32) { self.sync = sync }

    /// - Parameter path: The database; its log exists by now.
    /// - Throws: `DatabaseError.cannotOpen`.
    convenience init(database path: String) throws {
        let log = try Log(path + "-wal")
        self.init { log.sync() }
        try Self.sync(folderOf: path)
    }

    /// Counts a commit; called while the writer is held, so that numbers have the order of the log.
    func committed() -> UInt64 {
        state.withLock { state in
            state.committed += 1
            return state.committed
        }
    }

    /// Waits until a commit is on the disk.
    ///
    /// - Throws: `DatabaseError.failed` when the disk did not take it.
    func wait(for number: UInt64) throws {
        let pause = WorkingThread.pause()
        defer { pause.end() }
        while true {
            let turn: Turn = state.wait { state in
                if state.failure != 0 { return .failed(state.failure) }
                if state.durable >= number { return .done }
                if state.isWriting { return nil }
                state.isWriting = true
                return .write(upTo: state.committed)
            }
            switch turn {
            case .done: return
            case .failed(let code): throw Self.error(code, .failed, "the disk did not take what was written")
            case .write(let last):
                let code = sync()
                state.withLock { state in
                    state.isWriting = false
                    state.failure = code
                    if code == 0 { state.durable = last }
                }
                state.broadcast()
            }
        }
    }

    private enum Turn: Sendable {
        case done
        case failed(Int32)
        case write(upTo: UInt64)
    }

    /// Makes the names of new files durable.
    private static func sync(folderOf path: String) throws {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = unsafe open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw error(errno, .cannotOpen, "the folder \(folder) cannot be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw error(errno, .cannotOpen, "the folder \(folder) cannot be synced") }
    }

    private static func error(_ code: Int32, _ kind: DatabaseError.Code, _ what: String) -> DatabaseError {
        DatabaseError(kind, message: "\(what): \(unsafe String(cString: strerror(code)))")
    }
}
