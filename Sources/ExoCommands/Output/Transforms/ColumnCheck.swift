internal import ExoJSON
internal import ExoRows

/// Tells which columns, and what rows are to be ordered by, the first rows do not have, and refuses to go on where there is no
/// column to show.
struct ColumnCheck: RowTransform {
    private let columns: [String]
    private let order: [String]
    private let errors: MessageWriter
    private var isDone = false

    init(_ settings: OutputSettings, _ errors: MessageWriter) {
        columns = settings.columns
        order = settings.order.map(\.path.name)
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
        let wanted = ColumnSelection(columns + order)
        var missing = wanted.unknown(among: names)
        do {
            try batch.forEach { place in
                guard !missing.isEmpty, let row = try batch.value(place).objectValue else { return }
                let known = names.count
                for name in row.names where !names.contains(name) { names.append(name) }
                if names.count > known { missing = wanted.unknown(among: names) }
            }
        } catch is RowError {
            // The printer meets it too, and reports it.
        }
        for name in ColumnSelection(order).unknown(among: names) { warn("sort", name, names) }
        guard !columns.isEmpty else { return }
        let unknown = selection.unknown(among: names)
        for column in unknown where !WildcardPattern.isOne(column) || unknown.count < columns.count {
            warn("columns", column, names)
        }
        guard selection.columns(among: names).isEmpty else { return }
        throw CommandError(
            .usage,
            "--columns: no property fits \(columns.joined(separator: ", ")), so there is nothing to show",
            details: DidYouMean.columns(unknown.first ?? "", among: names.filter { !$0.contains("@") })
        )
    }

    private func warn(_ option: String, _ name: String, _ names: [String]) {
        let question = DidYouMean.lines(name, among: names.filter { !$0.contains("@") }).first
        errors.warning("--\(option): no row has a property \(name)" + (question.map { "; \($0)" } ?? ""))
    }
}
