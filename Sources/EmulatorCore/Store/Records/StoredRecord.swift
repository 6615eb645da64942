/// A record that is one row of one table.
///
/// A record lists its columns once, in `visit`; reading, writing and the names in statements follow from that list.
package protocol StoredRecord: RowReadable {
    static var table: String { get }

    /// Makes a record without values, for columns to be read into.
    init()

    /// Shows each column to a visitor, in an order of the record's own.
    mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure)
}

extension StoredRecord {
    /// The names of the columns in the order of `visit`, for a record's `columns`.
    static var columnNames: String {
        var record = Self()
        var collector = ColumnNames()
        record.visit(&collector)
        return collector.names.joined(separator: ", ")
    }

    package init(_ row: inout Row) throws {
        self.init()
        try visit(&row)
    }

    /// The values in the order of `columns`.
    package var values: [any SQLBindable] {
        var record = self
        var collector = ColumnValues()
        record.visit(&collector)
        return collector.values
    }
}

extension Connection {
    /// Adds a record.
    ///
    /// - Throws: `DatabaseError.constraint` when its key is taken or a check fails.
    package func insert(_ record: some StoredRecord) throws {
        try execute(insertion(of: type(of: record)), record.values)
    }

    /// Adds a record or replaces the columns of the one that has its key.
    package func upsert(_ record: some StoredRecord, key: String) throws {
        let changes = names(of: type(of: record)).map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        try execute(insertion(of: type(of: record)) + " ON CONFLICT (\(key)) DO UPDATE SET \(changes)", record.values)
    }

    /// Writes down in what a record differs from what it was; other columns, and indices of them, are not touched.
    package func update<Record: StoredRecord>(_ record: Record, from former: Record, key: String) throws {
        let names = names(of: Record.self)
        let (old, new) = (former.values, record.values)
        let places = names.indices.filter { old[$0].sqlValue != new[$0].sqlValue }
        guard !places.isEmpty, let place = names.firstIndex(where: { $0 == key }) else { return }
        let changes = places.map { "\(names[$0]) = ?" }.joined(separator: ", ")
        try execute(
            "UPDATE \(Record.table) SET \(changes) WHERE \(key) = ?",
            places.map { new[$0] } + [old[place]]
        )
    }

    /// Reads every record of a table that satisfies a condition.
    package func records<Record: StoredRecord>(
        _ type: Record.Type,
        where condition: String,
        _ values: [any SQLBindable] = []
    ) throws -> [Record] {
        try all(type, "FROM \(type.table) WHERE \(condition)", values)
    }

    /// Reads the first record of a table that satisfies a condition.
    package func record<Record: StoredRecord>(
        _ type: Record.Type,
        where condition: String,
        _ values: [any SQLBindable] = []
    ) throws -> Record? {
        try one(type, "FROM \(type.table) WHERE \(condition)", values)
    }

    private func insertion<Record: StoredRecord>(of type: Record.Type) -> String {
        if let known = insertions[ObjectIdentifier(type)] { return known }
        let marks = names(of: type).map { _ in "?" }.joined(separator: ", ")
        let statement = "INSERT INTO \(Record.table) (\(Record.columns)) VALUES (\(marks))"
        insertions[ObjectIdentifier(type)] = statement
        return statement
    }

    private func names<Record: StoredRecord>(of type: Record.Type) -> [String] {
        if let known = columnNames[ObjectIdentifier(type)] { return known }
        let names = Record.columns.split(separator: ", ").map(String.init)
        columnNames[ObjectIdentifier(type)] = names
        return names
    }
}
