import EmulatorCore

/// One table of the store, as its schema describes it.
struct StoreTable: Sendable {
    /// What a column holds (SQLite's types of strict tables).
    enum ColumnType: String, Sendable {
        case text = "TEXT"
        case integer = "INTEGER"
        case real = "REAL"
        case blob = "BLOB"
        case any = "ANY"
    }

    /// A column.
    struct Column: Sendable {
        let name: String
        let type: ColumnType
        /// Its place in the primary key, from 1; 0 where it is not in it.
        let keyPlace: Int
    }

    let name: String
    let columns: [Column]
    private let hasRowID: Bool

    /// Tables that follow from others: exports leave them out, imports of older ones pass them over.
    static let derived: Set = ["exchange_index", "exchange_key", "exchange_scope", "store_state"]

    /// All tables whose content is nowhere else, by name.
    static func all(_ connection: Connection) throws -> [StoreTable] {
        let names = try connection.rows(
            """
            SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' \
            AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name
            """
        ) { (try $0.text(), try $0.flag()) }
        return try names.filter { !derived.contains($0.0) }.map { name, isWithoutRowID in
            let columns = try connection.rows(
                "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid",
                [name]
            ) { row in
                Column(name: try row.text(), type: try row.choice(), keyPlace: try row.integer())
            }
            return StoreTable(name: name, columns: columns, hasRowID: !isWithoutRowID)
        }
    }

    /// The statement that reads all rows: in the order of their making, or of their keys.
    var selection: String {
        let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        return "SELECT \(names) FROM \"\(name)\" ORDER BY \(hasRowID ? "rowid" : keyColumns)"
    }

    /// The statement that adds a row with some of the columns.
    func insertion(_ names: [String]) -> String {
        let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
        let marks = names.map { _ in "?" }.joined(separator: ", ")
        return "INSERT INTO \"\(name)\" (\(list)) VALUES (\(marks))"
    }

    private var keyColumns: String {
        columns.filter { $0.keyPlace > 0 }.sorted { $0.keyPlace < $1.keyPlace }.map { "\"\($0.name)\"" }
            .joined(separator: ", ")
    }
}
