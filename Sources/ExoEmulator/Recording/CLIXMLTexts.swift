/// The texts in a document of PowerShell's own XML, each with the property that it belongs to.
enum CLIXMLTexts {
    /// Whether a text is such a document.
    static func isOne(_ text: String) -> Bool { text.hasPrefix("<Objs") }

    /// A document with its texts changed; tags, and texts that stay as they are, are copied.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - change: Receives a text without escapes and the name of its property, and says what takes its place.
    /// - Returns: The document with those in place.
    static func changed(_ document: String, _ change: (_ text: String, _ property: String) -> String) -> String {
        var result = ""
        var names: [String] = []
        var rest = document[...]
        while let open = rest.firstIndex(of: "<") {
            result += text(rest[..<open], names.last ?? "", change)
            guard let close = rest[open...].firstIndex(of: ">") else { return result + rest[open...] }
            let tag = rest[open...close]
            result += tag
            rest = rest[rest.index(after: close)...]
            if tag.hasPrefix("</") {
                _ = names.popLast()
            } else if !tag.hasSuffix("/>"), !tag.hasPrefix("<?") {
                // What an object is called stands beside its properties.
                let isTitle = tag == "<ToString>"
                names.append(isSecret(tag) ? "password" : isTitle ? "name" : name(of: tag) ?? names.last ?? "")
            }
        }
        return result + rest
    }

    private static func text(
        _ written: Substring,
        _ property: String,
        _ change: (_ text: String, _ property: String) -> String
    ) -> String {
        guard !written.isEmpty else { return "" }
        let meant = unescaped(written)
        let made = change(meant, property)
        return made == meant ? String(written) : escaped(made)
    }

    /// Whether what stands in it is taken out: secrets, and bytes, of which nobody can say what they hold.
    private static func isSecret(_ tag: Substring) -> Bool {
        ["<SS", "<BA"].contains { tag.hasPrefix($0 + " ") || tag == $0 + ">" }
    }

    private static func name(of tag: Substring) -> String? {
        guard let start = tag.firstRange(of: " N=\"") else { return nil }
        return unescaped(tag[start.upperBound...].prefix { $0 != "\"" })
    }

    private static let escapes = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]

    private static func unescaped(_ text: Substring) -> String {
        guard text.contains("&") else { return String(text) }
        return escapes.reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
    }

    private static func escaped(_ text: String) -> String {
        escapes.reversed().reduce(text) { $0.replacing($1.1, with: $1.0) }
    }
}
