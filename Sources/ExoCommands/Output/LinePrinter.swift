internal import ExchangeOnline
internal import ExoJSON

/// One JSON object a line.
struct LinePrinter: RowPrinter {
    /// What stands between two rows.
    var separator: [UInt8] = []
    /// Whether no row was written yet.
    var isFirst = true
    private let keepsAnnotations: Bool
    private let settings: OutputSettings
    private let output: OutputWriter
    private var buffer: [UInt8] = []

    init(_ settings: OutputSettings, keepsAnnotations: Bool, output: OutputWriter) {
        self.settings = settings
        self.keepsAnnotations = keepsAnnotations
        self.output = output
    }

    mutating func print(_ bytes: [UInt8], rows: [Range<Int>]) throws {
        for row in rows {
            if !isFirst { buffer.append(contentsOf: separator) }
            isFirst = false
            if settings.columns.isEmpty, !settings.isTerminal {
                try appendPlain(bytes, row)
            } else {
                try appendChosen(bytes[row])
            }
            if separator.isEmpty { buffer.append(UInt8(ascii: "\n")) }
            if buffer.count >= OutputWriter.bufferSize { try flush() }
        }
    }

    mutating func finish() throws { try flush() }

    mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        try output.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func appendPlain(_ bytes: [UInt8], _ row: Range<Int>) throws {
        guard keepsAnnotations else {
            return try RowScanner.appendWithoutAnnotations(row, of: bytes, to: &buffer)
        }
        let start = buffer.count
        buffer.append(contentsOf: bytes[row])
        // JSON has line breaks only between its parts, so every one may go.
        guard buffer[start...].contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return }
        let kept = buffer[start...].filter { $0 != 0x0A && $0 != 0x0D }
        buffer.replaceSubrange(start..., with: kept)
    }

    private mutating func appendChosen(_ row: ArraySlice<UInt8>) throws {
        var object = JSONObject()
        if keepsAnnotations, case .object(let whole) = try JSONValue(parsing: row) {
            object = whole
        } else {
            object = try RowValue.object(row)
        }
        let text = JSONValue.object(RowValue.selected(object, settings.columns)).text()
        buffer.append(contentsOf: (settings.isTerminal ? RowValue.harmlessJSON(text) : text).utf8)
    }
}
