/// Finds what is shaped like a token in texts meant for people.
package enum SecretText {
    /// The text with every run shaped like a JSON Web Token replaced.
    package static func redacted(_ text: String) -> String {
        guard text.utf8.count > 24, text.contains("eyJ") else { return text }
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        var place = 0
        while place < bytes.count {
            guard bytes[place...].starts(with: "eyJ".utf8), place == 0 || !isLetterOrDigit(bytes[place - 1]) else {
                result.append(bytes[place])
                place += 1
                continue
            }
            let end = bytes[place...].firstIndex { !isTokenByte($0) } ?? bytes.count
            if end - place > 20 {
                result.append(contentsOf: "[token not shown]".utf8)
            } else {
                result.append(contentsOf: bytes[place..<end])
            }
            place = end
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
