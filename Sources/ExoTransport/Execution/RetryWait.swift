/// A wait before a request is sent again.
public struct RetryWait: Sendable, Hashable {
    /// Why.
    public var reason: RetryReason
    /// For how long.
    public var duration: Duration
    /// How often the request was sent so far.
    public var attempt: Int

    /// Makes a wait.
    public init(reason: RetryReason, duration: Duration, attempt: Int) {
        self.reason = reason
        self.duration = duration
        self.attempt = attempt
    }
}
