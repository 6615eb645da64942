internal import ExoJSON

/// A time as the wire has it, `2026-07-02T01:04:05.0000000Z`, taken apart to be written for other programs, in the zone in which it
/// is written.
struct WireTime {
    private let year, month, day, hour, minute, second: Int
    /// The part of the second behind the point.
    private let fraction: Double
    /// `Z`, an offset such as `+02:00`, or nothing.
    private let zone: String

    /// Reads a time; `nil` where the text is none.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
            let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19]),
            Self.isZone(bytes[19...])
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        let digits = bytes[19...].prefix { $0 == UInt8(ascii: ".") || $0 &- 0x30 < 10 }
        fraction = digits.isEmpty ? 0 : Double("0" + String(decoding: digits, as: UTF8.self)) ?? 0
        zone = String(decoding: bytes[digits.endIndex...], as: UTF8.self)
    }

    /// As .NET shows it in the culture en-US: `7/2/2026 1:04:05 AM`.
    var dotNet: String {
        let half = hour < 12 ? "AM" : "PM"
        return "\(month)/\(day)/\(year) \((hour + 11) % 12 + 1):\(digits(minute)):\(digits(second)) \(half)"
    }

    /// As spreadsheets of every locale read it: `2026-07-02 01:04:05`.
    var spreadsheet: String {
        let thousands = String(repeating: "0", count: 4 - String(year).count) + String(year)
        return "\(thousands)-\(digits(month))-\(digits(day)) \(digits(hour)):\(digits(minute)):\(digits(second))"
    }

    /// Whether it says in which zone it is written.
    var hasZone: Bool { !zone.isEmpty }

    /// The seconds since the start of 1970; a time without a zone is taken as UTC.
    var seconds: Double {
        let parts = zone.dropFirst().split(separator: ":").map { Int($0) ?? 0 }
        let offset = parts.count == 2 ? (zone.hasPrefix("-") ? -1 : 1) * (parts[0] * 3600 + parts[1] * 60) : 0
        return Double(days * 86_400 + hour * 3600 + minute * 60 + second - offset) + fraction
    }

    /// The days from the start of 1970, in the calendar of today for all times.
    private var days: Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }

    /// The members of a date that are understood, in small letters.
    static let members = ["year", "month", "day", "hour", "minute", "second", "date", "dayofweek"]

    /// A member of it as .NET has them, by its name in small letters.
    func member(_ name: String) -> JSONValue? {
        switch name {
        case "year": .integer(Int64(year))
        case "month": .integer(Int64(month))
        case "day": .integer(Int64(day))
        case "hour": .integer(Int64(hour))
        case "minute": .integer(Int64(minute))
        case "second": .integer(Int64(second))
        case "date": .string("\(spreadsheet.prefix(10))T00:00:00\(zone)")
        case "dayofweek": .string(dayOfWeek)
        default: nil
        }
    }

    /// The first day of 1970 was a Thursday.
    private var dayOfWeek: String {
        let names = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"]
        return names[(days % 7 + 7) % 7]
    }

    private static func isZone(_ rest: ArraySlice<UInt8>) -> Bool {
        var rest = rest
        if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop { $0 &- 0x30 < 10 } }
        if rest.isEmpty || rest.elementsEqual("Z".utf8) { return true }
        guard rest.count == 6, rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") else { return false }
        return zip(rest.dropFirst(), "00:00".utf8).allSatisfy { $1 == UInt8(ascii: ":") ? $0 == $1 : $0 &- 0x30 < 10 }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for byte in bytes {
            guard byte &- 0x30 < 10 else { return nil }
            number = number * 10 + Int(byte &- 0x30)
        }
        return number
    }

    private func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
