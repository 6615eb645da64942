#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Dates as text in UTC, `2026-07-02T01:04:05Z` (RFC 3339).
enum Timestamp {
    static func text(_ date: Date) -> String { date.formatted(.iso8601) }

    /// Seconds with one digit after the point.
    static func seconds(_ duration: Duration) -> String {
        let tenths = duration.components.seconds * 10 + duration.components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
