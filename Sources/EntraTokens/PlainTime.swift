#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Moments and lengths of time in words.
enum PlainTime {
    private static let dates = -62_135_596_800.0...253_402_300_799

    /// A moment as `2026-05-28 20:26:40 UTC`, from the year 1 to 9999.
    static func text(_ date: Date) -> String {
        var seconds = time_t(min(max(date.timeIntervalSince1970, dates.lowerBound), dates.upperBound).rounded(.down))
        var fields = unsafe tm()
        unsafe gmtime_r(&seconds, &fields)
        var text: [UInt8] = []
        text.reserveCapacity(23)
        unsafe append(fields.tm_year + 1900, digits: 4, to: &text)
        for (mark, number) in unsafe [
            ("-", fields.tm_mon + 1), ("-", fields.tm_mday), (" ", fields.tm_hour), (":", fields.tm_min),
            (":", fields.tm_sec),
        ] {
            text.append(contentsOf: mark.utf8)
            append(number, digits: 2, to: &text)
        }
        text.append(contentsOf: " UTC".utf8)
        return String(decoding: text, as: UTF8.self)
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

    private static func append(_ number: Int32, digits: Int, to text: inout [UInt8]) {
        var divisor: Int32 = digits == 4 ? 1000 : 10
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
