internal import ExoJSON
internal import ExoRows

/// Values with a delimiter between them (RFC 4180); columns as asked for, else those of the first row, else those that are known
/// of the rows.
struct CSVPrinter: RowPrinter {
    let settings: OutputSettings
    private let dialect: CSVDialect
    private let properties: [String]
    private let output: OutputWriter
    private var columns: [ColumnSelection.Column]?
    /// Takes the cells out of a row's bytes, where no more than that is to be done.
    private var reader: ColumnReader?
    private var buffer: [UInt8] = []

    init(_ settings: OutputSettings, properties: [String], output: OutputWriter) {
        self.settings = settings
        dialect = settings.form == .tsv ? settings.csv.withTabs : settings.csv
        self.properties = properties
        self.output = output
    }

    mutating func print(_ batch: RowBatch) throws {
        try batch.forEach { place in
            let columns = try columns ?? begin(RowValue.object(place, of: batch).names)
            if reader != nil {
                // Taken out of self while it works, so that its memory is not copied.
                var reader = reader
                self.reader = nil
                defer { self.reader = reader }
                try reader?.appendRecord(place, of: batch, to: &buffer)
            } else {
                try append(columns, of: place, of: batch)
            }
            if buffer.count >= OutputWriter.bufferSize { try flush() }
        }
    }

    mutating func settle() throws { try flush() }

    mutating func finish() throws {
        if columns == nil, !settings.columns.isEmpty || !properties.isEmpty { try begin(properties) }
        try flush()
    }

    private mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        try output.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Settles the columns, with the letter case of the rows, and writes the heading.
    ///
    /// - Throws: ``CommandError`` where the text that is added to has a column that the rows have not.
    @discardableResult
    private mutating func begin(_ names: [String]) throws -> [ColumnSelection.Column] {
        var chosen = RowColumns(settings.columns)
        var settled = chosen.settle(names) ?? names.map { .init($0) }
        if let heading = dialect.heading {
            settled = try heading.map { name in
                guard let column = settled.first(where: { $0.label.lowercased() == name.lowercased() }) else {
                    throw CommandError(
                        .usage,
                        "the rows have no \(name), which is a column of the file; nothing was added",
                        repair: "choose the same columns, as in Select-Object \(heading.joined(separator: ","))"
                    )
                }
                return column
            }
        }
        columns = settled
        if dialect.heading == nil {
            buffer += dialect.mark
            append(settled.map(\.label))
        }
        // A line without anything is no record to those who read it.
        if dialect.isPlain, !settings.isTerminal, settled.count > 1, settled.allSatisfy(\.path.steps.isEmpty) {
            reader = ColumnReader(settled.map(\.path.name))
        }
        return settled
    }

    private mutating func append(
        _ columns: [ColumnSelection.Column],
        of place: Int,
        of batch: RowBatch
    ) throws {
        guard let row = try batch.value(place).objectValue else { throw PageError.malformed("a row is not an object") }
        let values = columns.map { $0.path.value(in: row).map(RowValue.withoutAnnotations) }
        guard let reader = dialect.reader else { return append(values.map { Self.text($0) }) }
        let isTime = PowerShellCell.times(of: row, known: dialect.times)
        append(
            zip(columns, values).map { column, value in
                let isTime = isTime(column.path.name)
                return switch reader {
                case .powershell: PowerShellCell.text(value, isTime: isTime)
                case .excel: isTime ? Self.spreadsheetTime(value) : Self.text(value)
                }
            }
        )
    }

    /// The text of a cell for any program, as the reader of columns writes it.
    private static func text(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null: ""
        case .string(let text): text
        case .array(let elements): elements.map { text($0) }.joined(separator: ";")
        case let value?: value.text()
        }
    }

    /// A time as spreadsheets read it.
    private static func spreadsheetTime(_ value: JSONValue?) -> String {
        let text = text(value)
        return WireTime(text)?.spreadsheet ?? text
    }

    private mutating func append(_ cells: [String?]) {
        if cells.count == 1, cells[0]?.isEmpty ?? true, dialect.reader != .powershell {
            buffer += [UInt8(ascii: "\""), UInt8(ascii: "\"")]
            return dialect.appendLineEnd(to: &buffer)
        }
        for (place, cell) in cells.enumerated() {
            if place > 0 { buffer.append(dialect.delimiter) }
            dialect.append(settings.isTerminal ? cell.map { TerminalText.neutralised($0) } : cell, to: &buffer)
        }
        dialect.appendLineEnd(to: &buffer)
    }
}
