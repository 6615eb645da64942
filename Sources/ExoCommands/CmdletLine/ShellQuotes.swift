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
        // Advice is lines, and a word of several would be none that can be pasted.
        guard !text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return "$'\(escapedInOneLine(text))'" }
        if !text.contains("'") { return "'\(text)'" }
        // An exclamation mark in double quotes would be a line of the shell's history.
        guard !text.contains("!") else { return "'\(text.replacing("'", with: "'\\''"))'" }
        let escaped = text.reduce(into: "") { result, character in
            if "\\\"$`".contains(character) { result.append("\\") }
            result.append(character)
        }
        return "\"\(escaped)\""
    }

    private static func escapedInOneLine(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\\", "'": result += "\\\(scalar)"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    /// A text in PowerShell's single quotes.
    static func powerShell(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
}
