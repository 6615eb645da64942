internal import ExoJSON

/// JSON on several lines in colours: names, texts, numbers and truth values each in theirs.
struct ColoredJSON {
    private var text = ""

    /// The text of a value whose lines after the first are so many levels deep.
    static func text(_ value: JSONValue, level: Int = 0) -> String {
        var writer = ColoredJSON()
        writer.write(value, level)
        return writer.text
    }

    private mutating func write(_ value: JSONValue, _ level: Int) {
        switch value {
        case .object(let object) where !object.isEmpty:
            write(object.members, "{", "}", level) { writer, member in
                writer.text += TerminalStyle.name.applied(to: Self.scalar(.string(member.name))) + ": "
                writer.write(member.value, level + 1)
            }
        case .array(let elements) where !elements.isEmpty:
            write(elements, "[", "]", level) { $0.write($1, level + 1) }
        case .string: text += TerminalStyle.text.applied(to: Self.scalar(value))
        case .null: text += TerminalStyle.faint.applied(to: "null")
        default: text += TerminalStyle.of(value)?.applied(to: value.text()) ?? value.text()
        }
    }

    private mutating func write<Part>(
        _ parts: [Part],
        _ begin: String,
        _ end: String,
        _ level: Int,
        _ body: (inout ColoredJSON, Part) -> Void
    ) {
        text += begin
        for (place, part) in parts.enumerated() {
            text += (place > 0 ? ",\n" : "\n") + String(repeating: "  ", count: level + 1)
            body(&self, part)
        }
        text += "\n" + String(repeating: "  ", count: level) + end
    }

    private static func scalar(_ value: JSONValue) -> String { RowValue.harmlessJSON(value.text()) }
}
