#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A value that threads change in turn, and whose changes they can wait for.
///
/// Unchecked because the compiler cannot see the rule: `value` is touched only while `lock` is held. Both pointers are made
/// in init, freed in deinit and never handed out.
@safe
package final class Monitor<Value>: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value

    package init(_ value: sending Value) {
        self.value = value
        unsafe lock.initialize(to: pthread_mutex_t())
        unsafe change.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(lock, nil)
        unsafe pthread_cond_init(change, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(change)
        unsafe pthread_mutex_destroy(lock)
        unsafe change.deallocate()
        unsafe lock.deallocate()
    }

    /// Runs `body` with the value to itself.
    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        return try body(&value)
    }

    /// Waits until `body` returns something; it is asked now and after each change.
    package func wait<Result>(_ body: (inout Value) -> sending Result?) -> sending Result {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        while true {
            if let result = body(&value) { return result }
            unsafe pthread_cond_wait(change, lock)
        }
    }

    /// Wakes one of those who wait.
    package func signal() { unsafe pthread_cond_signal(change) }

    /// Wakes all who wait.
    package func broadcast() { unsafe pthread_cond_broadcast(change) }
}
