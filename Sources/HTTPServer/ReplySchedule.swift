internal import CMicrohttpd
import Synchronization

/// Replies that wait: their connections are suspended and hold no thread.
final class ReplySchedule: Sendable {
    /// A suspended connection and when it goes on.
    ///
    /// Unchecked because the pointer stays good by rule: a suspended connection is neither served nor freed until it is
    /// resumed, and it is resumed exactly once, by whoever took it out of the list under the lock.
    @safe
    private struct Waiting: @unchecked Sendable {
        let due: ServerTime
        let connection: OpaquePointer
    }

    private struct State {
        var isOpen = true
        // Latest first, so that what is due is taken from the end.
        var waiting: [Waiting] = []
    }

    private let state = Mutex(State())
    private let changed: WakePipe

    /// - Parameter changed: Woken when the next moment may have moved forward.
    init(changed: WakePipe) {
        self.changed = changed
    }

    /// Resumes a suspended connection at a moment.
    ///
    /// - Returns: False when the server is stopping and nothing waits any more.
    func hold(_ connection: OpaquePointer, until due: ServerTime) -> Bool {
        let isOpen = state.withLock { state in
            guard state.isOpen else { return false }
            let place = state.waiting.firstIndex { $0.due <= due } ?? state.waiting.endIndex
            state.waiting.insert(unsafe Waiting(due: due, connection: connection), at: place)
            return true
        }
        if isOpen { changed.wake() }
        return isOpen
    }

    /// Resumes what is due.
    ///
    /// - Returns: When the next one is due.
    func resumeDue(at moment: ServerTime) -> ServerTime? {
        state.withLock { state in
            while let next = state.waiting.last, next.due <= moment {
                state.waiting.removeLast()
                unsafe MHD_resume_connection(next.connection)
            }
            return state.waiting.last?.due
        }
    }

    /// Resumes everything and lets nothing wait from now on.
    func close() {
        state.withLock { state in
            state.isOpen = false
            for next in state.waiting { unsafe MHD_resume_connection(next.connection) }
            state.waiting = []
        }
    }
}
