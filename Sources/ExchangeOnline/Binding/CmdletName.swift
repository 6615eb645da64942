/// Names as they may stand in a request.
enum CmdletName {
    /// The name of a cmdlet that the catalogue is not asked about.
    ///
    /// - Throws: ``BindingError`` with code `unknownCmdlet` when it cannot be one.
    static func checked(_ name: String) throws -> String {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        let isName =
            parts.count == 2 && name.utf8.count <= 128
            && parts.allSatisfy { part in
                part.utf8.first.map(isLetter) == true && part.utf8.allSatisfy { isLetter($0) || isDigit($0) }
            }
        guard isName else {
            throw BindingError(
                .unknownCmdlet,
                "'\(name.prefix(60))' is not a cmdlet's name.",
                repair: "Write it as Verb-Noun, for example Get-Mailbox."
            )
        }
        return name
    }

    /// A property's name in a query.
    static func percentEncoded(_ property: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return property.utf8.map { byte in
            isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
                ? String(UnicodeScalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
