/// A span of time in hundreds of nanoseconds, written `[d.]hh:mm:ss[.fffffff]`.
struct TimeSpanText: Sendable, Hashable, Comparable, CustomStringConvertible {
    var ticks: Int64

    init(ticks: Int64) { self.ticks = ticks }

    /// Reads `14.00:00:00`, `08:00`, `-01:00:00` and whole days (`30`).
    init?(parsing text: String) {
        let negative = text.hasPrefix("-")
        var rest = negative ? text.dropFirst() : text[...]
        var days: Int64 = 0
        guard rest.contains(":") else {
            guard let whole = Int64(rest), (0...10_675_199).contains(whole) else { return nil }
            ticks = whole * 864_000_000_000 * (negative ? -1 : 1)
            return
        }
        if let dot = rest.firstIndex(of: "."), let colon = rest.firstIndex(of: ":"), dot < colon {
            guard let whole = Int64(rest[..<dot]), (0...10_675_199).contains(whole) else { return nil }
            days = whole
            rest = rest[rest.index(after: dot)...]
        }
        let halves = rest.split(separator: ".", omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
        guard (2...3).contains(parts.count), halves.count <= 2, let hours = parts[0], let minutes = parts[1],
            let seconds = parts.count == 3 ? parts[2] : 0,
            (0..<24).contains(hours), (0..<60).contains(minutes), (0..<60).contains(seconds)
        else { return nil }
        var sum = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 10_000_000
        if halves.count == 2 {
            let digits = halves[1].prefix(7)
            guard let fraction = Int64(digits + String(repeating: "0", count: 7 - digits.count)) else { return nil }
            sum += fraction
        }
        ticks = negative ? -sum : sum
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
}
