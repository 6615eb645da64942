import ExoJSON

/// Reads a `$search`.
enum GraphSearch {
    /// `"displayName:abc"`, several of them joined by AND or OR.
    static func filter(_ text: String) throws -> GraphFilter {
        let malformed = GraphError.badRequest("Syntax error: the $search clause is not valid.")
        var rest = text[...]
        var found: GraphFilter?
        var word = "and"
        for _ in 0..<20 {
            rest = rest.drop { $0 == " " }
            guard rest.popFirst() == "\"" else { throw malformed }
            let part = rest.prefix { $0 != "\"" }
            rest = rest.dropFirst(part.count + 1).drop { $0 == " " }
            guard let colon = part.firstIndex(of: ":"), colon > part.startIndex else { throw malformed }
            let wanted = String(part[part.index(after: colon)...]).drop { $0 == " " }
            let one = GraphFilter.compare(path: [String(part[..<colon])], .hasWord, .text(String(wanted)))
            found = found.map { word == "or" ? .or([$0, one]) : .and([$0, one]) } ?? one
            guard !rest.isEmpty else { return found ?? one }
            word = rest.prefix { $0 != " " }.lowercased()
            guard ["and", "or"].contains(word) else { throw malformed }
            rest = rest.dropFirst(word.count)
        }
        throw malformed
    }

    /// Whether each word of what is looked for begins a word of a text; both in small letters.
    static func hasWord(_ text: String, _ wanted: String) -> Bool {
        let words = split(text)
        let parts = split(wanted)
        return !parts.isEmpty
            && (text.hasPrefix(wanted) || parts.allSatisfy { part in words.contains { $0.hasPrefix(part) } })
    }

    private static func split(_ text: String) -> [Substring] { text.split { !$0.isLetter && !$0.isNumber } }
}
