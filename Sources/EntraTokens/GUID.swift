/// Globally unique identifiers in their text form.
enum GUID {
    /// Whether a text is 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.
    static func isGUID(_ text: some StringProtocol) -> Bool {
        guard text.utf8.count == 36 else { return false }
        var place = 0
        for byte in text.utf8 {
            if place == 8 || place == 13 || place == 18 || place == 23 {
                guard byte == UInt8(ascii: "-") else { return false }
            } else {
                let isDigit =
                    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
                guard isDigit else { return false }
            }
            place += 1
        }
        return true
    }
}
