#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A moment in hundreds of nanoseconds since 1970, as precise as the service's texts.
struct ServiceDate: Sendable, Hashable, Comparable {
    /// How the text says which clock it means.
    enum Form: Sendable {
        /// `…+00:00`, as a local time of the service's machines.
        case offset
        /// `…Z`.
        case utc
        /// No zone at all.
        case unspecified
    }

    var ticks: Int64

    init(ticks: Int64) { self.ticks = ticks }

    init(_ date: Date) { ticks = Int64((date.timeIntervalSince1970 * 1_000_000).rounded()) * 10 }

    /// Reads the ISO and the US forms that administrators and clients send; a text without a zone means UTC.
    init?(parsing text: String) {
        let trimmed = text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        guard let ticks = Self.iso(trimmed) ?? Self.american(trimmed) else { return nil }
        self.ticks = ticks
    }

    static func < (left: ServiceDate, right: ServiceDate) -> Bool { left.ticks < right.ticks }

    /// The text with seven digits of a second.
    func text(_ form: Form) -> String {
        let seconds = Self.floorDivide(ticks, 10_000_000)
        let fraction = ticks - seconds * 10_000_000
        let days = Self.floorDivide(seconds, 86_400)
        let clock = seconds - days * 86_400
        let (year, month, day) = Self.civil(days: days)
        let date = "\(Self.pad(year, 4))-\(Self.pad(month, 2))-\(Self.pad(day, 2))"
        let time = "\(Self.pad(clock / 3600, 2)):\(Self.pad(clock / 60 % 60, 2)):\(Self.pad(clock % 60, 2))"
        let zone =
            switch form {
            case .offset: "+00:00"
            case .utc: "Z"
            case .unspecified: ""
            }
        return "\(date)T\(time).\(Self.pad(fraction, 7))\(zone)"
    }

    // MARK: Reading

    private static func iso(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let date = days(year: year, month: month, day: day)
        else { return nil }
        let start = date * 864_000_000_000
        guard bytes.count > 10 else { return start }
        guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t") || bytes[10] == UInt8(ascii: " ") else {
            return nil
        }
        var rest = String(decoding: bytes[11...], as: UTF8.self)
        var shift: Int64 = 0
        if rest.last == "Z" || rest.last == "z" {
            rest.removeLast()
        } else if let sign = rest.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let zone = rest[rest.index(after: sign)...].split(separator: ":")
            guard zone.count == 2, let hours = Int64(zone[0]), let minutes = Int64(zone[1]), hours <= 14, minutes < 60
            else { return nil }
            shift = (hours * 60 + minutes) * 600_000_000 * (rest[sign] == "+" ? 1 : -1)
            rest = String(rest[..<sign])
        }
        return clock(rest).map { start + $0 - shift }
    }

    private static func american(_ text: String) -> Int64? {
        let words = text.split(separator: " ")
        guard let first = words.first, words.count <= 3 else { return nil }
        let parts = first.split(separator: "/")
        guard parts.count == 3, let month = Int64(parts[0]), let day = Int64(parts[1]), let year = Int64(parts[2]),
            let date = days(year: parts[2].count <= 2 ? 2000 + year : year, month: month, day: day)
        else { return nil }
        guard words.count > 1 else { return date * 864_000_000_000 }
        guard var time = clock(String(words[1])) else { return nil }
        if words.count == 3 {
            let half = words[2].lowercased()
            let hour = time / 36_000_000_000
            guard half == "am" || half == "pm", (1...12).contains(hour) else { return nil }
            if half == "pm", hour < 12 { time += 12 * 36_000_000_000 }
            if half == "am", hour == 12 { time -= 12 * 36_000_000_000 }
        }
        return date * 864_000_000_000 + time
    }

    /// Ticks of `HH:mm[:ss[.fffffff]]`.
    private static func clock(_ text: String) -> Int64? {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), halves.count <= 2, let hours = Int64(parts[0]),
            let minutes = Int64(parts[1]),
            let seconds = parts.count == 3 ? Int64(parts[2]) : 0,
            (0..<24).contains(hours), (0..<60).contains(minutes), (0..<60).contains(seconds)
        else { return nil }
        var ticks = ((hours * 60 + minutes) * 60 + seconds) * 10_000_000
        if halves.count == 2 {
            let digits = halves[1].prefix(7)
            guard !digits.isEmpty, let fraction = Int64(digits + String(repeating: "0", count: 7 - digits.count)) else {
                return nil
            }
            ticks += fraction
        }
        return ticks
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        Int64(String(decoding: digits, as: UTF8.self))
    }

    // MARK: Calendar

    /// Days since 1970 of a date of the Gregorian calendar, `nil` when there is no such date.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        let (_, foundMonth, foundDay) = civil(days: days)
        return foundMonth == month && foundDay == day ? days : nil
    }

    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
    }

    private static func floorDivide(_ left: Int64, _ right: Int64) -> Int64 {
        left >= 0 ? left / right : -((-left + right - 1) / right)
    }

    private static func pad(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
