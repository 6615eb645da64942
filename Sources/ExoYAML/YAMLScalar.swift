/// How a text stands in YAML, so that every reader reads it as a text.
enum YAMLScalar {
    /// Styles by libyaml's numbers; it quotes by itself what cannot stand plain.
    enum Style: Int32 {
        case plain = 1
        case singleQuoted = 2
        case doubleQuoted = 3
        case literal = 4
    }

    /// Words that YAML 1.1 reads as a truth value or as nothing.
    private static let words: Set = ["y", "n", "yes", "no", "true", "false", "on", "off", "null"]

    /// The style of a text.
    static func style(of text: String) -> Style {
        if text.utf8.contains(0x0A) {
            return text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0 != "\u{7F}" }
                ? .literal : .doubleQuoted
        }
        return nameStyle(of: text)
    }

    /// The style of the name of a member, which stands on one line.
    static func nameStyle(of text: String) -> Style {
        // Numbers, dates, signs and merge keys do not begin with a letter.
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic || first == "/" || first == "_"
        else {
            return .singleQuoted
        }
        return words.contains(text.lowercased()) ? .singleQuoted : .plain
    }

    /// A number that is no integer; YAML 1.1 wants a point in it.
    static func text(_ number: Double) -> String {
        let text = number.description
        guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }
}
