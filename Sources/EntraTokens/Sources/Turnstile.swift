internal import Synchronization

/// Lets one task at a time through, in the order in which they came; a cancelled one leaves the queue.
final class Turnstile: Sendable {
    private struct Waiter {
        let id: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var isTaken = false
        var waiters: [Waiter] = []
        var cancelled: Set<Int> = []
        var nextID = 0
    }

    private let state = Mutex(State())

    /// Runs the body when it is this task's turn.
    ///
    /// - Throws: `CancellationError` when the task is cancelled while it waits, or what the body throws.
    func pass<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        let id = try await enter()
        defer { leave(id) }
        return try await body()
    }

    private func enter() async throws -> Int {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { queue(Waiter(id: id, continuation: $0)) }
        } onCancel: {
            cancel(id)
        }
        return id
    }

    private func queue(_ waiter: Waiter) {
        enum Turn { case now, later, never }
        let turn = state.withLock { state -> Turn in
            if state.cancelled.remove(waiter.id) != nil { return .never }
            guard state.isTaken else {
                state.isTaken = true
                return .now
            }
            state.waiters.append(waiter)
            return .later
        }
        switch turn {
        case .now: waiter.continuation.resume()
        case .never: waiter.continuation.resume(throwing: CancellationError())
        case .later: break
        }
    }

    private func cancel(_ id: Int) {
        let waiter = state.withLock { state -> Waiter? in
            if let place = state.waiters.firstIndex(where: { $0.id == id }) { return state.waiters.remove(at: place) }
            // Either not in the queue yet, or already through; the mark of the latter is taken away in `leave`.
            state.cancelled.insert(id)
            return nil
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }

    private func leave(_ id: Int) {
        let next = state.withLock { state -> Waiter? in
            state.cancelled.remove(id)
            guard !state.waiters.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiters.removeFirst()
        }
        next?.continuation.resume()
    }
}
