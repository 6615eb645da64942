internal import Synchronization

/// The wish of a person or of the system that a command ends, for commands that end in their own way.
///
/// Nobody asks such a command twice: the second signal ends the process at once.
package final class Interruption: Sendable {
    private struct State {
        var notice: (@Sendable () -> Void)?
        var isTakenOver = false
        var isRequested = false
        var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextID = 0
    }

    private let state = Mutex(State())

    /// Makes one that nobody asked for yet.
    package init() {}

    /// Whether the command is to end.
    package var isRequested: Bool { state.withLock { $0.isRequested } }

    /// Says that the command ends by itself when it is asked to; until then its task is cancelled.
    ///
    /// - Parameter notice: Is called once, when it is asked.
    func takeOver(_ notice: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.notice = notice
            state.isTakenOver = true
        }
    }

    /// Whether the command ended by itself when it was asked to, so that what it wrote is whole as far as it came.
    var wasOrderly: Bool { state.withLock { $0.isTakenOver && $0.isRequested } }

    /// Returns when the command is asked to end, or the task is cancelled.
    func wait() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let id: Int? = state.withLock { state in
            guard !state.isRequested else { return nil }
            state.nextID += 1
            state.waiting[state.nextID] = continuation
            return state.nextID
        }
        guard let id else { return }
        for await _ in stream {}
        state.withLock { $0.waiting[id] = nil }
    }

    /// Notes that the command is to end, where that is seen before it is asked to.
    func note() { state.withLock { $0.isRequested = true } }

    /// Asks the command to end.
    ///
    /// - Returns: Whether it does by itself.
    package func request() -> Bool {
        let (notice, waiting) = state.withLock { state in
            state.isRequested = true
            return (state.notice.take(), state.waiting.values)
        }
        notice?()
        for continuation in waiting { continuation.finish() }
        return notice != nil
    }
}
