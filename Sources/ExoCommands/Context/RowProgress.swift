internal import ExoTransport

/// How far a listing or a run has come, and what may be said of the rest.
struct RowProgress: Sendable {
    /// How many rows are done.
    private(set) var count: Int
    /// How many there will be, where that is known.
    private(set) var total: Int?
    /// When the first were done, and how many those were.
    let first: (time: Duration, count: Int)

    init(_ count: Int, of total: Int?, at time: Duration) {
        self.count = count
        self.total = total
        first = (time, count)
    }

    mutating func update(_ count: Int, of total: Int?) {
        self.count = count
        self.total = total
    }

    /// Rows a second since the first were done; `nil` where that says nothing yet.
    func rate(at now: Duration) -> Double? {
        let span = now - first.time
        guard count > first.count, span > .zero else { return nil }
        return Double(count - first.count) / (span / .seconds(1))
    }

    /// How long the rest takes at that rate.
    func timeLeft(at now: Duration) -> Duration? {
        guard let total, total > count, let rate = rate(at: now) else { return nil }
        return .seconds((Double(total - count) / rate).rounded(.up))
    }

    /// The words for a person.
    func text(at now: Duration) -> String {
        var text = total.map { "\(count) of \($0) rows" } ?? "\(count) rows"
        if let rate = rate(at: now) { text += ", \(rate < 10 ? Self.text(rate) : String(Int(rate))) a second" }
        if let left = timeLeft(at: now) { text += ", \(SpanText.text(left)) left" }
        return text
    }

    /// A small number with one digit behind the point.
    private static func text(_ rate: Double) -> String { ((rate * 10).rounded() / 10).description }
}
