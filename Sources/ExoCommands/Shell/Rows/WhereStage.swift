internal import ExoJSON

/// `Where-Object`: lets rows pass that fit.
struct WhereStage: RowStage {
    let condition: RowCondition

    func take(_ row: JSONValue) throws -> [JSONValue] { try condition.holds(for: row) ? [row] : [] }
}
