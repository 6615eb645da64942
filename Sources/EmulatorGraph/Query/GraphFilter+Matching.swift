import EmulatorCore
import ExoJSON

extension GraphFilter {
    /// Whether an object fulfils it; texts are compared without letter case.
    func matches(_ value: JSONValue) -> Bool {
        switch self {
        case .compare(let path, let comparison, let literal):
            Self.compare(Self.value(path, in: value), comparison, literal)
        case .isIn(let path, let literals):
            literals.contains { Self.compare(Self.value(path, in: value), .equal, $0) }
        case .elements(let path, let isAll, let inner):
            Self.elements(Self.value(path, in: value), isAll: isAll, inner)
        case .and(let parts): parts.allSatisfy { $0.matches(value) }
        case .or(let parts): parts.contains { $0.matches(value) }
        case .not(let inner): !inner.matches(value)
        }
    }

    private static func value(_ path: [String], in value: JSONValue) -> JSONValue {
        path.reduce(value) { value, name in
            if name == Self.count { return .integer(Int64(value.arrayValue?.count ?? 0)) }
            return value[name] ?? value.objectValue?.value(ignoringCase: name) ?? .null
        }
    }

    private static func elements(_ value: JSONValue, isAll: Bool, _ inner: GraphFilter?) -> Bool {
        let elements = value.arrayValue ?? []
        guard let inner else { return !elements.isEmpty }
        return isAll ? elements.allSatisfy { inner.matches($0) } : elements.contains { inner.matches($0) }
    }

    private static func compare(_ value: JSONValue, _ comparison: Comparison, _ literal: Literal) -> Bool {
        switch (value, literal) {
        case (.null, .null): [.equal, .greaterOrEqual, .lessOrEqual].contains(comparison)
        case (.bool(let flag), .bool(let other)): holds(comparison, flag == other, false)
        case (.integer(let number), .number(let other)):
            holds(comparison, Double(number) == other, Double(number) < other)
        case (.string(let text), .text(let other)), (.string(let text), .guid(let other)):
            compare(text.lowercased(), comparison, other.lowercased())
        case (.string(let text), .date(let other)):
            if let date = GraphDate.parse(text), let limit = GraphDate.parse(other) {
                holds(comparison, date == limit, date < limit)
            } else {
                comparison == .notEqual
            }
        default: comparison == .notEqual
        }
    }

    private static func compare(_ text: String, _ comparison: Comparison, _ other: String) -> Bool {
        switch comparison {
        case .startsWith: text.hasPrefix(other)
        case .endsWith: text.hasSuffix(other)
        case .contains: text.contains(other)
        case .hasWord: GraphSearch.hasWord(text, other)
        default: holds(comparison, text == other, text < other)
        }
    }

    private static func holds(_ comparison: Comparison, _ isEqual: Bool, _ isLess: Bool) -> Bool {
        switch comparison {
        case .equal: isEqual
        case .notEqual: !isEqual
        case .greater: !isEqual && !isLess
        case .greaterOrEqual: !isLess
        case .less: isLess
        case .lessOrEqual: isEqual || isLess
        case .startsWith, .endsWith, .contains, .hasWord: false
        }
    }
}
