internal import Synchronization

/// Does one piece of work for all who ask for it while it is under way, and gives each of them its result or its failure.
///
/// The first who asks does the work in its own task. When that task is cancelled, the next of those who wait begins anew; a
/// cancelled waiter leaves, and the others do not notice. Nothing is kept once the work has ended.
package final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// What ends a wait: the shared value, or `nil` for the one who has to do the work now.
    private typealias Continuation = CheckedContinuation<Value?, any Error>

    private struct Waiter {
        let id: Int
        let continuation: Continuation
    }

    private enum Turn { case waits, begins, isCancelled }

    private struct State {
        /// Those who wait, by the work that is under way.
        var waiters: [Key: [Waiter]] = [:]
        /// Who was cancelled before it could wait.
        var cancelled: Set<Int> = []
        var nextID = 0
    }

    private let state = Mutex(State())

    /// Makes one in which no work is under way.
    package init() {}

    /// The result of the work under that key.
    ///
    /// - Parameters:
    ///   - key: What the work is for; only work with the same key is shared.
    ///   - work: The work, done where none with this key is under way.
    /// - Returns: Its result.
    /// - Throws: What the work throws, here or in the task that did it; `CancellationError` when this task is cancelled.
    package func value(for key: Key, _ work: () async throws -> Value) async throws -> Value {
        if let shared = try await join(key) { return shared }
        do {
            let value = try await work()
            end(key, with: .success(value))
            return value
        } catch {
            // A cancelled task's failure is its own affair, whatever form it takes.
            if Task.isCancelled || error is CancellationError { handOver(key) } else { end(key, with: .failure(error)) }
            throw error
        }
    }

    /// Waits for work that is under way.
    ///
    /// - Returns: Its result, or `nil` when the caller has to do it.
    private func join(_ key: Key) async throws -> Value? {
        let id = state.withLock { state -> Int? in
            guard state.waiters[key] != nil else {
                state.waiters[key] = []
                return nil
            }
            state.nextID += 1
            return state.nextID
        }
        guard let id else { return nil }
        defer { _ = state.withLock { $0.cancelled.remove(id) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait(Waiter(id: id, continuation: $0), for: key) }
        } onCancel: {
            leave(key, id)
        }
    }

    private func wait(_ waiter: Waiter, for key: Key) {
        let turn = state.withLock { state -> Turn in
            if state.cancelled.contains(waiter.id) { return .isCancelled }
            guard state.waiters[key] != nil else {
                // It ended just now.
                state.waiters[key] = []
                return .begins
            }
            state.waiters[key]?.append(waiter)
            return .waits
        }
        switch turn {
        case .waits: break
        case .begins: waiter.continuation.resume(returning: nil)
        case .isCancelled: waiter.continuation.resume(throwing: CancellationError())
        }
    }

    private func leave(_ key: Key, _ id: Int) {
        let waiter = state.withLock { state -> Waiter? in
            state.cancelled.insert(id)
            guard let index = state.waiters[key]?.firstIndex(where: { $0.id == id }) else { return nil }
            return state.waiters[key]?.remove(at: index)
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }

    private func end(_ key: Key, with result: Result<Value?, any Error>) {
        let waiters = state.withLock { $0.waiters.removeValue(forKey: key) } ?? []
        for waiter in waiters { waiter.continuation.resume(with: result) }
    }

    /// Lets the next of those who wait do the work.
    private func handOver(_ key: Key) {
        let next = state.withLock { state -> Waiter? in
            if state.waiters[key]?.isEmpty != false {
                state.waiters[key] = nil
                return nil
            }
            return state.waiters[key]?.removeFirst()
        }
        next?.continuation.resume(returning: nil)
    }
}
