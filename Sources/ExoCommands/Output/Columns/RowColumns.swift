internal import ExoJSON

/// The columns of a listing, settled by its first row.
struct RowColumns {
    private let selection: ColumnSelection?
    private var settled: [ColumnSelection.Column]?

    /// Takes what `--columns` says; nothing means every property.
    init(_ columns: [String]) { selection = columns.isEmpty ? nil : ColumnSelection(columns) }

    /// The columns for a row and those after it; `nil` for every property.
    mutating func settle(_ names: @autoclosure () throws -> [String]) rethrows -> [ColumnSelection.Column]? {
        guard let selection else { return nil }
        if let settled { return settled }
        let columns = selection.columns(among: try names())
        settled = columns
        return columns
    }

    /// The columns of a row, in their order; what the row lacks is `null`.
    mutating func select(from object: JSONObject) -> JSONObject {
        settle(object.names).map { Self.select($0, from: object) } ?? object
    }

    /// The columns of a row, in their order; what the row lacks is `null`.
    static func select(_ columns: [ColumnSelection.Column], from object: JSONObject) -> JSONObject {
        JSONObject(columns.map { .init(name: $0.label, value: $0.path.value(in: object) ?? .null) })
    }
}
