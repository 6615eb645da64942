internal import ExoJSON
internal import ExoRows

/// One JSON array: a row a line in a pipe, indented on a terminal.
struct JSONPrinter: RowPrinter {
    private var lines: LinePrinter
    let settings: OutputSettings
    private let output: OutputWriter
    private var columns: RowColumns

    init(_ settings: OutputSettings, output: OutputWriter) {
        self.settings = settings
        self.output = output
        columns = RowColumns(settings.columns)
        lines = LinePrinter(settings, keepsAnnotations: false, output: output)
        lines.opening = Array("[\n".utf8)
        lines.separator = Array(",\n".utf8)
    }

    mutating func print(_ batch: RowBatch) throws {
        guard settings.isTerminal || settings.hasColor else { return try lines.print(batch) }
        try batch.forEach { place in
            let value = try batch.value(place)
            let row = value.objectValue.map { JSONValue.object(columns.select(from: $0.withoutAnnotations)) } ?? value
            let indented = "  " + settings.indentedJSON(row, level: 1)
            try output.write(Array((lines.isFirst ? "[\n" + indented : ",\n" + indented).utf8))
            lines.isFirst = false
        }
    }

    mutating func settle() throws { try lines.flush() }

    mutating func finish() throws {
        try lines.flush()
        try output.write(Array((lines.isFirst ? "[]\n" : "\n]\n").utf8))
    }
}
