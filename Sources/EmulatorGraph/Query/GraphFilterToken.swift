/// The words of a `$filter`.
enum GraphFilterToken: Sendable, Equatable {
    /// A name, an operator or a bare literal.
    case word(String)
    /// A text in quotes, without them.
    case text(String)
    case open, close, comma, colon

    /// Splits a filter.
    ///
    /// - Throws: ``GraphError`` for a text without its end or a character that belongs nowhere.
    static func split(_ filter: String) throws -> [GraphFilterToken] {
        var tokens: [GraphFilterToken] = []
        var rest = filter[...]
        while let character = rest.first {
            switch character {
            case " ", "\t": rest.removeFirst()
            case "(", ")", ",", ":":
                rest.removeFirst()
                tokens.append(character == "(" ? .open : character == ")" ? .close : character == "," ? .comma : .colon)
            case "'": tokens.append(.text(try text(&rest)))
            default:
                let word = rest.prefix { !" \t(),:'".contains($0) }
                let whole = date(rest) ?? word
                tokens.append(.word(String(whole)))
                rest = rest.dropFirst(whole.count)
            }
        }
        return tokens
    }

    private static func text(_ rest: inout Substring) throws -> String {
        rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            guard character == "'" else {
                text.append(character)
                continue
            }
            guard rest.first == "'" else { return text }
            rest.removeFirst()
            text.append("'")
        }
        throw GraphError.badRequest("Invalid filter clause: a text has no end.")
    }

    /// A date, whose colons separate nothing.
    private static func date(_ rest: Substring) -> Substring? {
        let candidate = rest.prefix { !" \t(),'".contains($0) }
        return candidate.contains("-") && candidate.contains("T") && GraphDate.parse(String(candidate)) != nil
            ? candidate : nil
    }
}
