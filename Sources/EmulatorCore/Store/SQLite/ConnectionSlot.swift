import HTTPServer
import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A connection and the lock that gives it to one thread at a time.
///
/// Unchecked because the compiler cannot see the rule: `connection` is touched only inside `lock`, or by the thread that
/// already holds it (`owner`), which makes nested use on one thread safe instead of a deadlock.
final class ConnectionSlot: @unchecked Sendable {
    private let connection: Connection
    private let lock = Mutex(())
    private let owner = Atomic<UInt>(0)

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Whether the calling thread is inside `use` of this slot.
    var isHeldByCaller: Bool { owner.load(ordering: .relaxed) == Self.thread }

    /// Runs `body` for a thread that holds the slot already.
    func useAgain<Result>(_ body: (Connection) throws -> Result) rethrows -> Result {
        try body(connection)
    }

    /// Waits for the connection and runs `body` with it.
    func use<Result: Sendable>(_ body: (Connection) throws -> Result) rethrows -> Result {
        if let result = try useIfFree(body) { return result }
        let pause = WorkingThread.pause()
        return try lock.withLock { _ in
            pause.end()
            return try owned(body)
        }
    }

    /// Runs `body` if the connection is free at once; nil otherwise.
    func useIfFree<Result: Sendable>(_ body: (Connection) throws -> Result) rethrows -> Result? {
        // Asking the lock of who holds it costs a call of the system.
        guard owner.load(ordering: .relaxed) == 0 else { return nil }
        return try lock.withLockIfAvailable { _ in try owned(body) }
    }

    private func owned<Result>(_ body: (Connection) throws -> Result) rethrows -> Result {
        owner.store(Self.thread, ordering: .relaxed)
        defer { owner.store(0, ordering: .relaxed) }
        return try body(connection)
    }

    // A thread reads back its own number only if it stored it itself, so relaxed order is enough.
    private static var thread: UInt {
        #if canImport(Darwin)
        unsafe UInt(bitPattern: pthread_self())
        #else
        UInt(pthread_self())
        #endif
    }
}
