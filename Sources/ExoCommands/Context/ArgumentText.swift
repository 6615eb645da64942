internal import EntraTokens

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
        let encoding = ForeignEncoding(of: bytes)
        let text = SecretText.redacted(String(ForeignEncoding.text(bytes).prefix(80)))
        return CommandError(
            .usage,
            "argument \(place + 1) is not UTF-8; nothing was sent",
            details: ["it looks like \(encoding.name), in which it reads '\(text)'"],
            repair: "convert it first: printf %s \"$text\" | \(encoding.conversion)"
        )
    }
}
