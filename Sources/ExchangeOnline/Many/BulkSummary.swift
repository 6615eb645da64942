/// What became of many calls.
public struct BulkSummary: Sendable {
    /// How many were executed.
    public var done = 0
    /// How many were refused or failed.
    public var failed = 0
    /// Of how many nobody knows.
    public var unknown = 0
    /// How many an earlier run had done.
    public var skipped = 0
    /// Why no more calls were begun, where that was before their end: no token any more, or a journal that cannot be written.
    public var stop: ExchangeError?

    /// Makes a summary of nothing.
    public init() {}

    /// How many there were.
    public var total: Int { done + failed + unknown + skipped }

    /// Whether every call was executed, now or before.
    public var isComplete: Bool { failed == 0 && unknown == 0 && stop == nil }

    /// Counts one more.
    mutating func count(_ status: BulkResult.Status) {
        switch status {
        case .done: done += 1
        case .failed: failed += 1
        case .unknown: unknown += 1
        case .skipped: skipped += 1
        }
    }
}
