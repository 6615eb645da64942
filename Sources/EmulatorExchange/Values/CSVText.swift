/// The rows of a CSV file.
struct CSVText: Sendable {
    /// The fields of each row without the blanks around them; rows of which nothing is written are left out.
    let rows: [[String]]
    /// Whether the text ends before the quotes of its last field do.
    let isCutOff: Bool

    /// Reads a text: a field in quotes may have commas, ends of lines, and quotes, which stand twice.
    init(_ text: String) {
        var rows: [[String]] = []
        var row: [String] = []
        var field = ""
        var isQuoted = false
        // A mark of the order of bytes may stand before the first name.
        var characters = text.drop { $0 == "\u{FEFF}" }.makeIterator()
        var next = characters.next()
        while let character = next {
            next = characters.next()
            switch character {
            case "\"" where isQuoted && next == "\"":
                field.append(character)
                next = characters.next()
            case "\"" where isQuoted: isQuoted = false
            case "\"" where field.allSatisfy(\.isWhitespace): (field, isQuoted) = ("", true)
            case "," where !isQuoted:
                row.append(field.trimmingBlanks)
                field = ""
            case _ where !isQuoted && character.isNewline:
                rows.append(row + [field.trimmingBlanks])
                (row, field) = ([], "")
            default: field.append(character)
            }
        }
        isCutOff = isQuoted
        self.rows = (rows + [row + [field.trimmingBlanks]]).filter { $0 != [""] }
    }
}

extension CSVText {
    /// Fields as a row.
    static func line(_ fields: [String]) -> String {
        fields.map { field in
            let isPlain = !field.contains { $0 == "," || $0 == "\"" || $0.isNewline }
            return isPlain ? field : "\"\(field.replacing("\"", with: "\"\""))\""
        }.joined(separator: ",")
    }
}
