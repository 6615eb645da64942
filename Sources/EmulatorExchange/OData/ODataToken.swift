/// A word of an OData filter.
enum ODataToken: Sendable, Equatable {
    case open
    case close
    case comma
    case colon
    /// A name, an operator, or a value without quotes.
    case word(String)
    /// A value in quotes.
    case quoted(String)

    /// Splits a filter into words.
    ///
    /// - Throws: ``AdminAPIError`` with status 400.
    static func all(in text: String) throws -> [ODataToken] {
        let characters = Array(text.unicodeScalars)
        var tokens: [ODataToken] = []
        var place = 0
        while place < characters.count {
            let character = characters[place]
            switch character {
            case "(": tokens.append(.open)
            case ")": tokens.append(.close)
            case ",": tokens.append(.comma)
            case ":": tokens.append(.colon)
            case "'":
                let (value, end) = try quoted(characters, from: place)
                tokens.append(.quoted(value))
                place = end
            case _ where character.properties.isWhitespace: break
            default:
                let end = characters[place...].firstIndex { isEnd($0, behind: characters[place]) } ?? characters.count
                tokens.append(.word(String(String.UnicodeScalarView(characters[place..<end]))))
                place = end - 1
            }
            place += 1
        }
        return tokens
    }

    /// Whether a word ends here; colons belong to dates.
    private static func isEnd(_ character: Unicode.Scalar, behind first: Unicode.Scalar) -> Bool {
        if character == ":" { return !("0"..."9").contains(first) }
        return character.properties.isWhitespace || "(),'".unicodeScalars.contains(character)
    }

    /// A quoted value and the place of its last quote; a quote written twice stands for itself.
    private static func quoted(_ characters: [Unicode.Scalar], from start: Int) throws -> (String, Int) {
        var value = String.UnicodeScalarView()
        var place = start + 1
        while place < characters.count {
            if characters[place] == "'" {
                guard place + 1 < characters.count, characters[place + 1] == "'" else { return (String(value), place) }
                place += 1
            }
            value.append(characters[place])
            place += 1
        }
        throw AdminAPIError.malformedRequest(
            "There is an unterminated string literal at position \(characters.count) in the filter."
        )
    }
}
