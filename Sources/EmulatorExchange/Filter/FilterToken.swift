/// A word of an OPATH filter.
enum FilterToken: Sendable, Equatable {
    case open
    case close
    /// A word with a dash in front: an operator.
    case dashed(String)
    /// A property name or a value without quotes.
    case word(String)
    /// A value in quotes.
    case quoted(String)

    private static let longest = 131_072

    /// Splits a filter into words.
    ///
    /// - Throws: ``FilterFault`` for a quote that is not closed, and for a filter that is too long.
    static func all(in text: String) throws -> [FilterToken] {
        guard text.utf8.count <= longest else {
            throw FilterFault(message: "Invalid filter syntax. The filter is longer than \(longest) bytes.")
        }
        let characters = Array(text)
        var tokens: [FilterToken] = []
        var place = 0
        while place < characters.count {
            let character = characters[place]
            switch character {
            case "(", "{":
                tokens.append(.open)
                place += 1
            case ")", "}":
                tokens.append(.close)
                place += 1
            case "'", "\"":
                let (value, next) = try quoted(characters, from: place)
                tokens.append(.quoted(value))
                place = next
            case _ where character.isWhitespace:
                place += 1
            default:
                let end = characters[place...].firstIndex { $0.isWhitespace || "(){}'\"".contains($0) }
                let word = String(characters[place..<(end ?? characters.count)])
                let isOperator = word.hasPrefix("-") && word.count > 1 && word.dropFirst().allSatisfy(\.isLetter)
                tokens.append(isOperator ? .dashed(word.dropFirst().lowercased()) : .word(word))
                place = end ?? characters.count
            }
        }
        return tokens
    }

    /// A quoted value; a quote written twice stands for itself.
    private static func quoted(_ characters: [Character], from start: Int) throws -> (String, Int) {
        let quote = characters[start]
        var value = ""
        var place = start + 1
        while place < characters.count {
            if characters[place] == quote {
                guard place + 1 < characters.count, characters[place + 1] == quote else { return (value, place + 1) }
                place += 1
            }
            value.append(characters[place])
            place += 1
        }
        throw FilterFault(message: "Invalid filter syntax. The string starting at position \(start + 1) is not closed.")
    }
}

/// Why a filter was not accepted.
struct FilterFault: Error, Sendable, Equatable {
    var message: String
}
