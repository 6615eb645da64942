internal import ExoJSON
internal import ExoRows

/// Columns for people; their widths are settled by the first rows, and hold for the rest.
struct TablePrinter: RowPrinter {
    /// How many rows are held back to settle the widths.
    private static let sample = 500
    private static let gap = "  "

    let settings: OutputSettings
    private let noun: String
    private let output: OutputWriter
    private let errors: MessageWriter?
    private var columns: [ColumnSelection.Column] = []
    private var reader = ColumnReader([])
    private var numeric: [Bool] = []
    private var held: [[TableCell]] = []
    /// What is to be told after so many of them.
    private var notes: [(place: Int, note: RowNote)] = []
    /// The rows held back, for the case that no table fits.
    private var objects: [JSONObject] = []
    /// What lays out rows, once the widths are settled.
    private var line: TableLine?
    private var buffer: [UInt8] = []
    private var rowsOfScreen = 0
    /// What writes instead where the terminal is too narrow for the columns.
    private var list: ListPrinter?

    init(_ settings: OutputSettings, noun: String, output: OutputWriter, errors: MessageWriter? = nil) {
        self.settings = settings
        self.noun = noun
        self.output = output
        self.errors = errors
    }

    mutating func print(_ batch: RowBatch) throws {
        try batch.forEach { place in
            guard let line else { return try hold(try RowValue.object(place, of: batch)) }
            try repeatHeading()
            try append(place, of: batch, line)
            if buffer.count >= OutputWriter.bufferSize { try flush() }
        }
    }

    var writesAtOnce: Bool { line != nil || list != nil }

    mutating func settle() throws {
        if line == nil, list == nil, !held.isEmpty { try begin() }
        try flush()
    }

    mutating func finish() throws { try settle() }

    mutating func hold(_ note: RowNote) -> Bool {
        guard errors != nil, !held.isEmpty else { return false }
        notes.append((held.count, note))
        return true
    }

    /// Tells what belongs before a row that was held back, or behind the last.
    private mutating func tell(before place: Int) throws {
        while let next = notes.first, next.place <= place {
            notes.removeFirst()
            try flush()
            try output.flush()
            errors?.tell(next.note)
        }
    }

    private mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        try output.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Keeps a row until the widths are settled.
    private mutating func hold(_ object: JSONObject) throws {
        if columns.isEmpty { choose(for: object) }
        let selected = RowColumns.select(columns, from: object)
        if list != nil { return try list?.print(RowBatch([Self.record(of: selected)])) ?? () }
        let cells = selected.members.map { TableCell($0.value) }
        for (place, cell) in cells.enumerated() where !cell.isNumeric { numeric[place] = false }
        held.append(cells)
        objects.append(selected)
        if held.count == Self.sample { try begin() }
    }

    private mutating func choose(for object: JSONObject) {
        columns =
            settings.columns.isEmpty
            ? DefaultColumns.of(noun: noun, first: object).map { .init($0) }
            : ColumnSelection(settings.columns).columns(among: object.names)
        numeric = columns.map { _ in true }
        reader = ColumnReader(columns.map(\.path.name))
    }

    private mutating func append(_ place: Int, of batch: RowBatch, _ line: TableLine) throws {
        let start = buffer.count
        do {
            try reader.forEachCell(place, of: batch) { column, value in
                if columns[column].path.steps.isEmpty {
                    line.append(value, column, to: &buffer)
                } else {
                    let below = columns[column].path.value(below: TableLine.decoded(value))
                    line.append(TableCell(below), column, to: &buffer)
                }
            }
        } catch {
            buffer.removeSubrange(start...)
            throw error
        }
        line.end(from: start, &buffer)
    }

    /// Settles the widths and writes the rows that were held back.
    private mutating func begin() throws {
        defer {
            held = []
            objects = []
        }
        let headings = columns.map { TerminalText.neutralised($0.label) }
        let sizes = ColumnWidths(headings: headings, rows: held.map { $0.map(\.text) })
        var widths = sizes.natural
        if settings.isTerminal {
            let room = settings.width - Self.gap.count * (headings.count - 1)
            guard let fitted = sizes.fitting(room) else {
                list = ListPrinter(settings.withoutColumns, output: output)
                for (place, object) in objects.enumerated() {
                    try tell(before: place)
                    try list?.print(RowBatch([Self.record(of: object)]))
                }
                return try tell(before: held.count)
            }
            widths = fitted
        }
        let line = TableLine(widths: widths, numeric: numeric, cuts: settings.isTerminal, hasColor: settings.hasColor)
        self.line = line
        appendHeading(headings, line)
        for (place, cells) in held.enumerated() {
            try tell(before: place)
            try repeatHeading()
            let start = buffer.count
            for (column, cell) in cells.enumerated() { line.append(cell, column, to: &buffer) }
            line.end(from: start, &buffer)
        }
        try tell(before: held.count)
        try flush()
    }

    /// Writes the heading again when it has left the screen.
    private mutating func repeatHeading() throws {
        guard let limit = settings.rowsOfScreen, let line else { return }
        if rowsOfScreen >= limit { appendHeading(columns.map { TerminalText.neutralised($0.label) }, line) }
        rowsOfScreen += 1
    }

    private mutating func appendHeading(_ headings: [String], _ line: TableLine) {
        rowsOfScreen = 0
        append(headings, .heading, line)
        append(line.widths.map { String(repeating: "-", count: $0) }, .faint, line)
    }

    private mutating func append(_ texts: [String], _ style: TerminalStyle, _ line: TableLine) {
        var text: [UInt8] = []
        for (place, cell) in texts.enumerated() { line.append(TableCell(.string(cell)), place, to: &text) }
        line.end(from: 0, &text)
        guard settings.hasColor else { return buffer.append(contentsOf: text) }
        buffer.append(contentsOf: style.bounds.begin)
        buffer.append(contentsOf: text.dropLast())
        buffer.append(contentsOf: style.bounds.end)
        buffer.append(0x0A)
    }

    /// The row for a list: a mark without a heading stands before the value behind it.
    private static func record(of row: JSONObject) -> JSONObject {
        var mark = ""
        var record = JSONObject()
        for member in row.members {
            if member.name.isEmpty {
                mark = RowValue.text(member.value)
            } else {
                record[member.name] = mark.isEmpty ? member.value : .string("\(mark) \(RowValue.text(member.value))")
                mark = ""
            }
        }
        return record
    }
}
