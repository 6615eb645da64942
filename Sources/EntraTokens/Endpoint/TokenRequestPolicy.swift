/// How often and how patiently a token is asked for.
public struct TokenRequestPolicy: Sendable, Hashable {
    /// How many requests may be sent for one token.
    public var attempts: Int
    /// The longest that `Retry-After` may ask to wait; beyond it the caller is told instead.
    public var longestWait: Duration
    /// How long one request may take.
    public var timeout: Duration

    /// Makes a policy; the defaults repeat once, as MSAL does.
    public init(attempts: Int = 2, longestWait: Duration = .seconds(30), timeout: Duration = .seconds(60)) {
        self.attempts = attempts
        self.longestWait = longestWait
        self.timeout = timeout
    }

    /// How long to wait before the next request.
    ///
    /// - Parameters:
    ///   - attempt: The number of requests sent.
    ///   - status: The status of the last reply.
    ///   - retryAfter: Its `Retry-After`.
    /// - Returns: The wait, or `nil` when there is to be no other request.
    func wait(after attempt: Int, status: Int, retryAfter: String?) -> Duration? {
        guard attempt < attempts, status == 429 || (500...599).contains(status) else { return nil }
        guard let retryAfter else { return status == 429 ? nil : .zero }
        guard let seconds = Double(retryAfter), seconds >= 0, seconds <= Double(longestWait.components.seconds) else {
            return nil
        }
        return .seconds(seconds)
    }
}
