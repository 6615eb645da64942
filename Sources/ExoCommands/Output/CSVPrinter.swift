internal import ExoJSON
internal import ExoRows

/// RFC 4180 with line feeds; columns as asked for, else those of the first row.
struct CSVPrinter: RowPrinter {
    private let settings: OutputSettings
    private let output: OutputWriter
    private var reader: ColumnReader?
    private var buffer: [UInt8] = []

    init(_ settings: OutputSettings, output: OutputWriter) {
        self.settings = settings
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

    mutating func finish() throws {
        if reader == nil, !settings.columns.isEmpty { reader = begin([]) }
        try flush()
    }

    private mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        try output.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Settles the columns, with the letter case of the rows, and writes the heading.
    private mutating func begin(_ names: [String]) -> ColumnReader {
        let wanted = settings.columns.map { column in names.first { $0.lowercased() == column.lowercased() } ?? column }
        let reader = ColumnReader(wanted.isEmpty ? names : wanted)
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
