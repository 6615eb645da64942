internal import ExoJSON
internal import ExoRows

/// One JSON array: a row a line in a pipe, indented on a terminal.
struct JSONPrinter: RowPrinter {
    private var lines: LinePrinter
    private let settings: OutputSettings
    private let output: OutputWriter
    private var isFirst = true

    init(_ settings: OutputSettings, output: OutputWriter) {
        self.settings = settings
        self.output = output
        lines = LinePrinter(settings, keepsAnnotations: false, output: output)
        lines.separator = Array(",\n".utf8)
    }

    mutating func print(_ batch: RowBatch) throws {
        guard !batch.isEmpty else { return }
        if isFirst { try output.write(Array("[\n".utf8)) }
        isFirst = false
        guard settings.isTerminal else { return try lines.print(batch) }
        try batch.forEach { place in
            let object = RowValue.selected(try RowValue.object(place, of: batch), settings.columns)
            let text = RowValue.harmlessJSON(JSONValue.object(object).text(indented: true))
            let indented = text.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
            try output.write(Array((lines.isFirst ? indented : ",\n" + indented).utf8))
            lines.isFirst = false
        }
    }

    mutating func finish() throws {
        try lines.flush()
        try output.write(Array((isFirst ? "[]\n" : "\n]\n").utf8))
    }
}
