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
    private var isSettled = false

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
            let cells = selected.members.map { TerminalText.neutralised(RowValue.text($0.value)) }
            if isSettled {
                try output.line(line(cells))
            } else {
                for (place, member) in selected.members.enumerated() { note(member.value, place) }
                held.append(cells)
                if held.count == Self.sample { try settle() }
            }
        }
    }

    mutating func finish() throws { if !isSettled, !columns.isEmpty { try settle() } }

    private mutating func note(_ value: JSONValue, _ place: Int) {
        switch value {
        case .integer, .unsigned, .double, .null: break
        default: numeric[place] = false
        }
    }

    private mutating func settle() throws {
        isSettled = true
        let headings = columns.map { TerminalText.neutralised($0) }
        widths = columns.indices.map { place in
            held.reduce(TerminalText.width(headings[place])) { max($0, TerminalText.width($1[place])) }
        }
        if settings.isTerminal { fit(headings) }
        try output.line(line(headings))
        try output.line(line(widths.map { String(repeating: "-", count: $0) }))
        for cells in held { try output.line(line(cells)) }
        held = []
    }

    /// Takes cells from the widest columns until the line fits.
    private mutating func fit(_ headings: [String]) {
        let room = settings.width - Self.gap.count * (widths.count - 1)
        while widths.reduce(0, +) > room, let widest = widths.max(), widest > 6,
            let place = widths.lastIndex(of: widest)
        {
            widths[place] -= 1
        }
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
