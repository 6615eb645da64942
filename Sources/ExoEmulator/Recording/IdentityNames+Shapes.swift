extension IdentityNames {
    static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    static func isPart(_ character: Character) -> Bool { isWord(character) || "._+@%-'".contains(character) }

    static func guid(_ text: String) -> String? { isGUID(ArraySlice(text.utf8)) ? text : nil }

    /// Whether bytes are an object's id, as text.
    static func isGUID(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count == 36, bytes[bytes.startIndex + 8] == UInt8(ascii: "-") else { return false }
        for (place, byte) in bytes.enumerated() {
            let isHyphen = place == 8 || place == 13 || place == 18 || place == 23
            guard isHyphen ? byte == 0x2D : Character(Unicode.Scalar(byte)).isHexDigit else { return false }
        }
        return true
    }

    /// Whether a text is a security identifier that a domain gave, and not one that every machine has.
    static func isSID(_ text: some StringProtocol) -> Bool {
        let parts = text.lowercased().split(separator: "-", omittingEmptySubsequences: false)
        return parts.count >= 7 && parts[0] == "s" && parts[1] == "1"
            && (parts[2] == "5" && parts[3] == "21" || parts[2] == "12" && parts[3] == "1")
            && parts[4...].allSatisfy { UInt64($0) != nil }
    }

    /// Whether a text is a number that the sign-in service has for somebody, in hexadecimal digits.
    static func isNetID(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 16 && text.hasPrefix("1003") && text.allSatisfy(\.isHexDigit)
    }

    /// Whether a text can be a domain that somebody owns: the service's own hosts and the names of types are none.
    static func isDomain(_ text: String) -> Bool {
        let labels = text.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.count <= 8, let last = labels.last, last.count >= 2,
            last.allSatisfy({ $0.isLetter && $0.isASCII }),
            labels.allSatisfy({
                !$0.isEmpty && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            })
        else { return false }
        let host = text.lowercased()
        if host.hasSuffix(".onmicrosoft.com") { return true }
        let own = [
            "microsoft.com", "outlook.com", "office365.com", "office365.us", "office.com", "microsoftonline.com",
            "microsoftonline.us", "windows.net", "azure.com", "live.com", "w3.org", "xmlsoap.org",
        ]
        let types = ["system", "microsoft", "exchange", "odata", "deserialized"]
        return !own.contains { host == $0 || host.hasSuffix(".\($0)") } && !types.contains(String(labels[0]))
    }

    static func isIPAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && !text.hasPrefix("127.")
    }
}
