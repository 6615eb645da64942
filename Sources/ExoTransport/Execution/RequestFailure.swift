/// How a request ended that did not succeed.
package struct RequestFailure<Refusal: Sendable>: Error {
    /// What ended it.
    package enum Cause: Sendable {
        /// The service answered, and not with a success.
        case refusal(Refusal)
        /// No response came, or none to its end.
        case transport(TransportError)
        /// The task was cancelled.
        case cancelled
        /// The request could not be composed, for lack of a token for example, or its response could not be taken.
        case other(any Error)
    }

    /// What ended it.
    package var cause: Cause
    /// Whether the service may have executed it all the same; always false for a read.
    package var mayHaveBeenExecuted: Bool
    /// How often it was sent.
    package var attempts: Int

    /// Makes a failure.
    package init(cause: Cause, mayHaveBeenExecuted: Bool, attempts: Int) {
        self.cause = cause
        self.mayHaveBeenExecuted = mayHaveBeenExecuted
        self.attempts = attempts
    }

    /// How a request ends that was never composed.
    static var unsent: Self { Self(cause: .cancelled, mayHaveBeenExecuted: false, attempts: 0) }
}
