/// A record that is one row of one table.
package protocol StoredRecord: RowReadable {
    static var table: String { get }
    /// The values in the order of `columns`.
    var values: [any SQLBindable] { get }
}

extension Row {
    /// The next column as one of the cases of an enumeration.
    package mutating func choice<Choice: RawRepresentable>() throws -> Choice where Choice.RawValue == String {
        let text = try text()
        guard let choice = Choice(rawValue: text) else {
            throw DatabaseError(.unexpectedValue, message: "'\(text)' is no \(Choice.self)")
        }
        return choice
    }

    /// The next column as words separated by blanks.
    package mutating func words() throws -> [String] {
        try text().split(separator: " ").map(String.init)
    }

    /// The next column, nil where the key needs an empty text instead of NULL.
    mutating func textUnlessEmpty() throws -> String? {
        let text = try text()
        return text.isEmpty ? nil : text
    }
}

extension Connection {
    /// Adds a record.
    ///
    /// - Throws: `DatabaseError.constraint` when its key is taken or a check fails.
    package func insert(_ record: some StoredRecord) throws {
        try execute(statement("INSERT", record), record.values)
    }

    /// Adds a record or replaces the columns of the one that has its key.
    package func upsert(_ record: some StoredRecord, key: String) throws {
        let names = type(of: record).columns.split(separator: ", ")
        let changes = names.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        try execute(statement("INSERT", record) + " ON CONFLICT (\(key)) DO UPDATE SET \(changes)", record.values)
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

    private func statement<Record: StoredRecord>(_ verb: String, _ record: Record) -> String {
        let names = Record.columns
        let marks = names.split(separator: ", ").map { _ in "?" }.joined(separator: ", ")
        return "\(verb) INTO \(Record.table) (\(names)) VALUES (\(marks))"
    }
}
