/// What one request may still spend on being repeated.
public struct RetryBudget: Sendable, Hashable {
    /// How often it may still be sent.
    public var attempts: Int
    /// How long it may still wait in all.
    public var time: Duration

    /// Makes a budget.
    public init(attempts: Int, time: Duration) {
        self.attempts = attempts
        self.time = time
    }
}
