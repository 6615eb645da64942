/// Text that came from a token, made fit to be shown or pasted.
enum PlainText {
    /// The text without control characters and not too long.
    static func shown(_ text: String) -> String {
        if text.utf8.count <= 200, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        let scalars = text.unicodeScalars.prefix(200).filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
            default: true
            }
        }
        var shown = String.UnicodeScalarView()
        shown.append(contentsOf: scalars)
        return String(shown) + (text.unicodeScalars.count > 200 ? "…" : "")
    }

    /// The text where every shell reads it as one word without meaning of its own, else the placeholder.
    static func word(_ text: String?, else placeholder: String) -> String {
        guard let text, (1...128).contains(text.utf8.count), !text.hasPrefix("-") else { return placeholder }
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: ":"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
        return isPlain ? text : placeholder
    }
}
