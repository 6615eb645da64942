#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A queue between threads: one puts things in, several wait for them.
///
/// Unchecked because the compiler cannot see the rule: `items` and `isOpen` are touched only while `lock` is held. Both
/// pointers are made in init, freed in deinit and never handed out.
@safe
final class WorkQueue<Item: Sendable>: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var items: [Item] = []
    private var first = 0
    private var isOpen = true

    init() {
        unsafe lock.initialize(to: pthread_mutex_t())
        unsafe arrival.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(lock, nil)
        unsafe pthread_cond_init(arrival, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(arrival)
        unsafe pthread_mutex_destroy(lock)
        unsafe arrival.deallocate()
        unsafe lock.deallocate()
    }

    /// Adds an item.
    ///
    /// - Returns: False when the queue is closed and takes nothing more.
    func put(_ item: Item) -> Bool {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        guard isOpen else { return false }
        items.append(item)
        unsafe pthread_cond_signal(arrival)
        return true
    }

    /// Waits for the next item; nil once the queue is closed.
    func take() -> Item? {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        while isOpen && first == items.count { unsafe pthread_cond_wait(arrival, lock) }
        guard isOpen else { return nil }
        let item = items[first]
        first += 1
        if first == items.count {
            items.removeAll(keepingCapacity: true)
            first = 0
        }
        return item
    }

    /// Takes nothing more and lets everybody go who waits.
    ///
    /// - Returns: What nobody has taken.
    func close() -> [Item] {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        isOpen = false
        unsafe pthread_cond_broadcast(arrival)
        defer {
            items = []
            first = 0
        }
        return Array(items[first...])
    }
}
