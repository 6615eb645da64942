internal import ExoJSON
internal import ExoRows

/// Tells which columns the first rows do not have, and refuses to go on where there is none to show.
struct ColumnCheck: RowTransform {
    private let columns: [String]
    private let errors: MessageWriter
    private var isDone = false

    init(_ columns: [String], _ errors: MessageWriter) {
        self.columns = columns
        self.errors = errors
    }

    mutating func pass(_ batch: RowBatch) throws -> RowBatch {
        if !isDone { try check(batch) }
        isDone = true
        return batch
    }

    private func check(_ batch: RowBatch) throws {
        let selection = ColumnSelection(columns)
        var names: [String] = []
        var unknown = selection.unknown(among: names)
        do {
            try batch.forEach { place in
                guard !unknown.isEmpty, let row = try batch.value(place).objectValue else { return }
                let known = names.count
                for name in row.names where !names.contains(name) { names.append(name) }
                if names.count > known { unknown = selection.unknown(among: names) }
            }
        } catch is RowError {
            // The printer meets it too, and reports it.
        }
        for column in unknown where !WildcardPattern.isOne(column) || unknown.count < columns.count {
            let question = DidYouMean.lines(column, among: names.filter { !$0.contains("@") }).first
            errors.warning("--columns: no row has a property \(column)" + (question.map { "; \($0)" } ?? ""))
        }
        guard selection.columns(among: names).isEmpty else { return }
        throw CommandError(
            .usage,
            "--columns: no property fits \(columns.joined(separator: ", ")), so there is nothing to show",
            details: ["there are \(names.filter { !$0.contains("@") }.joined(separator: ", "))"]
        )
    }
}
