/// Characters that PowerShell writes into its XML by their numbers: `_x000A_` for a line's end.
enum PowerShellEscape {
    /// A text with the characters themselves.
    static func removed(from text: String) -> String {
        var units: [UInt16] = []
        let given = Array(text.utf16)
        var place = 0
        while place < given.count {
            if let unit = unit(given, at: place) {
                units.append(unit)
                place += 7
            } else {
                units.append(given[place])
                place += 1
            }
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// A text with numbers for what XML cannot hold, and for what looks like such a number.
    static func added(to text: String) -> String {
        let given = Array(text.utf16)
        guard given.contains(where: { $0 < 0x20 }) || text.contains("_x") else { return text }
        var units: [UInt16] = []
        for (place, unit) in given.enumerated() {
            let isEscape = unit == UInt16(UInt8(ascii: "_")) && Self.unit(given, at: place) != nil
            guard unit < 0x20 || isEscape else {
                units.append(unit)
                continue
            }
            let digits = String(unit, radix: 16, uppercase: true)
            units += "_x\(String(repeating: "0", count: 4 - digits.count))\(digits)_".utf16
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func unit(_ units: [UInt16], at place: Int) -> UInt16? {
        let line = UInt16(UInt8(ascii: "_"))
        guard place + 6 < units.count, units[place] == line, units[place + 1] == UInt16(UInt8(ascii: "x")),
            units[place + 6] == line
        else { return nil }
        return UInt16(String(decoding: units[place + 2..<place + 6], as: UTF16.self), radix: 16)
    }
}
