#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// How often and after what wait a request is sent again; whether it may be is the caller's decision.
///
/// The wait doubles from the base up to the cap, each time by a random share between half and the whole, so that many clients
/// do not come back at once. A wait that the service names is obeyed as it stands, up to its own limit.
public struct RetryPolicy: Sendable {
    /// How often a request may be sent, the first time included.
    public var attempts: Int
    /// The wait before the second attempt.
    public var baseDelay: Duration
    /// The longest wait of our own choice.
    public var maximumDelay: Duration
    /// The longest wait that the service may ask for; when it asks for more there is no further attempt.
    public var maximumRetryAfter: Duration
    /// The longest that one request may wait in all its repetitions.
    ///
    /// The time that the service takes to answer does not count: a cmdlet may run for a quarter of an hour and be repeated.
    public var retryDeadline: Duration
    private let jitter: @Sendable () -> Double

    /// Makes a policy.
    ///
    /// - Parameters:
    ///   - attempts: How often a request may be sent, the first time included.
    ///   - baseDelay: The wait before the second attempt.
    ///   - maximumDelay: The longest wait of our own choice.
    ///   - maximumRetryAfter: The longest wait that the service may ask for.
    ///   - retryDeadline: The longest that one request may wait in all its repetitions.
    ///   - jitter: A random number from 0 to 1.
    public init(
        attempts: Int = 6,
        baseDelay: Duration = .seconds(2),
        maximumDelay: Duration = .seconds(60),
        maximumRetryAfter: Duration = .seconds(600),
        retryDeadline: Duration = .seconds(900),
        jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        self.attempts = attempts
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
        self.maximumRetryAfter = maximumRetryAfter
        self.retryDeadline = retryDeadline
        self.jitter = jitter
    }

    /// How long to wait before the next attempt.
    ///
    /// - Parameters:
    ///   - attempt: How often the request was sent, beginning with 1.
    ///   - retryAfter: What the service asked for.
    /// - Returns: The wait, or `nil` when no attempt is left.
    public func delay(attempt: Int, retryAfter: Duration? = nil) -> Duration? {
        guard attempt >= 1, attempt < attempts else { return nil }
        if let retryAfter, retryAfter > .zero { return retryAfter <= maximumRetryAfter ? retryAfter : nil }
        var delay = baseDelay
        for _ in 1..<attempt where delay < maximumDelay { delay *= 2 }
        return min(delay, maximumDelay) * (0.5 + min(max(jitter(), 0), 1) / 2)
    }

    /// Reads a `Retry-After` field: seconds with or without a fraction, or a date (RFC 9110, section 10.2.3).
    ///
    /// - Parameters:
    ///   - value: The field's value.
    ///   - now: What a date is counted from.
    /// - Returns: The wait, zero for a date that has passed, or `nil` for anything else.
    public static func retryAfter(_ value: String, now: Date) -> Duration? {
        let text = value.trimmed
        if let seconds = Double(text), text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2E }) {
            return .seconds(min(seconds, 1e9))
        }
        guard let date = HTTPDate.parse(text) else { return nil }
        return .seconds(max(0, date.timeIntervalSince(now)))
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
