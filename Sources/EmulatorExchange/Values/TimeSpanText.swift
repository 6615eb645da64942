/// A span of time in hundreds of nanoseconds, written `[d.]hh:mm:ss[.fffffff]`, with the bounds of .NET's TimeSpan.
struct TimeSpanText: Sendable, Hashable, Comparable, CustomStringConvertible {
    var ticks: Int64

    init(ticks: Int64) { self.ticks = ticks }

    /// Reads `14.00:00:00`, `08:00`, `-01:00:00` and whole days (`30`).
    init?(parsing text: String) {
        let isNegative = text.hasPrefix("-")
        var rest = isNegative ? text.dropFirst() : text[...]
        var days: UInt64 = 0
        var clock: UInt64 = 0
        if let colon = rest.firstIndex(of: ":") {
            if let dot = rest.firstIndex(of: "."), dot < colon {
                guard let whole = Self.number(rest[..<dot]) else { return nil }
                days = whole
                rest = rest[rest.index(after: dot)...]
            }
            guard let read = Self.clock(rest) else { return nil }
            clock = read
        } else {
            guard let whole = Self.number(rest) else { return nil }
            days = whole
        }
        let (product, isTooLong) = days.multipliedReportingOverflow(by: 864_000_000_000)
        let (sum, isTooLarge) = product.addingReportingOverflow(clock)
        let limit = isNegative ? Int64.min.magnitude : Int64.max.magnitude
        guard !isTooLong, !isTooLarge, sum <= limit else { return nil }
        ticks = Int64(truncatingIfNeeded: isNegative ? 0 &- sum : sum)
    }

    static func < (left: TimeSpanText, right: TimeSpanText) -> Bool { left.ticks < right.ticks }

    var description: String {
        let amount = ticks.magnitude
        let seconds = amount / 10_000_000
        let fraction = amount % 10_000_000
        func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : String(number) }
        var text = "\(two(seconds / 3600 % 24)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        if seconds >= 86_400 { text = "\(seconds / 86_400).\(text)" }
        if fraction > 0 {
            let digits = String(fraction)
            text += "." + String(repeating: "0", count: 7 - digits.count) + digits
        }
        return ticks < 0 ? "-\(text)" : text
    }

    /// The span as a duration of ISO 8601, in days and what is less, to the second: `P7D`, `PT4H`, `P1DT12H30M`.
    var duration: String {
        let seconds = ticks.magnitude / 10_000_000
        var clock = ""
        if seconds / 3600 % 24 > 0 { clock += "\(seconds / 3600 % 24)H" }
        if seconds / 60 % 60 > 0 { clock += "\(seconds / 60 % 60)M" }
        if seconds % 60 > 0 { clock += "\(seconds % 60)S" }
        let days = seconds >= 86_400 ? "\(seconds / 86_400)D" : ""
        let span = days.isEmpty && clock.isEmpty ? "T0S" : days + (clock.isEmpty ? "" : "T\(clock)")
        return (ticks < 0 ? "-P" : "P") + span
    }

    /// Ticks of `hh:mm[:ss[.fffffff]]`, less than a day.
    private static func clock(_ text: Substring) -> UInt64? {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: ":", omittingEmptySubsequences: false).map { number($0) }
        guard (2...3).contains(parts.count), halves.count <= 2, let hours = parts[0], let minutes = parts[1],
            let seconds = parts.count == 3 ? parts[2] : 0, hours < 24, minutes < 60, seconds < 60
        else { return nil }
        let whole = ((hours * 60 + minutes) * 60 + seconds) * 10_000_000
        guard halves.count == 2 else { return whole }
        let digits = halves[1]
        guard (1...7).contains(digits.count),
            let fraction = number(digits + String(repeating: "0", count: 7 - digits.count))
        else { return nil }
        return whole + fraction
    }

    /// A number of ASCII digits alone.
    private static func number(_ digits: some StringProtocol) -> UInt64? {
        digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? UInt64(digits) : nil
    }
}
