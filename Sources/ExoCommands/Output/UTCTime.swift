#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Times as text in UTC, `2026-07-02T01:04:05Z` (RFC 3339).
enum UTCTime {
    static func text(_ date: Date) -> String { date.formatted(.iso8601) }

    static func text(_ secondsSince1970: Int64) -> String {
        text(Date(timeIntervalSince1970: Double(secondsSince1970)))
    }
}
