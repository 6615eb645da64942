internal import ExoJSON

/// A stage of a pipeline that makes rows of rows, one after another.
protocol RowStage: Sendable {
    /// Whether it needs no more rows.
    var isSatisfied: Bool { get }

    /// Takes a row and gives those that are ready.
    mutating func take(_ row: JSONValue) throws -> [JSONValue]

    /// Gives what is left after the last row.
    mutating func finish() throws -> [JSONValue]
}

extension RowStage {
    var isSatisfied: Bool { false }
    mutating func finish() -> [JSONValue] { [] }
}
