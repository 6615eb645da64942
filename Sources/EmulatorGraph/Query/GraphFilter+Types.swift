extension GraphFilter {
    /// What a path of names in a filter leads to.
    private indirect enum Operand {
        case value(GraphPrimitive)
        /// A value with members, or the object itself.
        case members(GraphType)
        case collection(Operand)
        /// A value of which nothing is declared.
        case undeclared

        init(_ member: GraphMember) {
            let one: Operand =
                if let primitive = member.primitive { .value(primitive) } else {
                    GraphModel.published.type(member.type).map(Operand.members) ?? .undeclared
                }
            self = member.isCollection ? .collection(one) : one
        }

        /// The name that OData's library gives the type.
        var name: String {
            switch self {
            case .value(let primitive): primitive.rawValue
            case .members(let type): type.fullName
            case .collection(let inner): "Collection(\(inner.name))"
            case .undeclared: "Edm.Untyped"
            }
        }
    }

    /// The filter with names as the type writes them, and every literal held against the type of what it is compared with.
    ///
    /// - Throws: ``GraphError`` in the words of OData's library.
    func bound(to type: GraphType) throws -> GraphFilter { try bound(to: .members(type)) }

    private func bound(to place: Operand) throws -> GraphFilter {
        switch self {
        case .compare(let path, let comparison, let literal):
            let (path, operand) = try Self.follow(path, from: place)
            if case .collection(let element) = operand, comparison == .hasWord {
                return .elements(path: path, isAll: false, try Self.search(literal).bound(to: element))
            }
            try Self.check(operand, comparison, literal)
            return .compare(path: path, comparison, literal)
        case .isIn(let path, let literals):
            let (path, operand) = try Self.follow(path, from: place)
            for literal in literals { try Self.check(operand, .equal, literal) }
            return .isIn(path: path, literals)
        case .elements(let path, let isAll, let inner):
            let (path, operand) = try Self.follow(path, from: place)
            let element: Operand
            switch operand {
            case .collection(let inner): element = inner
            case .undeclared: element = .undeclared
            default:
                throw GraphError.badRequest(
                    "Invalid filter clause: any and all need a collection, and '\(path.joined(separator: "/"))' is none."
                )
            }
            return .elements(path: path, isAll: isAll, try inner?.bound(to: element))
        case .and(let parts): return .and(try parts.map { try $0.bound(to: place) })
        case .or(let parts): return .or(try parts.map { try $0.bound(to: place) })
        case .not(let inner): return .not(try inner.bound(to: place))
        }
    }

    private static func search(_ literal: Literal) -> GraphFilter { .compare(path: [], .hasWord, literal) }

    private static func follow(_ path: [String], from place: Operand) throws -> ([String], Operand) {
        var names: [String] = []
        var place = place
        for name in path {
            switch place {
            case .undeclared: names.append(name)
            case .collection where name == count:
                names.append(name)
                place = .value(.number)
            case .members(let type):
                if let member = type.member(name), member.kind != .operation {
                    guard member.kind == .property else {
                        throw GraphError.unsupportedQuery("Filtering by '\(member.name)' is not supported.")
                    }
                    names.append(member.name)
                    place = Operand(member)
                } else {
                    guard type.isOpen else { throw unknown(name, place) }
                    names.append(name)
                    place = .undeclared
                }
            case .value, .collection: throw unknown(name, place)
            }
        }
        return (names, place)
    }

    private static func unknown(_ name: String, _ place: Operand) -> GraphError {
        .badRequest(
            "Invalid filter clause: Could not find a property named '\(name.prefix(100))' on type '\(place.name)'."
        )
    }

    private static func check(_ operand: Operand, _ comparison: Comparison, _ literal: Literal) throws {
        guard let type = literal.type else { return }
        if case .undeclared = operand { return }
        guard let kind = comparison.operatorKind else {
            guard operand.name == type.rawValue, type == .string else {
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
        guard operand.name == type.rawValue else {
            throw GraphError.badRequest(
                """
                Invalid filter clause: A binary operator with incompatible types was detected. Found operand types \
                '\(operand.name)' and '\(type.rawValue)' for operator kind '\(kind)'.
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
