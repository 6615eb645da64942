internal import ExoJSON

/// What `Where-Object` holds rows against.
indirect enum RowCondition: Sendable {
    case comparison(Operand, RowOperator, Operand)
    case truth(Operand)
    case not(RowCondition)
    case both(RowCondition, RowCondition)
    case either(RowCondition, RowCondition)

    /// How many comparisons may be joined, so that no line is deep enough to exhaust the stack.
    static let mostJoined = 500

    /// One side of a comparison.
    enum Operand: Sendable {
        case property(PropertyPath)
        case literal(JSONValue)

        /// The property, where it is one.
        var path: PropertyPath? {
            switch self {
            case .property(let path): path
            case .literal: nil
            }
        }

        func value(of row: JSONValue) -> JSONValue {
            switch self {
            case .property(let path): path.value(of: row)
            case .literal(let value): value
            }
        }
    }

    /// The properties that it looks at.
    var paths: [PropertyPath] {
        switch self {
        case .comparison(let left, _, let right): [left.path, right.path].compactMap(\.self)
        case .truth(let operand): [operand.path].compactMap(\.self)
        case .not(let condition): condition.paths
        case .both(let left, let right), .either(let left, let right): left.paths + right.paths
        }
    }

    /// Whether a row fits.
    func holds(for row: JSONValue) throws -> Bool {
        switch self {
        case .comparison(let left, let comparison, let right):
            try comparison.holds(left.value(of: row), right.value(of: row))
        case .truth(let operand): Self.isTrue(operand.value(of: row))
        case .not(let condition): try !condition.holds(for: row)
        case .both(let left, let right): try left.holds(for: row) && right.holds(for: row)
        case .either(let left, let right): try left.holds(for: row) || right.holds(for: row)
        }
    }

    /// Whether PowerShell takes a value for true.
    private static func isTrue(_ value: JSONValue) -> Bool {
        switch value {
        case .null: false
        case .bool(let flag): flag
        case .integer(let number): number != 0
        case .unsigned(let number): number != 0
        case .double(let number): number != 0
        case .string(let text): !text.isEmpty
        case .array(let elements): elements.count > 1 || elements.first.map(isTrue) ?? false
        case .object: true
        }
    }
}
