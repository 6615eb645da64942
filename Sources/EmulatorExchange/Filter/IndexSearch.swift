import EmulatorCore

/// Which objects the index finds, as a set of their places; a filter looks at each of them again.
indirect enum IndexSearch: Sendable {
    case matches(IndexKind, IndexPattern)
    /// Objects that were made, or last changed, within a range of ticks.
    case moments(Moment, ClosedRange<Int64>)
    /// What was found before.
    case places([Int64])
    case any([IndexSearch])
    case all([IndexSearch])

    /// A column of the objects that is a moment.
    enum Moment: String, Sendable {
        case created = "created_at"
        case changed = "changed_at"
    }

    /// A query for places.
    typealias Query = (sql: String, values: [any SQLBindable])

    /// How many entries are counted before a condition is taken for one that says too little.
    private static let most = 30_000
    /// Where so few objects are left, looking at them is cheaper than asking the index more.
    private static let few = 200
    private static let longest = 100

    /// The query that finds the places; `nil` where it would find so many that a walk through all objects is cheaper.
    ///
    /// - Parameters:
    ///   - scope: Which class of which tenant.
    ///   - connection: Counts the entries, so that the condition that says most comes first.
    /// - Returns: A query with the column `sequence`.
    /// - Throws: `DatabaseError`.
    func query(scope: Int64, _ connection: Connection) throws -> Query? {
        guard case .all(let parts) = self else { return try IndexSearch.all([self]).query(scope: scope, connection) }
        var counted: [(count: Int, part: IndexSearch)] = []
        for part in parts.sorted(by: { $0.cost < $1.cost }) {
            guard part.cost > 0 else {
                counted.append((try part.count(scope: scope, connection), part))
                continue
            }
            // A pattern without a beginning is a walk through a property: none where little is left, and one where it must be.
            if counted.contains(where: { $0.count < Self.few * 10 }) { continue }
            let places = try part.found(scope: scope, connection)
            counted.append((places.count, .places(places)))
        }
        counted = counted.filter { $0.count < Self.most }.sorted { $0.count < $1.count }
        guard let first = counted.first else { return nil }
        let chosen = first.count <= Self.few ? [first.part] : counted.map(\.part)
        return IndexSearch.all(chosen).statement(scope: scope)
    }

    /// The query that finds the places, however many.
    func statement(scope: Int64) -> Query {
        switch self {
        case .matches(let kind, let pattern):
            let start = "SELECT sequence FROM exchange_index WHERE scope = \(scope) AND kind = \(kind.rawValue)"
            switch pattern {
            case .exactly(let values):
                return (start + " AND value IN (\(values.map { _ in "?" }.joined(separator: ", ")))", values)
            case .prefix(""): return (start, [])
            case .prefix(let text): return (start + Self.range, [text, text + Self.last])
            case .glob("", let glob): return (start + " AND value GLOB ?", [glob])
            case .glob(let text, let glob):
                return (start + Self.range + " AND value GLOB ?", [text, text + Self.last, glob])
            }
        case .moments(let moment, let range):
            let own = "(SELECT tenant_id FROM exchange_scope WHERE id = \(scope))"
            let objectClass = "(SELECT class FROM exchange_scope WHERE id = \(scope))"
            return (
                "SELECT sequence FROM exchange_object WHERE tenant_id = \(own) AND class = \(objectClass) "
                    + "AND \(moment.rawValue) BETWEEN ? AND ?", [range.lowerBound, range.upperBound]
            )
        case .places(let places):
            let list = "[" + places.map { String($0) }.joined(separator: ",") + "]"
            return ("SELECT value AS sequence FROM json_each(?)", [list])
        case .any(let parts): return Self.joined(parts, by: "UNION", scope)
        case .all(let parts): return Self.joined(parts, by: "INTERSECT", scope)
        }
    }

    private static let range = " AND value >= ? AND value < ?"
    private static let last = "\u{10FFFF}"

    private static func joined(_ parts: [IndexSearch], by word: String, _ scope: Int64) -> Query {
        let queries = parts.map { $0.statement(scope: scope) }
        let sql = queries.map { "SELECT sequence FROM (\($0.sql))" }.joined(separator: " \(word) ")
        return (sql, queries.flatMap(\.values))
    }

    /// The places, as far as they are counted.
    private func found(scope: Int64, _ connection: Connection) throws -> [Int64] {
        let query = statement(scope: scope)
        var places: [Int64] = []
        try connection.forEachRow("SELECT sequence FROM (\(query.sql)) LIMIT \(Self.most)", query.values) { row in
            places.append(Int64(try row.integer()))
            return true
        }
        return places
    }

    private func count(scope: Int64, _ connection: Connection) throws -> Int {
        let query = statement(scope: scope)
        return try connection.first(
            "SELECT count(*) FROM (SELECT 1 FROM (\(query.sql)) LIMIT \(Self.most))",
            query.values
        ) { try $0.integer() } ?? 0
    }

    /// Whether finding takes a walk through all values of a property.
    private var cost: Int {
        switch self {
        case .matches(_, .glob("", _)), .matches(_, .prefix("")): 1
        case .matches, .moments, .places: 0
        case .any(let parts), .all(let parts): parts.map(\.cost).max() ?? 0
        }
    }

    private var leaves: Int {
        switch self {
        case .matches, .moments, .places: 1
        case .any(let parts), .all(let parts): parts.reduce(0) { $0 + $1.leaves }
        }
    }

    /// What the index can say of which objects a Get- cmdlet wants.
    static func narrowing(
        filters: [RecipientFilter],
        search: String?,
        types: Set<String>?,
        states: Set<ExchangeObject.State>,
        shape: ObjectShape
    ) -> IndexSearch? {
        var parts = filters.compactMap { $0.search(in: shape, states: states) }
        if let search {
            let kinds = [IndexKind.name, .displayName, .alias, .firstName, .lastName, .office, .address, .word]
            parts.append(.any(kinds.map { .matches($0, .beginning(with: search)) }))
        }
        // Most objects are mailboxes of users.
        if let types, !types.contains("UserMailbox") {
            parts.append(.matches(.recipientTypeDetails, .exactly(types.map { $0.lowercased() }.sorted())))
        }
        guard !parts.isEmpty else { return nil }
        let all = IndexSearch.all(parts)
        return all.leaves <= longest ? all : nil
    }
}
