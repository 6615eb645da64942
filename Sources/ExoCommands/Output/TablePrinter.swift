internal import ExoJSON
internal import ExoRows

/// Columns for people; their widths are settled by the first rows.
struct TablePrinter: RowPrinter {
    /// How many rows are held back to settle the widths.
    private static let sample = 500
    private static let gap = "  "

    let settings: OutputSettings
    private let noun: String
    private let output: OutputWriter
    private var columns: [String] = []
    private var widths: [Int] = []
    private var numeric: [Bool] = []
    private var held: [[String]] = []
    /// The rows held back, for the case that no table fits.
    private var objects: [JSONObject] = []
    private var isSettled = false
    /// What writes instead where the terminal is too narrow for the columns.
    private var list: ListPrinter?

    init(_ settings: OutputSettings, noun: String, output: OutputWriter) {
        self.settings = settings
        self.noun = noun
        self.output = output
    }

    mutating func print(_ batch: RowBatch) throws {
        try batch.forEach { place in
            let object = try RowValue.object(place, of: batch)
            if columns.isEmpty {
                columns =
                    settings.columns.isEmpty
                    ? DefaultColumns.of(noun: noun, first: object)
                    : ColumnSelection(settings.columns).columns(among: object.names)
                numeric = columns.map { _ in true }
            }
            let selected = RowValue.selected(object, columns)
            if list != nil {
                return try list?.print([Self.record(of: selected)]) ?? ()
            }
            let cells = selected.members.map { TerminalText.neutralised(RowValue.text($0.value)) }
            if isSettled {
                try output.line(line(cells))
            } else {
                for (place, member) in selected.members.enumerated() { note(member.value, place) }
                held.append(cells)
                objects.append(selected)
                if held.count == Self.sample { try begin() }
            }
        }
    }

    mutating func settle() throws { if !isSettled, !held.isEmpty { try begin() } }

    mutating func finish() throws { try settle() }

    private mutating func note(_ value: JSONValue, _ place: Int) {
        switch value {
        case .integer, .unsigned, .double, .null: break
        default: numeric[place] = false
        }
    }

    private mutating func begin() throws {
        isSettled = true
        defer {
            held = []
            objects = []
        }
        let headings = columns.map { TerminalText.neutralised($0) }
        if settings.isTerminal {
            let room = settings.width - Self.gap.count * (headings.count - 1)
            guard let fitted = ColumnWidths(headings: headings, rows: held).fitting(room) else {
                list = ListPrinter(settings, output: output)
                try list?.print(objects.map(Self.record))
                return
            }
            widths = fitted
        } else {
            widths = ColumnWidths(headings: headings, rows: held).natural
        }
        try output.line(styled(line(headings), .heading))
        try output.line(styled(line(widths.map { String(repeating: "-", count: $0) }), .faint))
        for cells in held { try output.line(line(cells)) }
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

    private func styled(_ line: String, _ style: TerminalStyle) -> String {
        settings.hasColor ? style.applied(to: line) : line
    }

    private func line(_ cells: [String]) -> String {
        var text = ""
        for (place, cell) in cells.enumerated() {
            let shown = settings.isTerminal ? TerminalText.cut(cell, to: widths[place]) : cell
            let padding = String(repeating: " ", count: max(0, widths[place] - TerminalText.width(shown)))
            if place > 0 { text += Self.gap }
            if numeric[place] {
                text += padding + shown
            } else {
                text += place == cells.count - 1 ? shown : shown + padding
            }
        }
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
