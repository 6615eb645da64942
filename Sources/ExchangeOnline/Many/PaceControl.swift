internal import ExoTransport

/// What is known of a tenant's limits, and what follows for the number of requests: additive increase, multiplicative decrease.
struct PaceControl {
    /// How a kind of request has gone on: its usual time, and that of late, in seconds.
    private struct Trend {
        var usual: Double
        var recent: Double
        var count = 1

        mutating func note(_ seconds: Double) {
            count += 1
            recent += (seconds - recent) / 4
            // What gets faster is believed soon, what gets slower late.
            usual += (seconds - usual) / (seconds < usual ? 4 : 64)
        }

        /// How much longer than usual it takes of late; differences below a second say nothing.
        var slowness: Double { count >= 8 && recent - usual > 1 ? recent / max(usual, 0.001) : 1 }
    }

    /// So many kinds of requests are told apart.
    private static let mostKinds = 64
    /// From this share of a budget on what is left is spread over its time.
    private static let scarcity = 10

    private let limits: RequestPace.Limits
    private var limit: Double
    /// Up to here the number grows with every success, from here on with every round of them.
    private var threshold: Double
    private var lastCut = Duration.zero - .seconds(1)
    private var trends: [String: Trend] = [:]
    private var spacing = Duration.zero
    private var spacingEnd = Duration.zero
    private var nextStart = Duration.zero
    /// Until when the service takes no request.
    private(set) var closedUntil = Duration.zero
    private(set) var budgetLeft: Int?
    private(set) var refusals = 0

    init(_ limits: RequestPace.Limits) {
        self.limits = limits
        limit = Double(limits.initialConcurrency)
        threshold = Double(limits.concurrency)
    }

    /// How many requests may be under way at once.
    var concurrency: Int { max(1, Int(limit)) }

    /// When a request may begin that has its place now.
    mutating func reserveStart(at time: Duration) -> Duration {
        guard spacing > .zero, time < spacingEnd else { return time }
        // In the next window there is a new budget.
        let start = min(max(nextStart, time), spacingEnd)
        nextStart = start + spacing
        return start
    }

    /// Learns from an attempt.
    ///
    /// - Parameters:
    ///   - verdict: What the service did with it.
    ///   - begun: When it began.
    ///   - ended: When it ended.
    ///   - kind: What it was.
    ///   - isFull: Whether as many were under way as may be.
    mutating func note(
        _ verdict: AttemptOutcome.Verdict,
        begun: Duration,
        ended: Duration,
        kind: String,
        isFull: Bool
    ) {
        switch verdict {
        case .throttled(let retryAfter):
            refusals += 1
            if let retryAfter, retryAfter <= limits.maximumPause { closedUntil = max(closedUntil, ended + retryAfter) }
            cut(to: 0.5, begun: begun, at: ended)
        case .unavailable:
            refusals += 1
            cut(to: 0.7, begun: begun, at: ended)
        case .answered:
            let slowness = trend(of: kind, (ended - begun) / .seconds(1))
            if slowness > 4 { return cut(to: 0.8, begun: begun, at: ended) }
            guard isFull, slowness <= 2 else { return }
            limit = min(Double(limits.concurrency), limit + (limit < threshold ? 1 : 1 / limit))
        case .nothing: break
        }
    }

    /// Lowers the number, once for all attempts that were under way together.
    private mutating func cut(to share: Double, begun: Duration, at time: Duration) {
        guard begun > lastCut else { return }
        limit = max(1, limit * share)
        threshold = limit
        lastCut = time
    }

    private mutating func trend(of kind: String, _ seconds: Double) -> Double {
        guard var trend = trends[kind] else {
            if trends.count < Self.mostKinds { trends[kind] = Trend(usual: seconds, recent: seconds) }
            return 1
        }
        trend.note(seconds)
        trends[kind] = trend
        return trend.slowness
    }

    /// Learns what the service says of its budget.
    mutating func note(_ budget: RateBudget, at time: Duration) {
        budgetLeft = budget.left
        let rest = min(budget.rest, limits.maximumPause)
        guard rest > .zero, budget.left * Self.scarcity < budget.limit else {
            spacing = .zero
            return
        }
        guard budget.left > 0 else {
            closedUntil = max(closedUntil, time + rest)
            return
        }
        if time >= spacingEnd { nextStart = .zero }
        spacing = rest / budget.left
        spacingEnd = time + rest
    }
}
