/// The words of an HTML page, as a proxy or a front door sends it in place of a reply.
enum HTMLText {
    private static let entities = [
        "&nbsp;": " ", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&amp;": "&",
    ]

    /// The text outside tags, scripts and styles.
    static func text(of page: String) -> String {
        var text = ""
        var rest = page[...]
        while let open = rest.firstIndex(of: "<") {
            text += rest[..<open] + " "
            rest = rest[open...]
            if let skipped = ["script", "style"].first(where: { rest.dropFirst().lowercased(upTo: 8).hasPrefix($0) }) {
                rest = after("</\(skipped)", in: rest)
            }
            guard let close = rest.firstIndex(of: ">") else { return decoded(text) }
            rest = rest[rest.index(after: close)...]
        }
        return decoded(text + rest)
    }

    private static func after(_ tag: String, in text: Substring) -> Substring {
        var rest = text.dropFirst()
        while let open = rest.firstIndex(of: "<") {
            rest = rest[open...]
            if rest.lowercased(upTo: tag.count).hasPrefix(tag) { return rest }
            rest = rest.dropFirst()
        }
        return rest
    }

    private static func decoded(_ text: String) -> String {
        guard text.contains("&") else { return text }
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            rest = rest[start...]
            if let entity = entities.first(where: { rest.hasPrefix($0.key) }) {
                result += entity.value
                rest = rest.dropFirst(entity.key.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result + rest
    }
}

extension Substring {
    fileprivate func lowercased(upTo length: Int) -> String { prefix(length).lowercased() }
}
