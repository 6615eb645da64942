internal import ExoJSON
internal import ExoRows

/// One JSON object a line.
struct LinePrinter: RowPrinter {
    /// What stands before the first row.
    var opening: [UInt8] = []
    /// What stands between two rows.
    var separator: [UInt8] = []
    /// Whether no row was written yet.
    var isFirst = true
    private let keepsAnnotations: Bool
    let settings: OutputSettings
    private let output: OutputWriter
    private var columns: RowColumns
    private var buffer: [UInt8] = []

    init(_ settings: OutputSettings, keepsAnnotations: Bool, output: OutputWriter) {
        self.settings = settings
        columns = RowColumns(settings.columns)
        self.keepsAnnotations = keepsAnnotations
        self.output = output
    }

    mutating func print(_ batch: RowBatch) throws {
        try batch.forEach { place in
            let start = buffer.count
            buffer.append(contentsOf: isFirst ? opening : separator)
            do {
                if settings.columns.isEmpty, !settings.isTerminal {
                    try appendPlain(place, of: batch)
                } else {
                    try appendChosen(place, of: batch)
                }
            } catch {
                buffer.removeSubrange(start...)
                throw error
            }
            isFirst = false
            if separator.isEmpty { buffer.append(UInt8(ascii: "\n")) }
            if buffer.count >= OutputWriter.bufferSize { try flush() }
        }
    }

    mutating func settle() throws { try flush() }

    mutating func finish() throws { try flush() }

    mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        try output.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func appendPlain(_ place: Int, of batch: RowBatch) throws {
        guard keepsAnnotations else {
            return try RowScanner.appendWithoutAnnotations(place, of: batch, to: &buffer)
        }
        let start = buffer.count
        buffer.append(contentsOf: batch[place])
        // JSON has line breaks only between its parts, so every one may go.
        guard buffer[start...].contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return }
        let kept = buffer[start...].filter { $0 != 0x0A && $0 != 0x0D }
        buffer.replaceSubrange(start..., with: kept)
    }

    private mutating func appendChosen(_ place: Int, of batch: RowBatch) throws {
        let value = try batch.value(place)
        let row = value.objectValue.map { object in
            JSONValue.object(columns.select(from: keepsAnnotations ? object : object.withoutAnnotations))
        }
        let text = (row ?? value).text()
        buffer.append(contentsOf: (settings.isTerminal ? RowValue.harmlessJSON(text) : text).utf8)
    }
}
