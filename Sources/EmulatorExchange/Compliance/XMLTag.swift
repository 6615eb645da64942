/// A tag with its attributes; the name has no prefix, and a slash before it where it ends something.
struct XMLTag {
    let name: String
    private let attributes: [(name: String, value: String)]

    init(_ text: Substring) {
        let name = text.prefix { !$0.isWhitespace && $0 != "/" || $0 == "/" && text.first == "/" }
        let local = name.split(separator: ":").last.map(String.init) ?? String(name)
        self.name = name.hasPrefix("/") && !local.hasPrefix("/") ? "/\(local)" : local
        var rest = text.dropFirst(name.count)
        var attributes: [(String, String)] = []
        while let sign = rest.firstIndex(of: "=") {
            let key = rest[..<sign].split(whereSeparator: \.isWhitespace).last ?? ""
            let after = rest[rest.index(after: sign)...].drop(while: \.isWhitespace)
            guard let quote = after.first, quote == "\"" || quote == "'" else { break }
            let value = after.dropFirst().prefix { $0 != quote }
            attributes.append((String(key), Self.plain(value)))
            rest = after.dropFirst(value.count + 2)
        }
        self.attributes = attributes
    }

    /// The first tag of a name in a text, `nil` where there is none.
    static func first(named name: String, in text: String) -> XMLTag? {
        XMLTags(text).first { $0.tag.name == name }?.tag
    }

    /// The value of an attribute, empty where it is missing.
    subscript(name: String) -> String { attributes.first { $0.name == name }?.value ?? "" }

    /// A text as it stands between tags and in quotes, whatever accents follow its marks.
    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A text without entities, and with one blank where there are several.
    static func plain(_ text: Substring) -> String {
        let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")].reduce(
            String(text)
        ) { $0.replacing($1.0, with: $1.1) }
        return plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// The tags of a text in turn, each with what stands behind it up to the next; what is commented out has none.
struct XMLTags: Sequence, IteratorProtocol {
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    mutating func next() -> (tag: XMLTag, content: String)? {
        while let open = rest.firstIndex(of: "<") {
            rest = rest[open...]
            if rest.hasPrefix("<!--") {
                guard let end = rest.firstRange(of: "-->") else { return nil }
                rest = rest[end.upperBound...]
                continue
            }
            guard let close = rest.firstIndex(of: ">") else { return nil }
            let tag = XMLTag(rest[rest.index(after: open)..<close])
            rest = rest[rest.index(after: close)...]
            return (tag, XMLTag.plain(rest.prefix { $0 != "<" }))
        }
        return nil
    }
}
