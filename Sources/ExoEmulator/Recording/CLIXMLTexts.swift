import EmulatorCore

/// The texts in a document of PowerShell's own XML, each with the property that it belongs to.
///
/// Markup is found by its bytes: a letter's accent that stands behind a bracket belongs to no tag.
struct CLIXMLTexts {
    /// What a text says, and where it stands.
    enum Place {
        /// The value of a property; of what stands in lists, of theirs.
        case value(of: String)
        /// The name of a property, or the key of an entry.
        case name
        /// The name of a type.
        case type
    }

    /// An element that is open.
    private struct Element {
        let tag: Substring
        let place: Place
        /// The key of the entry that stands in it.
        var key: String?
    }

    private var result = ""
    private var open: [Element] = []

    /// Whether a text is such a document, whatever stands before its first element.
    static func isOne(_ text: String) -> Bool {
        var rest = text[...]
        while let first = rest.unicodeScalars.firstIndex(where: { $0 != "\u{FEFF}" && $0.value > 0x20 }) {
            rest = rest[first...]
            if rest.utf8.starts(with: "<Objs".utf8) { return true }
            // A declaration, comments, and the word by which PowerShell announces such a document.
            let isNext =
                take("<?", until: "?>", from: &rest) != nil || take("<!--", until: "-->", from: &rest) != nil
                || take("#< CLIXML", until: "\n", from: &rest) != nil
            guard isNext else { return false }
        }
        return false
    }

    /// A document with its texts changed; tags, and texts that stay as they are, are copied.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - change: Receives a text without escapes and where it stands, and says what takes its place.
    /// - Returns: The document with those in place, without its comments.
    static func changed(_ document: String, _ change: (_ text: String, _ place: Place) -> String) -> String {
        var texts = CLIXMLTexts()
        var rest = document[...]
        while let start = rest.utf8.firstIndex(of: UInt8(ascii: "<")) {
            texts.append(rest[..<start], change)
            rest = rest[start...]
            if let inner = Self.take("<![CDATA[", until: "]]>", from: &rest) {
                texts.result += escaped(change(String(inner), texts.place))
            } else if Self.take("<!--", until: "-->", from: &rest) == nil {
                guard let end = Self.end(ofTag: rest) else {
                    // Cut off in a tag.
                    return texts.result
                }
                texts.append(tag: rest[..<end], change)
                rest = rest[end...]
            }
        }
        texts.append(rest, change)
        return texts.result
    }

    /// Takes what begins and ends in a certain way from the front, and gives what is between; all where the end is missing.
    private static func take(_ begin: String, until end: String, from rest: inout Substring) -> Substring? {
        guard rest.utf8.starts(with: begin.utf8) else { return nil }
        let inner = rest[rest.utf8.index(rest.startIndex, offsetBy: begin.utf8.count)...]
        guard let found = inner.utf8.firstRange(of: end.utf8) else {
            rest = inner[inner.endIndex...]
            return inner
        }
        rest = inner[found.upperBound...]
        return inner[..<found.lowerBound]
    }

    /// Where a tag ends; what stands in quotes ends none.
    private static func end(ofTag text: Substring) -> Substring.Index? {
        var quote: UInt8?
        for place in text.utf8.indices {
            let byte = text.utf8[place]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return text.utf8.index(after: place)
            }
        }
        return nil
    }

    // MARK: What is written

    /// Where a text stands that comes next.
    private var place: Place { open.last?.place ?? .value(of: "") }

    private mutating func append(_ written: Substring, _ change: (String, Place) -> String) {
        guard !written.isEmpty else { return }
        let meant = Self.unescaped(written)
        let place = place
        if case .name = place, open.count >= 2 { open[open.count - 2].key = meant }
        let made = change(meant, place)
        result += made == meant ? String(written) : Self.escaped(made)
    }

    private mutating func append(tag: Substring, _ change: (String, Place) -> String) {
        let bytes = tag.utf8
        if bytes.starts(with: "</".utf8) {
            result += tag
            _ = open.popLast()
            return
        }
        guard !bytes.starts(with: "<?".utf8), !bytes.starts(with: "<!".utf8) else {
            result += tag
            return
        }
        let attribute = Self.name(in: tag)
        let name = attribute.map { Self.unescaped(tag[$0]) }
        var isEntry = false
        if let name, let range = attribute {
            isEntry = open.last?.tag == "En"
            let made = isEntry ? name : change(name, .name)
            result +=
                made == name
                ? String(tag) : "\(tag[..<range.lowerBound])\(Self.escaped(made))\(tag[range.upperBound...])"
        } else {
            result += tag
        }
        guard bytes.dropLast().last != UInt8(ascii: "/") else { return }
        let kind = tag.dropFirst().prefix { $0 != " " && $0 != ">" && $0 != "\n" && $0 != "\t" && $0 != "\r" }
        open.append(Element(tag: kind, place: place(of: kind, named: name, isEntry: isEntry)))
    }

    private func place(of kind: Substring, named name: String?, isEntry: Bool) -> Place {
        switch kind {
        case "T": .type
        // Secrets, and bytes, of which nobody can say what they hold.
        case "SS", "BA": .value(of: "password")
        // What an object is called stands beside its properties.
        case "ToString": .value(of: "name")
        default:
            if isEntry {
                name == "Key" ? .name : .value(of: open.last?.key ?? "")
            } else {
                name.map { .value(of: $0) } ?? place
            }
        }
    }

    /// Where in a tag the name of its property stands.
    private static func name(in tag: Substring) -> Range<Substring.Index>? {
        for mark in [" N=\"", " N='"] {
            guard let start = tag.firstRange(of: mark), let quote = mark.last else { continue }
            let value = tag[start.upperBound...].prefix { $0 != quote }
            return value.startIndex..<value.endIndex
        }
        return nil
    }

    // MARK: Escapes

    private static let escapes = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]

    private static func unescaped(_ text: Substring) -> String {
        var plain = String(text)
        if plain.utf8.contains(UInt8(ascii: "&")) {
            plain = numbers(in: plain)
            plain = escapes.reduce(plain) { $0.replacing($1.0, with: $1.1) }
        }
        guard plain.contains("_x") else { return plain }
        return PowerShellEscape.removed(from: plain)
    }

    private static func escaped(_ text: String) -> String {
        escapes.reversed().reduce(PowerShellEscape.added(to: text)) { $0.replacing($1.1, with: $1.0) }
    }

    /// A text with characters in the place of their numbers (`&#233;`, `&#xE9;`).
    private static func numbers(in text: String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "&#") {
            result += rest[..<start.lowerBound]
            let digits = rest[start.upperBound...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
            let isHexadecimal = digits.first == "x" || digits.first == "X"
            let number = UInt32(isHexadecimal ? digits.dropFirst() : digits, radix: isHexadecimal ? 16 : 10)
            let behind = rest[digits.endIndex...]
            if let scalar = number.flatMap(Unicode.Scalar.init), behind.first == ";", scalar != "&" {
                result.unicodeScalars.append(scalar)
                rest = behind.dropFirst()
            } else {
                result += "&#"
                rest = rest[start.upperBound...]
            }
        }
        return result + rest
    }
}
