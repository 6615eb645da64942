internal import ExoJSON
internal import ExoRows

/// A line for each property and an empty line between rows.
struct ListPrinter: RowPrinter {
    let settings: OutputSettings
    private let output: OutputWriter
    private var columns: RowColumns
    private var isFirst = true

    init(_ settings: OutputSettings, output: OutputWriter) {
        self.settings = settings
        columns = RowColumns(settings.columns)
        self.output = output
    }

    mutating func print(_ batch: RowBatch) throws {
        try batch.forEach { place in
            let object = columns.select(from: try RowValue.object(place, of: batch))
            if !isFirst { try output.line("") }
            isFirst = false
            let names = object.names.map { TerminalText.neutralised($0) }
            let width = names.reduce(0) { max($0, TerminalText.width($1)) }
            for (name, member) in zip(names, object.members) {
                let padding = String(repeating: " ", count: width - TerminalText.width(name))
                let value = TerminalText.neutralised(RowValue.text(member.value))
                try output.line(value.isEmpty ? name + padding + " :" : name + padding + " : " + value)
            }
        }
    }

    mutating func finish() {}
}
