/// The arguments of a process as texts; the system passes them as bytes of any encoding.
enum ArgumentText {
    /// Reads arguments as UTF-8.
    ///
    /// - Parameter arguments: Their bytes.
    /// - Returns: Their texts.
    /// - Throws: ``CommandError`` for bytes that are not UTF-8: a character put in their place would be stored.
    static func words(_ arguments: [[UInt8]]) throws -> [String] {
        try arguments.enumerated().map { place, bytes in
            guard let word = String(validating: bytes, as: UTF8.self) else { throw refusal(of: bytes, place) }
            return word
        }
    }

    private static func refusal(of bytes: [UInt8], _ place: Int) -> CommandError {
        let isWindows = bytes.contains { (0x80...0x9F).contains($0) }
        let name = isWindows ? "Windows-1252" : "Latin-1"
        let text = String(String.UnicodeScalarView(bytes.map { windows[Int($0) - 0x80] ?? Unicode.Scalar($0) }))
        return CommandError(
            .usage,
            "argument \(place + 1) is not UTF-8; nothing was sent",
            details: ["it looks like \(name), in which it reads '\(SecretText.redacted(String(text.prefix(80))))'"],
            repair:
                "convert it first: printf %s \"$text\" | iconv -f \(isWindows ? "WINDOWS-1252" : "ISO-8859-1") -t UTF-8"
        )
    }

    /// What Windows-1252 has in place of Latin-1's control characters.
    private static let windows: [Int: Unicode.Scalar] = {
        let characters = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars
        return Dictionary(uniqueKeysWithValues: characters.enumerated().map { ($0, $1) })
    }()
}
