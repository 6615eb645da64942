internal import ExoJSON
internal import ExoRows

/// A line for each property and an empty line between rows.
struct ListPrinter: RowPrinter {
    private let settings: OutputSettings
    private let output: OutputWriter
    private var isFirst = true

    init(_ settings: OutputSettings, output: OutputWriter) {
        self.settings = settings
        self.output = output
    }

    mutating func print(_ batch: RowBatch) throws {
        try batch.forEach { place in
            let object = RowValue.selected(try RowValue.object(place, of: batch), settings.columns)
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
