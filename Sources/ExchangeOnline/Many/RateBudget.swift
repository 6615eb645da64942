internal import ExoTransport

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// What the service says of a tenant's budget: `Rate-Limit-Limit`, `Rate-Limit-Remaining` and `Rate-Limit-Reset`.
struct RateBudget: Equatable {
    /// How many requests a window has.
    var limit: Int
    /// How many of them are left.
    var left: Int
    /// How long the window still lasts.
    var rest: Duration

    /// Reads them; `nil` where one is missing or is none.
    ///
    /// - Parameters:
    ///   - headers: The fields of a reply.
    ///   - now: The time, where the reply has none of its own: the end of the window is told by the service's clock.
    init?(_ headers: HTTPHeaders, now: Date) {
        guard let limit = headers["Rate-Limit-Limit"].flatMap({ Int($0) }), limit > 0,
            let left = headers["Rate-Limit-Remaining"].flatMap({ Int($0) }), left >= 0,
            let end = headers["Rate-Limit-Reset"].flatMap({ HTTPDate.parse(timestamp: $0) })
        else { return nil }
        let time = headers["Date"].flatMap { HTTPDate.parse($0) } ?? now
        // No service has as many, and sums stay sums.
        self.limit = min(limit, 1 << 32)
        self.left = min(left, 1 << 32)
        rest = .seconds(max(0, end.timeIntervalSince(time)))
    }
}
