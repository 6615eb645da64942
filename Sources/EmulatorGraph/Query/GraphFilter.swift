/// What a `$filter` or `$search` asks of an object.
indirect enum GraphFilter: Sendable, Equatable {
    /// How a property is compared with a literal.
    enum Comparison: String, Sendable {
        case equal = "eq"
        case notEqual = "ne"
        case greater = "gt"
        case greaterOrEqual = "ge"
        case less = "lt"
        case lessOrEqual = "le"
        case startsWith = "startswith"
        case endsWith = "endswith"
        case contains
        /// What `$search` asks of a text: words that begin so.
        case hasWord = "search"
    }

    /// A literal.
    enum Literal: Sendable, Equatable {
        case null
        case bool(Bool)
        case number(Double)
        /// A text in quotes.
        case text(String)
        case guid(String)
        case date(String)
    }

    case compare(path: [String], Comparison, Literal)
    case isIn(path: [String], [Literal])
    /// Whether any (or every) element of a collection fulfils something, with the element's name stripped from its paths.
    case elements(path: [String], isAll: Bool, GraphFilter?)
    case and([GraphFilter])
    case or([GraphFilter])
    case not(GraphFilter)

    /// Whether only queries that accept a lagging index may use it.
    var isAdvanced: Bool {
        switch self {
        case .compare(let path, let comparison, _):
            path.last == Self.count || [.notEqual, .endsWith, .contains].contains(comparison)
        case .isIn: false
        case .elements(_, let isAll, let inner): isAll || inner?.isAdvanced ?? false
        case .and(let parts), .or(let parts): parts.contains(where: \.isAdvanced)
        case .not: true
        }
    }

    /// The segment that stands for the number of a collection's elements.
    static let count = "$count"

    /// How many levels of parentheses it takes to write it.
    var nesting: Int {
        switch self {
        case .compare, .isIn: 1
        case .elements(_, _, let inner): 1 + (inner?.nesting ?? 0)
        case .and(let parts), .or(let parts): 1 + (parts.map(\.nesting).max() ?? 0)
        case .not(let inner): 1 + inner.nesting
        }
    }

    /// Whether it asks for a property.
    func mentions(_ property: String) -> Bool {
        switch self {
        case .compare(let path, _, _), .isIn(let path, _), .elements(let path, _, _): path.first == property
        case .and(let parts), .or(let parts): parts.contains { $0.mentions(property) }
        case .not(let inner): inner.mentions(property)
        }
    }

    /// The parts of which all have to hold.
    var conjuncts: [GraphFilter] {
        if case .and(let parts) = self { parts.flatMap(\.conjuncts) } else { [self] }
    }
}
