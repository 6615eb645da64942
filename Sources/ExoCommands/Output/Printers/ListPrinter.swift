internal import ExoJSON
internal import ExoRows

/// A line for each property and an empty line between rows; on a terminal long values wrap below themselves.
struct ListPrinter: RowPrinter {
    let settings: OutputSettings
    private let output: OutputWriter
    private var columns: RowColumns
    private var isFirst = true

    init(_ settings: OutputSettings, output: OutputWriter) {
        self.settings = settings
        columns = RowColumns(settings.columns)
        self.output = output
    }

    mutating func print(_ batch: RowBatch) throws {
        try batch.forEach { place in
            let object = columns.select(from: try RowValue.object(place, of: batch))
            if !isFirst { try output.line("") }
            isFirst = false
            try write(object)
        }
    }

    mutating func finish() {}

    private func write(_ object: JSONObject) throws {
        let names = object.names.map { TerminalText.neutralised($0) }
        let width = names.reduce(0) { max($0, TerminalText.width($1)) }
        for (name, member) in zip(names, object.members) {
            let padding = String(repeating: " ", count: width - TerminalText.width(name))
            let value = TableCell(member.value, keepingLineBreaks: true).text
            let label = settings.hasColor ? TerminalStyle.heading.applied(to: name) : name
            guard !value.isEmpty else {
                try output.line(label + padding + " :")
                continue
            }
            let texts = value.split(separator: "\n", omittingEmptySubsequences: false).map(Self.withoutEnd)
            let (lines, indent) = laidOut(texts, behind: width + 3)
            if indent < width + 3 {
                try output.line(label + padding + " :")
            } else {
                try output.line(label + padding + " : " + styled(lines[0], member.value))
            }
            let margin = String(repeating: " ", count: indent)
            for line in indent < width + 3 ? lines[...] : lines.dropFirst() {
                try output.line(line.isEmpty ? "" : margin + line)
            }
        }
    }

    /// A line without the blanks at its end, such as what is left of the first half of a line break of Windows.
    private static func withoutEnd(_ line: Substring) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return String(line)
    }

    private func styled(_ text: String, _ value: JSONValue) -> String {
        guard settings.hasColor, let style = TerminalStyle.of(value) else { return text }
        return style.applied(to: text)
    }

    /// The lines of a value's texts and how far they are indented: below itself, or nearly at the margin where there is little room.
    private func laidOut(_ texts: [String], behind column: Int) -> (lines: [String], indent: Int) {
        let widest = texts.map { TerminalText.width($0) }.max() ?? 0
        guard settings.isTerminal, column + widest > settings.width else { return (texts, column) }
        let indent = settings.width - column >= 24 ? column : 4
        return (texts.flatMap { TerminalText.wrapped($0, to: max(8, settings.width - indent)) }, indent)
    }
}
