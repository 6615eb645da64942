/// Names of columns in an option, with commas between: one with a comma in it stands in double quotes, as it does in CSV.
enum ColumnNames {
    /// The entries of an option; one that is given twice comes as two lines.
    static func entries(_ text: String) -> [Substring] {
        var isQuoted = false
        // Quotes begin a name, which a comma or an equals sign stands before; others are its own.
        var mayBegin = true
        return text.split { character in
            if character == "\"", isQuoted || mayBegin {
                isQuoted.toggle()
            } else if !isQuoted, !character.isWhitespace || character == "\n" {
                mayBegin = [",", "=", "\n"].contains(character)
            }
            return !isQuoted && (character == "," || character == "\n")
        }
    }

    /// A name without the quotes around it.
    static func unquoted(_ name: String) -> String {
        guard name.count > 1, name.hasPrefix("\""), name.hasSuffix("\"") else { return name }
        return String(name.dropFirst().dropLast()).replacing("\"\"", with: "\"")
    }

    /// A name as an option takes it.
    static func quoted(_ name: String) -> String {
        let isSafe = !name.contains { $0 == "," || $0.isNewline } && !name.hasPrefix("\"")
        return isSafe ? name : "\"\(name.replacing("\"", with: "\"\""))\""
    }
}
