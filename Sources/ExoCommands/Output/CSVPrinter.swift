internal import ExoJSON
internal import ExoRows

/// RFC 4180 with line feeds; columns as asked for, else those of the first row, else those that are known of the rows.
struct CSVPrinter: RowPrinter {
    let settings: OutputSettings
    private let properties: [String]
    private let output: OutputWriter
    private var reader: ColumnReader?
    private var buffer: [UInt8] = []

    init(_ settings: OutputSettings, properties: [String], output: OutputWriter) {
        self.settings = settings
        self.properties = properties
        self.output = output
    }

    mutating func print(_ batch: RowBatch) throws {
        try batch.forEach { place in
            // Taken out of self while it works, so that its memory is not copied.
            var reader = try reader ?? begin(RowValue.object(place, of: batch).names)
            self.reader = nil
            defer { self.reader = reader }
            if settings.isTerminal {
                try appendHarmless(reader.texts(place, of: batch))
            } else {
                try reader.appendRecord(place, of: batch, to: &buffer)
            }
            if buffer.count >= OutputWriter.bufferSize { try flush() }
        }
    }

    mutating func settle() throws { try flush() }

    mutating func finish() throws {
        if reader == nil, !settings.columns.isEmpty || !properties.isEmpty { reader = begin(properties) }
        try flush()
    }

    private mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        try output.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Settles the columns, with the letter case of the rows, and writes the heading.
    private mutating func begin(_ names: [String]) -> ColumnReader {
        var columns = RowColumns(settings.columns)
        let reader = ColumnReader(columns.names(for: names) ?? names)
        if settings.isTerminal { appendHarmless(reader.names) } else { reader.appendHeader(to: &buffer) }
        return reader
    }

    private mutating func appendHarmless(_ texts: [String]) {
        for (place, text) in texts.enumerated() {
            if place > 0 { buffer.append(UInt8(ascii: ",")) }
            CSVField.append(Array(TerminalText.neutralised(text).utf8), to: &buffer)
        }
        buffer.append(UInt8(ascii: "\n"))
    }
}
