/// How requests to a tenant are doing.
public struct PaceState: Sendable, Equatable {
    /// How many requests may be under way at once.
    public var concurrency: Int
    /// How many are.
    public var underWay: Int
    /// How many wait for one of them to end.
    public var waiting: Int
    /// How long the service takes no request any more; `nil` where it takes them.
    public var pause: Duration?
    /// How many requests are left of the service's budget, where it says so.
    public var budgetLeft: Int?
    /// How often the service refused for its load.
    public var refusals: Int

    /// Makes a state.
    public init(
        concurrency: Int,
        underWay: Int = 0,
        waiting: Int = 0,
        pause: Duration? = nil,
        budgetLeft: Int? = nil,
        refusals: Int = 0
    ) {
        self.concurrency = concurrency
        self.underWay = underWay
        self.waiting = waiting
        self.pause = pause
        self.budgetLeft = budgetLeft
        self.refusals = refusals
    }
}
