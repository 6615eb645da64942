/// What lets attempts begin, and learns from how each one went: the pace of requests that share a service's limits.
package protocol RequestGate: Sendable {
    /// Waits until one more attempt may begin.
    ///
    /// - Parameter waiting: Is told of a wait that the service's limits ask for, before it begins.
    /// - Returns: A place among those under way, which ``leave(_:after:)`` takes back.
    /// - Throws: `CancellationError`; no place is taken then.
    func enter(waiting: @Sendable (Duration) -> Void) async throws -> GatePass

    /// Takes a place back, once for each that was given.
    ///
    /// - Parameters:
    ///   - pass: The place.
    ///   - outcome: How the attempt went.
    func leave(_ pass: GatePass, after outcome: AttemptOutcome)
}

/// A place among the attempts under way.
package struct GatePass: Sendable {
    /// When it was given, by the gate's own clock.
    package var since: Duration

    /// Makes a place.
    package init(since: Duration) { self.since = since }
}

/// What an attempt says about the limits of the service.
package struct AttemptOutcome: Sendable {
    /// What the service did with it.
    package enum Verdict: Sendable {
        /// It answered: with a success, or with a refusal that has nothing to do with its load.
        case answered
        /// It takes no more for now, for so long where it says so.
        case throttled(retryAfter: Duration?)
        /// It, or a gateway before it, cannot answer now.
        case unavailable
        /// Nothing is known of it: nothing was sent, or no reply came.
        case nothing
    }

    /// What the service did.
    package var verdict: Verdict
    /// The header fields of its reply; `nil` where none came.
    package var headers: HTTPHeaders?

    /// Makes an outcome.
    package init(_ verdict: Verdict, headers: HTTPHeaders? = nil) {
        self.verdict = verdict
        self.headers = headers
    }
}
