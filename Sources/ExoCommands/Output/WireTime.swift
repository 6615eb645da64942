internal import ExoJSON

/// A time as the wire has it, `2026-07-02T01:04:05.0000000Z`, taken apart to be written for other programs, in the zone in which it
/// is written.
struct WireTime {
    private let year, month, day, hour, minute, second: Int
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
        zone = String(text.dropFirst(19).drop { $0 == "." || $0.isNumber })
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

    /// By Zeller's congruence, in which a year begins with March.
    private var dayOfWeek: String {
        let shifted = month < 3 ? (year - 1, month + 12) : (year, month)
        let place = day + 13 * (shifted.1 + 1) / 5 + shifted.0 + shifted.0 / 4 - shifted.0 / 100 + shifted.0 / 400
        return ["Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"][place % 7]
    }

    private static func isZone(_ rest: ArraySlice<UInt8>) -> Bool {
        var rest = rest
        if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop { $0 &- 0x30 < 10 } }
        if rest.isEmpty || rest.elementsEqual("Z".utf8) { return true }
        guard rest.count == 6, rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") else { return false }
        return rest.dropFirst().allSatisfy { $0 &- 0x30 < 11 }
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
