extension GraphFilter {
    /// Holds every literal against the type of the property that it is compared with.
    ///
    /// - Throws: ``GraphError`` in the words of OData's library.
    func checkTypes(_ shape: GraphShape) throws {
        switch self {
        case .compare(let path, let comparison, let literal): try Self.check(path, comparison, literal, shape)
        case .isIn(let path, let literals):
            for literal in literals { try Self.check(path, .equal, literal, shape) }
        // Elements of collections are not properties of the shape.
        case .elements: break
        case .and(let parts), .or(let parts): for part in parts { try part.checkTypes(shape) }
        case .not(let inner): try inner.checkTypes(shape)
        }
    }

    private static func check(
        _ path: [String],
        _ comparison: Comparison,
        _ literal: Literal,
        _ shape: GraphShape
    ) throws {
        guard path.count == 1, let property = path.first.map(shape.propertyType), let type = literal.type else {
            return
        }
        guard let kind = comparison.operatorKind else {
            guard property == .string, type == .string else {
                throw GraphError.badRequest(
                    """
                    Invalid filter clause: No function signature for the function with name '\(comparison.rawValue)' \
                    matches the specified arguments. The function signatures considered are: \
                    \(comparison.rawValue)(Edm.String Nullable=true, Edm.String Nullable=true).
                    """
                )
            }
            return
        }
        guard property == type else {
            throw GraphError.badRequest(
                """
                Invalid filter clause: A binary operator with incompatible types was detected. Found operand types \
                '\(property.rawValue)' and '\(type.rawValue)' for operator kind '\(kind)'.
                """
            )
        }
    }
}

extension GraphFilter.Comparison {
    /// OData's name of the operator; `nil` for functions.
    fileprivate var operatorKind: String? {
        switch self {
        case .equal: "Equal"
        case .notEqual: "NotEqual"
        case .greater: "GreaterThan"
        case .greaterOrEqual: "GreaterThanOrEqual"
        case .less: "LessThan"
        case .lessOrEqual: "LessThanOrEqual"
        case .startsWith, .endsWith, .contains, .hasWord: nil
        }
    }
}
