package import EmulatorCore
package import ExoJSON

/// Rows of tables as a JSON document, taken out of the store and put back as they were.
package struct ArchivedRows: Sendable {
    /// Members named after tables, each a list of objects named after columns.
    package private(set) var document = JSONObject()

    package init() {}

    /// Reads a document that ``text`` made.
    package init(parsing text: String) throws { document = try JSONValue(parsing: text).objectValue ?? [:] }

    package var text: String { JSONValue.object(document).text() }

    /// A column of the first row of a table.
    package func value(_ table: String, _ column: String) -> JSONValue? { document[table]?[0]?[column] }

    /// Copies the rows of a table that satisfy a condition.
    package mutating func take(
        _ table: String,
        where condition: String,
        _ values: [any SQLBindable],
        from connection: Connection
    ) throws {
        let columns = try connection.rows("SELECT name FROM pragma_table_info(?)", [table]) { try $0.text() }
        let rows = try connection.rows(
            "SELECT \(columns.joined(separator: ", ")) FROM \(table) WHERE \(condition)",
            values
        ) { row in
            JSONValue.object(JSONObject(columns.map { .init(name: $0, value: JSONValue(row.value())) }))
        }
        add(rows, to: table)
    }

    /// Adds rows of a table to those that are here.
    mutating func add(_ rows: [JSONValue], to table: String) {
        guard !rows.isEmpty else { return }
        document[table] = .array((document[table]?.arrayValue ?? []) + rows)
    }

    /// A row that refers to something that is not there.
    struct Orphan {
        let table: String
        let row: JSONValue
        /// The key of what is missing.
        let missing: String
    }

    /// Puts every row back, in the order in which the tables were taken.
    ///
    /// Rows that are there already stay as they are.
    ///
    /// - Returns: The rows that refer to something that was deleted meanwhile, such as the membership of a group: left out.
    func putBack(into connection: Connection) throws -> [Orphan] {
        var orphans: [Orphan] = []
        for table in document.members {
            let parents = try Self.parents(of: table.name, connection)
            for row in table.value.arrayValue ?? [] {
                if let parent = try parents.first(where: { try !$0.isThere(for: row, connection) }) {
                    let missing = row[parent.column]?.stringValue ?? ""
                    orphans.append(Orphan(table: table.name, row: row, missing: missing))
                    continue
                }
                let members = row.objectValue?.members ?? []
                let names = members.map(\.name).joined(separator: ", ")
                let marks = members.map { _ in "?" }.joined(separator: ", ")
                try connection.execute(
                    "INSERT INTO \(table.name) (\(names)) VALUES (\(marks)) ON CONFLICT DO NOTHING",
                    members.map { SQLValue($0.value) }
                )
            }
        }
        return orphans
    }

    /// What a row refers to: a foreign key of its table.
    private struct Parent {
        let table: String
        let key: String
        let column: String

        func isThere(for row: JSONValue, _ connection: Connection) throws -> Bool {
            guard let value = row[column], !value.isNull else { return true }
            return try connection.first("SELECT 1 FROM \(table) WHERE \(key) = ?", [SQLValue(value)]) {
                try $0.integer()
            }
                != nil
        }
    }

    private static func parents(of table: String, _ connection: Connection) throws -> [Parent] {
        try connection.rows("SELECT \"table\", \"to\", \"from\" FROM pragma_foreign_key_list(?)", [table]) { row in
            try Parent(table: row.text(), key: row.text(), column: row.text())
        }
    }
}

extension JSONValue {
    fileprivate init(_ value: SQLValue) {
        switch value {
        case .null, .blob: self = .null
        case .integer(let number): self = .integer(number)
        case .real(let number): self = .double(number)
        case .text(let text): self = .string(text)
        }
    }
}

extension SQLValue {
    fileprivate init(_ value: JSONValue) {
        switch value {
        case .integer(let number): self = .integer(number)
        case .double(let number): self = .real(number)
        case .string(let text): self = .text(text)
        case .bool(let flag): self = .integer(flag ? 1 : 0)
        default: self = .null
        }
    }
}
