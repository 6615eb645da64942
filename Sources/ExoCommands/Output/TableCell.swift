internal import ExoJSON

/// A value as it stands in a table.
struct TableCell {
    /// What is shown.
    var text: String
    /// Its colour.
    var style: TerminalStyle?
    /// Whether it may stand at the right, as numbers do.
    var isNumeric: Bool

    init(_ value: JSONValue?, keepingLineBreaks: Bool = false) {
        text = Self.short(TerminalText.neutralised(RowValue.text(value), keepingLineBreaks: keepingLineBreaks))
        style = value.flatMap { TerminalStyle.of($0) }
        switch value {
        case nil, .null, .integer, .unsigned, .double: isNumeric = true
        default: isNumeric = false
        }
    }

    /// A time of the service without the fractions of its second, which take the room of other columns.
    private static func short(_ text: String) -> String {
        guard isExactTime(text.utf8) else { return text }
        return String(text.prefix(19)) + text.dropFirst(27)
    }

    /// Whether a text is a time as the service writes it, `2026-01-31T10:00:00.0000000Z`.
    static func isExactTime(_ text: some Collection<UInt8>) -> Bool {
        guard (27...33).contains(text.count) else { return false }
        for (byte, form) in zip(text, "0000-00-00T00:00:00.0000000".utf8) {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            guard form == UInt8(ascii: "0") ? isDigit : byte == form else { return false }
        }
        let zone = text.dropFirst(27)
        return zone.isEmpty || zone.elementsEqual("Z".utf8)
            || zone.count == 6 && (zone.first == UInt8(ascii: "+") || zone.first == UInt8(ascii: "-"))
    }
}
