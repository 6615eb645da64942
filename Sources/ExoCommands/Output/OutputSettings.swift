/// What the command line says about output.
package struct OutputSettings: Sendable {
    /// The form.
    package var form: OutputForm
    /// The columns wanted, in order, as `--columns` has them; empty means the usual ones or all.
    package var columns: [String]
    /// Whether the reader is a terminal, where texts must be harmless and JSON is indented.
    package var isTerminal: Bool
    /// The width of that terminal.
    package var width: Int
    /// After how many rows the heading of a table is written again; `nil` for never.
    package var rowsOfScreen: Int?
    /// Whether headings are set off, and values coloured by their type.
    package var hasColor = false
    /// Whether the command line itself says how to write.
    package var isAsked = false
    /// Whether nothing says which form, so that it is the usual one of the output.
    package var isFormOpen = false
    /// How CSV is written.
    package var csv = CSVDialect()
    /// What rows are ordered by.
    package var order: [RowSorter.Key] = []
    /// The most rows that are written.
    package var limit: Int?
    /// Whether the number of rows is written instead of them.
    package var isCount = false
    /// The program of jq that makes rows of rows.
    package var jq: String?
    /// Whether jq sees what the service wrote beside the properties.
    package var jqSeesAnnotations = false
    /// Whether what jq gives is written as `jq -r -c` writes it, since no form was asked for.
    package var isPlainJQ = false

    package init(form: OutputForm, columns: [String] = [], isTerminal: Bool = false, width: Int = 80) {
        self.form = form
        self.columns = columns
        self.isTerminal = isTerminal
        self.width = width
    }

    /// The properties that are needed to write the rows; `nil` where it may be any.
    package var neededProperties: [String]? {
        guard !columns.isEmpty, form != .raw, let sources = ColumnSelection(columns).sources else { return nil }
        return order.reduce(into: sources) { names, key in
            if !names.contains(where: { $0.lowercased() == key.path.name.lowercased() }) { names.append(key.path.name) }
        }
    }
}
