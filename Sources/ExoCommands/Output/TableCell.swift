internal import ExoJSON

/// A value as it stands in a table.
struct TableCell {
    /// What is shown.
    var text: String
    /// Its colour.
    var style: TerminalStyle?
    /// Whether it may stand at the right, as numbers do.
    var isNumeric: Bool

    init(_ value: JSONValue?) {
        text = TerminalText.neutralised(RowValue.text(value))
        style = value.flatMap { TerminalStyle.of($0) }
        switch value {
        case nil, .null, .integer, .unsigned, .double: isNumeric = true
        default: isNumeric = false
        }
    }
}
