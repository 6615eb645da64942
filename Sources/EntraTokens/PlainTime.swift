#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Moments and lengths of time in words.
enum PlainTime {
    /// A moment as `2026-05-28 20:26:40 UTC`.
    static func text(_ date: Date) -> String {
        let limit = 253_402_300_799.0
        let total = Int(min(max(date.timeIntervalSince1970, -62_135_596_800), limit).rounded(.down))
        let (day, second) = total.quotientAndRemainder(floor: 86_400)
        let (year, month, dayOfMonth) = civil(day)
        var text: [UInt8] = []
        text.reserveCapacity(23)
        append(year, digits: 4, to: &text)
        text.append(UInt8(ascii: "-"))
        append(month, digits: 2, to: &text)
        text.append(UInt8(ascii: "-"))
        append(dayOfMonth, digits: 2, to: &text)
        text.append(UInt8(ascii: " "))
        append(second / 3600, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        append(second / 60 % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        append(second % 60, digits: 2, to: &text)
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

    private static func append(_ number: Int, digits: Int, to text: inout [UInt8]) {
        var divisor = digits == 4 ? 1000 : 10
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    /// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar.
    private static func civil(_ day: Int) -> (Int, Int, Int) {
        // Days are counted from 0000-03-01, so that the leap day is the last of its year; an era is 400 years.
        let (era, dayOfEra) = (day + 719_468).quotientAndRemainder(floor: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

extension Int {
    fileprivate func quotientAndRemainder(floor divisor: Int) -> (Int, Int) {
        let quotient = (self >= 0 ? self : self - divisor + 1) / divisor
        return (quotient, self - quotient * divisor)
    }
}
