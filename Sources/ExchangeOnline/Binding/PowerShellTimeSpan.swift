/// A span of time as .NET counts it.
package struct PowerShellTimeSpan: Sendable, Equatable {
    /// The length in units of 100 nanoseconds.
    package var ticks: Int64

    private static let ticksPerSecond: UInt64 = 10_000_000

    /// Takes a length in units of 100 nanoseconds.
    package init(ticks: Int64) { self.ticks = ticks }

    /// Reads `d`, `hh:mm`, `hh:mm:ss` or `d.hh:mm:ss.fffffff`, with a minus sign before it for a negative one.
    package init?(_ text: String) {
        var rest = text.trimmed[...]
        let isNegative = rest.first == "-"
        if isNegative { rest = rest.dropFirst() }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        var days: UInt64 = 0
        var hours: Substring = "0"
        switch parts.count {
        case 1:
            guard let whole = Self.number(parts[0]) else { return nil }
            days = whole
        case 2, 3:
            let dayAndHour = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            if dayAndHour.count == 2 {
                guard let whole = Self.number(dayAndHour[0]) else { return nil }
                days = whole
            }
            hours = dayAndHour[dayAndHour.count - 1]
        default: return nil
        }
        let second =
            parts.count == 3 ? parts[2].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false) : ["0"]
        guard let hour = Self.number(hours), hour < 24,
            let minute = parts.count > 1 ? Self.number(parts[1]) : 0, minute < 60,
            let wholeSecond = Self.number(second[0]), wholeSecond < 60, days < 10_675_200
        else { return nil }
        var fraction: UInt64 = 0
        if second.count == 2 {
            guard second[1].count <= 7, let number = Self.number(second[1]) else { return nil }
            fraction = number
            for _ in second[1].count..<7 { fraction *= 10 }
        }
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + wholeSecond
        // The bound on the days keeps this below 2 to the 64; a span has one bit less, and one value more below zero.
        let length = seconds * Self.ticksPerSecond + fraction
        guard length <= Int64.max.magnitude + (isNegative ? 1 : 0) else { return nil }
        ticks = isNegative ? Int64(truncatingIfNeeded: 0 &- length) : Int64(length)
    }

    private static func number(_ text: Substring) -> UInt64? {
        text.allSatisfy { $0.isASCII && $0.isNumber } ? UInt64(text) : nil
    }

    /// The span as it travels: `[-][d.]hh:mm:ss[.fffffff]`.
    package var text: String {
        let magnitude = ticks.magnitude
        let seconds = magnitude / Self.ticksPerSecond
        let fraction = magnitude % Self.ticksPerSecond
        let days = seconds / 86_400
        var text = ticks < 0 ? "-" : ""
        if days > 0 { text += "\(days)." }
        text += [seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60].map { $0.padded(2) }.joined(separator: ":")
        return fraction == 0 ? text : "\(text).\(fraction.padded(7))"
    }
}

extension BinaryInteger {
    /// The number with zeros before it up to a width.
    func padded(_ width: Int) -> String {
        let digits = String(magnitude)
        return (self < 0 ? "-" : "") + String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
