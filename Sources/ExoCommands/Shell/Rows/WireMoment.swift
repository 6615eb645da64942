internal import ExchangeOnline

/// Dates as rows have them, `2026-07-02T01:04:05.1234567Z`, as seconds.
enum WireMoment {
    /// The seconds since the start of 1970; `nil` for a text that is no such date.
    static func seconds(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54, bytes[13] == 0x3A else {
            return nil
        }
        func number(_ range: Range<Int>) -> Int? { Int(String(decoding: bytes[range], as: UTF8.self)) }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
        else { return nil }
        var rest = bytes[19...]
        var fraction = 0.0
        if rest.first == 0x2E {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            fraction = Double("0." + String(decoding: digits, as: UTF8.self)) ?? 0
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let offset = offset(String(decoding: rest, as: UTF8.self)) else { return nil }
        let days = days(year, month, day)
        return Double(days * 86_400 + hour * 3600 + minute * 60 + second - offset) + fraction
    }

    /// The same of a date as a person writes it, in the zone of this machine.
    static func seconds(meant text: String) -> Double? {
        if let seconds = seconds(text), text.hasSuffix("Z") || text.contains("+") { return seconds }
        return PowerShellDate(text).flatMap { seconds($0.wireText(.system)) }
    }

    private static func offset(_ zone: String) -> Int? {
        if zone.isEmpty || zone == "Z" { return 0 }
        let parts = zone.dropFirst().split(separator: ":")
        guard zone.first == "+" || zone.first == "-", parts.count == 2, let hours = Int(parts[0]),
            let minutes = Int(parts[1])
        else { return nil }
        return (zone.first == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    /// The days from the start of 1970, in the calendar of today for all times.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let ofEra = year - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}
