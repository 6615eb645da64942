internal import ExoRows

/// Writes how many rows there were, and nothing of them.
struct CountPrinter: RowPrinter {
    let settings: OutputSettings
    private let output: OutputWriter
    private var count = 0

    init(_ settings: OutputSettings, output: OutputWriter) {
        self.settings = settings
        self.output = output
    }

    var writesAtOnce: Bool { false }

    mutating func print(_ batch: RowBatch) { count += batch.count }

    mutating func finish() throws { try output.line(String(count)) }
}
