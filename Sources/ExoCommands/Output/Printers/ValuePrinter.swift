internal import ExoJSON
internal import ExoRows

/// A value a line, as `jq -r -c` writes them: texts as they are, everything else as JSON.
struct ValuePrinter: RowPrinter {
    let settings: OutputSettings
    private let output: OutputWriter

    init(_ settings: OutputSettings, output: OutputWriter) {
        self.settings = settings
        self.output = output
    }

    mutating func print(_ batch: RowBatch) throws {
        try batch.forEach { place in
            var line = Array(batch[place])
            if line.first == UInt8(ascii: "\"") {
                let text = try batch.value(place).stringValue ?? ""
                let shown = settings.isTerminal ? TerminalText.neutralised(text, keepingLineBreaks: true) : text
                line = Array(shown.utf8)
            } else if settings.isTerminal {
                line = Array(RowValue.harmlessJSON(String(decoding: line, as: UTF8.self)).utf8)
            }
            line.append(UInt8(ascii: "\n"))
            try output.write(line)
        }
    }

    mutating func finish() {}
}
