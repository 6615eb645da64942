internal import ExoJSON
internal import ExoRows

/// One JSON array: a row a line in a pipe, indented on a terminal.
struct JSONPrinter: RowPrinter {
    private var lines: LinePrinter
    let settings: OutputSettings
    private let output: OutputWriter
    private var columns: RowColumns
    /// Whether a line stands ended behind a row that is not the last.
    private var isBroken = false

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
            let start = lines.isFirst ? "[\n" : isBroken ? "" : ",\n"
            try output.write(Array((start + (isBroken ? ", " + indented.dropFirst(2) : indented)).utf8))
            lines.isFirst = false
            isBroken = false
        }
    }

    mutating func settle() throws { try lines.flush() }

    mutating func breakLine() throws {
        // Where nobody looks at it, what is told goes elsewhere.
        guard settings.isTerminal, !lines.isFirst, !isBroken else { return }
        try output.write([0x0A])
        isBroken = true
    }

    mutating func finish() throws {
        try lines.flush()
        try output.write(Array((lines.isFirst ? "[]\n" : isBroken ? "]\n" : "\n]\n").utf8))
    }
}
