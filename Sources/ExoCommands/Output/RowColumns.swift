internal import ExoJSON

/// The columns of a listing, settled by its first row.
struct RowColumns {
    private let selection: ColumnSelection?
    private var settled: [String]?

    /// Takes what `--columns` says; nothing means every property.
    init(_ columns: [String]) { selection = columns.isEmpty ? nil : ColumnSelection(columns) }

    /// The names of the columns for a row and those after it; `nil` for every property.
    mutating func names(for names: [String]) -> [String]? {
        guard let selection else { return nil }
        if let settled { return settled }
        let columns = selection.columns(among: names)
        settled = columns
        return columns
    }

    /// The properties of a row that are columns, in their order; one that the row lacks is `null`.
    mutating func select(from object: JSONObject) -> JSONObject {
        names(for: object.names).map { RowValue.selected(object, $0) } ?? object
    }
}
