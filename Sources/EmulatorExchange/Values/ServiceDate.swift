import EmulatorCore

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A moment in hundreds of nanoseconds since 1970, as precise as the service's texts, from the year 1 to the year 9999.
package struct ServiceDate: Sendable, Hashable, Comparable {
    /// How the text says which clock it means.
    package enum Form: Sendable {
        /// `…+00:00`, as a local time of the service's machines.
        case offset
        /// `…Z`.
        case utc
        /// No zone at all.
        case unspecified
    }

    var ticks: Int64

    static let ticksOfSecond: Int64 = 10_000_000
    /// Bytes of the longest text that is read as a date.
    private static let longest = 128
    private static let ticksOfDay: Int64 = 86_400 * ticksOfSecond
    /// From the first moment of the year 1 to the last one of 9999.
    private static let range = -62_135_596_800 * ticksOfSecond...253_402_300_800 * ticksOfSecond - 1

    /// Takes the nearest moment that has a text.
    package init(ticks: Int64) { self.ticks = min(max(ticks, Self.range.lowerBound), Self.range.upperBound) }

    package init(_ date: Date) {
        let ticks = Int64(exactly: (date.timeIntervalSince1970 * 1_000_000).rounded())?
            .multipliedReportingOverflow(by: 10)
        if let ticks, !ticks.overflow {
            self.init(ticks: ticks.partialValue)
        } else {
            self.init(ticks: date.timeIntervalSince1970 < 0 ? .min : .max)
        }
    }

    /// Reads the ISO form that clients send and what else .NET reads as a date where no culture is meant
    /// (``DateWords``); a text without a zone means UTC.
    package init?(parsing text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        let trimmed = text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        guard let ticks = Self.iso(trimmed) ?? DateWords.ticks(of: trimmed), Self.range.contains(ticks) else {
            return nil
        }
        self.ticks = ticks
    }

    /// The second that it is in: objects show no less of when they were made and changed.
    var wholeSecond: ServiceDate {
        ServiceDate(ticks: ticks - (ticks % Self.ticksOfSecond + Self.ticksOfSecond) % Self.ticksOfSecond)
    }

    /// The last moment of that second.
    var endOfSecond: ServiceDate { ServiceDate(ticks: wholeSecond.ticks + Self.ticksOfSecond - 1) }

    package static func < (left: ServiceDate, right: ServiceDate) -> Bool { left.ticks < right.ticks }

    /// The text with seven digits of a second.
    package func text(_ form: Form) -> String {
        let fraction = (ticks % Self.ticksOfSecond + Self.ticksOfSecond) % Self.ticksOfSecond
        let second = (ticks - fraction) / Self.ticksOfSecond
        let secondOfDay = (second % 86_400 + 86_400) % 86_400
        let date = Self.date(ofDay: (second - secondOfDay) / 86_400)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(33)
        let parts: [(number: Int64, digits: Int, before: UInt8?)] = [
            (date.year, 4, nil), (date.month, 2, UInt8(ascii: "-")), (date.day, 2, UInt8(ascii: "-")),
            (secondOfDay / 3600, 2, UInt8(ascii: "T")), (secondOfDay / 60 % 60, 2, UInt8(ascii: ":")),
            (secondOfDay % 60, 2, UInt8(ascii: ":")), (fraction, 7, UInt8(ascii: ".")),
        ]
        for part in parts {
            if let mark = part.before { bytes.append(mark) }
            Self.append(part.number, part.digits, to: &bytes)
        }
        switch form {
        case .offset: bytes += "+00:00".utf8
        case .utc: bytes.append(UInt8(ascii: "Z"))
        case .unspecified: break
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(_ number: Int64, _ digits: Int, to bytes: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    /// The date of a day that is counted from 1970 on, in the Gregorian calendar.
    ///
    /// Years are counted from March on, so that the day that is there now and then is the last one.
    private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let sinceMarch = day + 719_468
        let era = (sinceMarch >= 0 ? sinceMarch : sinceMarch - 146_096) / 146_097
        let dayOfEra = sinceMarch - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    // MARK: Reading

    private static func iso(_ text: String) -> Int64? {
        let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], let year = number(parts[0]), let month = number(parts[1]),
            let day = number(parts[2]), let start = midnight(year: year, month: month, day: day)
        else { return nil }
        let rest = text.dropFirst(10)
        guard let separator = rest.first else { return start }
        guard "Tt ".contains(separator) else { return nil }
        guard let (time, shift) = withoutZone(rest.dropFirst()) else { return nil }
        return clock(time).map { start + $0 - shift }
    }

    /// A time without the zone at its end, and what the zone is before UTC; `nil` for a zone that there is not.
    static func withoutZone(_ text: Substring) -> (time: Substring, shift: Int64)? {
        if text.last == "Z" || text.last == "z" { return (text.dropLast(), 0) }
        guard let sign = text.lastIndex(where: { $0 == "+" || $0 == "-" }) else { return (text, 0) }
        let zone = text[text.index(after: sign)...].split(separator: ":", omittingEmptySubsequences: false)
        guard zone.count == 2, let hours = number(zone[0]), let minutes = number(zone[1]), hours <= 14, minutes < 60
        else { return nil }
        return (text[..<sign], (hours * 60 + minutes) * 60 * ticksOfSecond * (text[sign] == "+" ? 1 : -1))
    }

    /// Ticks of `HH:mm[:ss[.fffffff]]`; further digits are cut off.
    static func clock(_ text: Substring) -> Int64? {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = halves.first, halves.count <= 2 else { return nil }
        let parts = whole.split(separator: ":", omittingEmptySubsequences: false).map { number($0) }
        guard (2...3).contains(parts.count), let hours = parts[0], let minutes = parts[1],
            let seconds = parts.count == 3 ? parts[2] : 0, hours < 24, minutes < 60, seconds < 60
        else { return nil }
        let ticks = ((hours * 60 + minutes) * 60 + seconds) * ticksOfSecond
        guard halves.count == 2 else { return ticks }
        let digits = halves[1].prefix(7)
        guard !digits.isEmpty, isDigits(halves[1]),
            let fraction = number(digits + String(repeating: "0", count: 7 - digits.count))
        else { return nil }
        return ticks + fraction
    }

    static func number(_ text: some StringProtocol) -> Int64? { isDigits(text) ? Int64(text) : nil }

    static func isDigits(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Ticks of the first moment of a date of the Gregorian calendar, `nil` when there is no such date.
    static func midnight(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        var fields = unsafe tm()
        unsafe fields.tm_year = Int32(year - 1900)
        unsafe fields.tm_mon = Int32(month - 1)
        unsafe fields.tm_mday = Int32(day)
        // 31 April becomes 1 May.
        let seconds = unsafe timegm(&fields)
        return unsafe Int64(fields.tm_mday) == day ? Int64(seconds) * ticksOfSecond : nil
    }
}
