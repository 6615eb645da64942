/// Codes of languages, with or without a script and a country: `en`, `de-DE`, `zh-Hans-CN`.
enum CultureCode {
    /// Whether a text has the form of one; which of them there are is not looked at.
    static func isOne(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let language = parts.first, (2...3).contains(language.count), parts.count <= 3 else { return false }
        return parts.allSatisfy { part in
            (2...8).contains(part.count) && part.utf8.allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 32 }
                || part.count == 3 && part.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        }
    }
}
