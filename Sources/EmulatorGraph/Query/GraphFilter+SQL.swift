import EmulatorCore

/// A property that is a column of a table.
struct GraphColumn: Sendable {
    /// How the column keeps the property.
    enum Kind: Sendable {
        case text, flag
    }

    var name: String
    var kind = Kind.text
}

/// A condition with the values of its parameters.
struct SQLCondition: Sendable {
    var text: String
    var values: [SQLValue]
}

extension GraphFilter {
    // SQLite refuses expressions with more levels than its parser's stack has room for.
    private static let deepest = 12

    /// The same as a condition of SQL; `nil` where a property is no column or a comparison has none.
    func condition(_ columns: [String: GraphColumn]) -> SQLCondition? {
        guard nesting <= Self.deepest else { return nil }
        switch self {
        case .compare(let path, let comparison, let literal):
            guard path.count == 1, let column = path.first.flatMap({ columns[$0] }) else { return nil }
            return Self.condition(column, comparison, literal)
        case .isIn(let path, let literals):
            let parts = literals.map { GraphFilter.compare(path: path, .equal, $0).condition(columns) }
            return Self.join(parts, " OR ")
        case .elements: return nil
        case .and(let parts): return Self.join(parts.map { $0.condition(columns) }, " AND ")
        case .or(let parts): return Self.join(parts.map { $0.condition(columns) }, " OR ")
        case .not(let inner):
            return inner.condition(columns).map { SQLCondition(text: "NOT \($0.text)", values: $0.values) }
        }
    }

    private static func condition(
        _ column: GraphColumn,
        _ comparison: Comparison,
        _ literal: Literal
    ) -> SQLCondition? {
        let name = column.name
        switch (column.kind, literal, comparison) {
        case (.flag, .bool(let flag), .equal): return SQLCondition(text: "(\(name) = ?)", values: [flag.sqlValue])
        case (.flag, .bool(let flag), .notEqual): return SQLCondition(text: "(\(name) <> ?)", values: [flag.sqlValue])
        case (.text, .null, .equal): return SQLCondition(text: "(\(name) IS NULL)", values: [])
        case (.text, .null, .notEqual): return SQLCondition(text: "(\(name) IS NOT NULL)", values: [])
        // SQLite folds letters of ASCII alone, so other texts are compared here.
        case (.text, .text(let text), _), (.text, .guid(let text), _):
            guard text.utf8.allSatisfy({ (1..<0x80).contains($0) }) else { return nil }
            return condition(name, comparison, text)
        default: return nil
        }
    }

    private static func condition(_ name: String, _ comparison: Comparison, _ text: String) -> SQLCondition? {
        let pattern = text.replacing("!", with: "!!").replacing("%", with: "!%").replacing("_", with: "!_")
        func like(_ pattern: String) -> SQLCondition {
            SQLCondition(text: "(IFNULL(\(name), '') LIKE ? ESCAPE '!')", values: [.text(pattern)])
        }
        switch comparison {
        case .equal:
            return SQLCondition(text: "(\(name) IS NOT NULL AND \(name) = ? COLLATE NOCASE)", values: [.text(text)])
        case .notEqual:
            return SQLCondition(text: "(\(name) IS NULL OR \(name) <> ? COLLATE NOCASE)", values: [.text(text)])
        case .startsWith: return like(pattern + "%")
        case .endsWith: return like("%" + pattern)
        case .contains: return like("%" + pattern + "%")
        case .greater, .greaterOrEqual, .less, .lessOrEqual, .hasWord: return nil
        }
    }

    private static func join(_ parts: [SQLCondition?], _ word: String) -> SQLCondition? {
        let known = parts.compactMap { $0 }
        guard known.count == parts.count else { return nil }
        return SQLCondition(
            text: "(" + known.map(\.text).joined(separator: word) + ")",
            values: known.flatMap(\.values)
        )
    }
}
