import EmulatorCore
import ExoJSON

/// A set of objects that are rows of one table.
struct GraphTable<Record: StoredRecord & Sendable>: Sendable {
    let shape: GraphShape
    let columns: [String: GraphColumn]
    /// The column that tells rows apart and by which they stand where nothing else is asked for.
    let key: String
    /// Its value in a row.
    let keyValue: @Sendable (Record) -> String
    /// What every row must fulfil.
    let scope: SQLCondition
    /// The whole object.
    let render: @Sendable (Record) throws -> JSONObject

    /// Describes the rows of one tenant.
    init(
        _ shape: GraphShape,
        _ columns: [String: GraphColumn],
        of tenant: TenantRecord,
        key: String,
        _ keyValue: @escaping @Sendable (Record) -> String,
        render: @escaping @Sendable (Record) throws -> JSONObject
    ) {
        self.shape = shape
        self.columns = columns
        self.key = key
        self.keyValue = keyValue
        scope = SQLCondition(text: "tenant_id = ?", values: [.text(tenant.id)])
        self.render = render
    }
}

extension GraphCall {
    /// The rows a query asks for, filtered and sorted in the store as far as it can.
    func list<Record>(_ table: GraphTable<Record>, _ query: GraphQuery) throws -> GraphPage {
        let parts = (query.filter?.conjuncts ?? []).map { ($0, $0.condition(table.columns)) }
        let conditions = [table.scope] + parts.compactMap(\.1)
        let rest = parts.filter { $0.1 == nil }.map(\.0)
        let sorted = try query.order.map { order in
            guard let column = table.columns[order.property], column.kind == .text else {
                throw GraphError.unsupportedQuery("Sorting by '\(order.property)' is not supported.")
            }
            return (expression: "IFNULL(\(column.name), '') COLLATE NOCASE", isDescending: order.isDescending)
        }
        let place = try Self.place(query.position, sorted?.expression, sorted?.isDescending ?? false, key: table.key)
        let whole = (conditions + [place].compactMap { $0 }).map(\.text).joined(separator: " AND ")
        let direction = sorted?.isDescending == true ? " DESC" : ""
        let order = (sorted.map { "\($0.expression)\(direction), " } ?? "") + "\(table.key)\(direction)"
        let values = (conditions + [place].compactMap { $0 }).flatMap(\.values)
        return try directory.store.read { connection in
            var page = GraphPage()
            var last: [String] = []
            let shown = sorted.map { "\($0.expression), " } ?? "'', "
            let sql =
                "SELECT \(shown)\(Record.columns) FROM \(Record.table) WHERE \(whole) ORDER BY \(order)"
                + (rest.isEmpty ? " LIMIT \(query.top + 1)" : "")
            try connection.forEachRow(sql, values) { row in
                let sortValue = try row.text()
                let record = try Record(&row)
                let object = try table.render(record)
                guard rest.allSatisfy({ $0.matches(.object(object)) }) else { return true }
                guard page.objects.count < query.top else {
                    page.next = query.next(self, after: last)
                    return false
                }
                page.objects.append(object)
                last = (sorted == nil ? [] : [sortValue]) + [table.keyValue(record)]
                return true
            }
            if query.wantsCount { page.count = try count(table, conditions, rest, connection) }
            return page
        }
    }

    /// How many rows a query finds.
    func count<Record>(_ table: GraphTable<Record>, _ query: GraphQuery) throws -> Int {
        let parts = (query.filter?.conjuncts ?? []).map { ($0, $0.condition(table.columns)) }
        return try directory.store.read { connection in
            try count(
                table,
                [table.scope] + parts.compactMap(\.1),
                parts.filter { $0.1 == nil }.map(\.0),
                connection
            )
        }
    }

    private func count<Record>(
        _ table: GraphTable<Record>,
        _ conditions: [SQLCondition],
        _ rest: [GraphFilter],
        _ connection: Connection
    ) throws -> Int {
        let whole = conditions.map(\.text).joined(separator: " AND ")
        let values = conditions.flatMap(\.values)
        guard !rest.isEmpty else {
            return try connection.first("SELECT count(*) FROM \(Record.table) WHERE \(whole)", values) {
                try $0.integer()
            } ?? 0
        }
        var count = 0
        try connection.forEachRow("SELECT \(Record.columns) FROM \(Record.table) WHERE \(whole)", values) { row in
            let object = try table.render(Record(&row))
            if rest.allSatisfy({ $0.matches(.object(object)) }) { count += 1 }
            return true
        }
        return count
    }

    private static func place(
        _ position: [String]?,
        _ expression: String?,
        _ isDescending: Bool,
        key: String
    ) throws -> SQLCondition? {
        guard let position else { return nil }
        guard position.count == (expression == nil ? 1 : 2) else {
            throw GraphError.badRequest("The value of '$skiptoken' is not valid.")
        }
        let sign = isDescending ? "<" : ">"
        let left = expression.map { "(\($0), \(key))" } ?? key
        let right = expression == nil ? "?" : "(?, ?)"
        return SQLCondition(text: "\(left) \(sign) \(right)", values: position.map { .text($0) })
    }

    /// The objects of a small list that a query asks for.
    func list(_ objects: [JSONObject], _ query: GraphQuery) -> GraphPage {
        var found = query.filter.map { filter in objects.filter { filter.matches(.object($0)) } } ?? objects
        if let order = query.order {
            found.sort { left, right in
                let (left, right) = (Self.sortText(left, order.property), Self.sortText(right, order.property))
                return order.isDescending ? left > right : left < right
            }
        }
        let start = min(found.count, max(0, query.position?.first.flatMap { Int($0) } ?? 0))
        let end = min(found.count, start + query.top)
        return GraphPage(
            objects: Array(found[start..<end]),
            count: query.wantsCount ? found.count : nil,
            next: end < found.count ? query.next(self, after: [String(end)]) : nil
        )
    }

    private static func sortText(_ object: JSONObject, _ property: String) -> String {
        switch object[property] {
        case .string(let text): text.lowercased()
        case .bool(let flag): flag ? "1" : "0"
        case .integer(let number): String(number)
        default: ""
        }
    }
}
