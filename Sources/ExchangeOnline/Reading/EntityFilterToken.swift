/// A word of a filter as cmdlets take it.
enum EntityFilterToken: Equatable {
    case open
    case close
    /// A property, a number or `$null`.
    case word(String)
    /// A text, without its quotes.
    case quoted(String)
    /// What stood behind a dash, in small letters.
    case operation(String)

    var isOperator: Bool { if case .operation = self { true } else { false } }

    /// What was written.
    var text: String {
        switch self {
        case .open: "("
        case .close: ")"
        case .word(let text), .quoted(let text): text
        case .operation(let name): "-\(name)"
        }
    }

    private static let operations: Set = [
        "eq", "ne", "gt", "ge", "lt", "le", "like", "notlike", "and", "or", "not", "match", "notmatch", "contains",
        "in",
        "band", "bor", "bnot", "ceq", "ieq", "clike", "ilike",
    ]

    /// Splits a filter into words; a quote written twice stands for itself.
    ///
    /// - Throws: ``BindingError``.
    static func all(in text: String) throws -> [EntityFilterToken] {
        let characters = Array(text)
        var tokens: [EntityFilterToken] = []
        var place = 0
        while place < characters.count {
            let character = characters[place]
            if character.isWhitespace {
                place += 1
            } else if character == "(" || character == ")" {
                tokens.append(character == "(" ? .open : .close)
                place += 1
            } else if character == "'" || character == "\"" {
                tokens.append(.quoted(try quoted(characters, &place)))
            } else {
                let start = place
                while place < characters.count, !characters[place].isWhitespace, !"()'\"".contains(characters[place]) {
                    place += 1
                }
                let word = String(characters[start..<place])
                let name = word.dropFirst().lowercased()
                tokens.append(word.hasPrefix("-") && operations.contains(name) ? .operation(name) : .word(word))
            }
        }
        return tokens
    }

    private static func quoted(_ characters: [Character], _ place: inout Int) throws -> String {
        let quote = characters[place]
        var text = ""
        place += 1
        while place < characters.count {
            let character = characters[place]
            place += 1
            if character == quote {
                guard place < characters.count, characters[place] == quote else { return text }
                place += 1
            }
            text.append(character)
        }
        throw EntityFilter.refusal("a quote has no end")
    }
}
