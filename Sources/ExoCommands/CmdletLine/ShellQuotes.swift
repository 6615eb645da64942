/// Quotes for texts that a person is to paste.
enum ShellQuotes {
    /// A text as one word of a Unix shell.
    static func word(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                byte > 0x7F
                    || "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+.,:/@%".utf8.contains(byte)
            }
        if isPlain { return text }
        if !text.contains("'") { return "'\(text)'" }
        // An exclamation mark in double quotes would be a line of the shell's history.
        guard !text.contains("!") else { return "'\(text.replacing("'", with: "'\\''"))'" }
        let escaped = text.reduce(into: "") { result, character in
            if "\\\"$`".contains(character) { result.append("\\") }
            result.append(character)
        }
        return "\"\(escaped)\""
    }

    /// A text as one word that stands in one line, for advice: bash and zsh know `$'…'`.
    static func wordOfOneLine(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return word(text) }
        let escaped = text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\\", "'": result += "\\\(scalar)"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return "$'\(escaped)'"
    }

    /// A text in PowerShell's single quotes.
    static func powerShell(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
}
