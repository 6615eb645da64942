#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Moments and lengths of time in words.
enum PlainTime {
    private static let dates = -62_135_596_800.0...253_402_300_799

    /// A moment as `2026-05-28 20:26:40 UTC`, from the year 1 to 9999.
    static func text(_ date: Date) -> String {
        let seconds = min(max(date.timeIntervalSince1970, dates.lowerBound), dates.upperBound).rounded(.down)
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space).year().month().day()
            .time(includingFractionalSeconds: false)
        return Date(timeIntervalSince1970: seconds).formatted(style) + " UTC"
    }

    /// A length of time as `1 hour 14 minutes`, cut down to its two largest units.
    static func words(_ interval: TimeInterval) -> String {
        let seconds = Int(min(abs(interval), 1e12))
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
        if days > 0 { return pair(count(days, "day"), hours % 24, "hour") }
        if hours > 0 { return pair(count(hours, "hour"), minutes % 60, "minute") }
        return minutes > 0 ? count(minutes, "minute") : count(seconds, "second")
    }

    private static func pair(_ first: String, _ number: Int, _ unit: String) -> String {
        number == 0 ? first : "\(first) \(count(number, unit))"
    }

    private static func count(_ number: Int, _ unit: String) -> String {
        number == 1 ? "1 \(unit)" : "\(number) \(unit)s"
    }
}
