import Synchronization

/// Lets a test wait for what another thread has seen; every wait uses up one raise.
final class Signal: Sendable {
    private struct State {
        var raised = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func raise() {
        let waiter = state.withLock { state in
            if state.waiters.isEmpty { state.raised += 1 }
            return state.waiters.isEmpty ? nil : state.waiters.removeFirst()
        }
        waiter?.resume()
    }

    func wait() async {
        await withCheckedContinuation { waiter in
            let isRaised = state.withLock { state in
                if state.raised == 0 { state.waiters.append(waiter) }
                defer { state.raised = max(0, state.raised - 1) }
                return state.raised > 0
            }
            if isRaised { waiter.resume() }
        }
    }
}
