/// The words of a page in HTML: a line for each block, without styles, scripts and what is commented out.
enum PageText {
    private static let blocks: Set = [
        "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre",
        "section", "table", "tbody", "tfoot", "thead", "title", "tr", "ul",
    ]
    private static let cells: Set = ["td", "th"]
    private static let wordless: Set = ["script", "style"]
    private static let entities: [Substring: Character] = [
        "amp": "&", "apos": "'", "gt": ">", "lt": "<", "nbsp": " ", "quot": "\"",
    ]
    /// Characters of an entity with the marks around it.
    private static let longest = 10

    static func plain(_ page: String) -> String {
        var lines = [""]
        var rest = page[...]
        func add(_ text: Substring) { lines[lines.count - 1] += decoded(text) }
        while let open = rest.firstIndex(of: "<") {
            add(rest[..<open])
            rest = rest[open...].dropFirst()
            guard let next = rest.first, next.isLetter || "/!?".contains(next) else {
                add("<")
                continue
            }
            if rest.hasPrefix("!--") {
                rest = rest.firstRange(of: "-->").map { rest[$0.upperBound...] } ?? ""
                continue
            }
            let name = rest.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
            rest = rest.firstIndex(of: ">").map { rest[$0...].dropFirst() } ?? ""
            if blocks.contains(name) { lines.append("") }
            if cells.contains(name) { add(" ") }
            if wordless.contains(name), next != "/" { rest = end(of: name, in: rest) }
        }
        add(rest)
        return lines.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// A text from the end tag of an element on.
    private static func end(of name: String, in text: Substring) -> Substring {
        var rest = text
        while let open = rest.firstIndex(of: "<") {
            rest = rest[open...]
            if rest.dropFirst().prefix(name.count + 1).lowercased() == "/\(name)" { return rest }
            rest = rest.dropFirst()
        }
        return ""
    }

    private static func decoded(_ text: Substring) -> String {
        var (plain, rest) = ("", text)
        while let mark = rest.firstIndex(of: "&") {
            plain += rest[..<mark]
            rest = rest[mark...].dropFirst()
            if let end = rest.prefix(longest).firstIndex(of: ";"), let character = character(rest[..<end]) {
                plain.append(character)
                rest = rest[end...].dropFirst()
            } else {
                plain.append("&")
            }
        }
        return plain + rest
    }

    /// The character of an entity, by name or by number.
    private static func character(_ entity: Substring) -> Character? {
        guard entity.first == "#" else { return entities[entity] }
        let digits = entity.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        return UInt32(isHexadecimal ? digits.dropFirst() : digits, radix: isHexadecimal ? 16 : 10)
            .flatMap(Unicode.Scalar.init).map(Character.init)
    }
}
