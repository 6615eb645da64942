import HTTPServer

/// A transaction that several writes share: whoever finds another one waiting leaves it open for that one to join, so that
/// pages which all of them change are written once.
final class SharedTransaction: Sendable {
    private enum State: Sendable {
        case open
        case ended(Result<UInt64?, any Error>)
    }

    /// How many rows the connection had changed before it began.
    let begin: Int64
    /// How long ago it began.
    var age: Duration { start.duration(to: .now) }
    private let start = ContinuousClock.now
    private let state = Monitor(State.open)

    init(begin: Int64) { self.begin = begin }

    /// Tells all who joined what became of it.
    ///
    /// - Parameter result: The number of the commit, nil where nothing was changed.
    func end(_ result: Result<UInt64?, any Error>) {
        state.withLock { $0 = .ended(result) }
        state.broadcast()
    }

    /// Waits for its end.
    ///
    /// - Returns: The number of the commit, nil where nothing was changed.
    /// - Throws: What kept it from being committed; then nothing of it happened.
    func wait() throws -> UInt64? {
        let pause = WorkingThread.pause()
        defer { pause.end() }
        let result: Result<UInt64?, any Error> = state.wait { state in
            guard case .ended(let result) = state else { return nil }
            return result
        }
        return try result.get()
    }
}
