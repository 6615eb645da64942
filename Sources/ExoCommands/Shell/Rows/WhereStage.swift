internal import ExoJSON

/// `Where-Object`: lets rows pass that fit.
struct WhereStage: RowStage {
    let condition: RowCondition
    /// Whether rows are a file's, where nothing in a cell is an empty text to the condition.
    var isOfCells = false

    func take(_ row: JSONValue) throws -> [JSONValue] {
        try condition.holds(for: isOfCells ? Self.withTexts(row) : row) ? [row] : []
    }

    private static func withTexts(_ row: JSONValue) -> JSONValue {
        guard let members = row.objectValue?.members else { return row }
        return .object(JSONObject(members.map { .init(name: $0.name, value: $0.value.isNull ? "" : $0.value) }))
    }
}
