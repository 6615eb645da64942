import CSQLite

/// One SQLite connection with its prepared statements.
///
/// Not sendable: `Database` hands it to one thread at a time.
@safe
package final class Connection {
    // Owned: opened in init, closed in deinit after its statements.
    private let handle: OpaquePointer
    private var known: [String: Statement] = [:]
    /// Whether anything but content may have been changed since this was last set back.
    var hasChangedMore = false
    /// The transaction that writes share just now.
    var shared: SharedTransaction?
    private static let cacheLimit = 256
    /// The statements that add records, by the record's type.
    var insertions: [ObjectIdentifier: String] = [:]
    /// The names of columns, by the record's type.
    var columnNames: [ObjectIdentifier: [String]] = [:]

    /// Opens a file, and makes it when it is missing.
    ///
    /// - Throws: `DatabaseError` with the codes `cannotOpen`, `corrupt` and `busy`.
    init(path: String) throws {
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let handle = unsafe opened else {
            defer { unsafe sqlite3_close_v2(opened) }
            throw unsafe DatabaseError(code: code, database: opened, statement: nil)
        }
        unsafe self.handle = handle
        unsafe sqlite3_busy_timeout(handle, 5000)
        for (operation, value) in [
            (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_DQS_DML, 0), (SQLITE_DBCONFIG_DQS_DDL, 0),
            (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_ENABLE_FKEY, 1),
        ] {
            let code = unsafe exo_sqlite_set_flag(handle, operation, Int32(value))
            guard code == SQLITE_OK else { throw unsafe DatabaseError(code: code, database: handle) }
        }
    }

    deinit {
        known.removeAll()
        unsafe sqlite3_close_v2(handle)
    }

    /// Says that more than content is changed by a statement that only seems to write content.
    package func noteChange() { hasChangedMore = true }

    /// Runs one statement that returns no rows.
    ///
    /// - Returns: How many rows it changed.
    @discardableResult
    package func execute(_ sql: String, _ values: [any SQLBindable] = []) throws -> Int {
        try using(sql, values) { statement in
            while try statement.step() {}
            return unsafe Int(sqlite3_changes64(handle))
        }
    }

    /// Runs several statements without parameters.
    package func executeScript(_ sql: String) throws {
        hasChangedMore = true
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw unsafe DatabaseError(code: code, database: handle, statement: sql) }
    }

    /// Reads every row of a query.
    package func rows<Result>(
        _ sql: String,
        _ values: [any SQLBindable] = [],
        read: (inout Row) throws -> Result
    ) throws -> [Result] {
        var results: [Result] = []
        try forEachRow(sql, values) { row in
            results.append(try read(&row))
            return true
        }
        return results
    }

    /// Visits the rows of a query until `visit` answers false.
    package func forEachRow(
        _ sql: String,
        _ values: [any SQLBindable] = [],
        visit: (inout Row) throws -> Bool
    ) throws {
        try using(sql, values) { statement in
            while try statement.step() {
                var row = Row(statement)
                guard try visit(&row) else { return }
            }
        }
    }

    /// Reads the first row of a query, if there is one.
    package func first<Result>(
        _ sql: String,
        _ values: [any SQLBindable] = [],
        read: (inout Row) throws -> Result
    ) throws -> Result? {
        try using(sql, values) { statement in
            guard try statement.step() else { return nil }
            var row = Row(statement)
            return try read(&row)
        }
    }

    /// Reads records with `SELECT <columns> FROM …`; `rest` starts after the columns.
    package func all<Record: RowReadable>(
        _ type: Record.Type,
        _ rest: String,
        _ values: [any SQLBindable] = []
    ) throws -> [Record] {
        try rows("SELECT \(type.columns) \(rest)", values) { try Record(&$0) }
    }

    /// Reads the first record with `SELECT <columns> FROM …`; `rest` starts after the columns.
    package func one<Record: RowReadable>(
        _ type: Record.Type,
        _ rest: String,
        _ values: [any SQLBindable] = []
    ) throws -> Record? {
        try first("SELECT \(type.columns) \(rest)", values) { try Record(&$0) }
    }

    /// How many rows were changed since it was opened.
    var changeCount: Int64 { unsafe sqlite3_total_changes64(handle) }

    /// Whether a transaction is open.
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// The row id of the last row inserted through this connection.
    package var lastInsertedRowID: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

    /// Runs `body` between `begin` and COMMIT, and rolls back when it throws.
    func transaction<Result>(_ begin: String, _ body: () throws -> Result) throws -> Result {
        try execute(begin)
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // SQLite rolls back by itself on some failures; then there is nothing left to roll back.
            if isInTransaction { try execute("ROLLBACK") }
            throw error
        }
    }

    // A statement that runs is not used again, so that a nested use of the same text gets one of its own.
    private func using<Result>(
        _ sql: String,
        _ values: [any SQLBindable],
        _ body: (Statement) throws -> Result
    ) throws -> Result {
        let statement: Statement
        if let cached = known[sql], !cached.isRunning {
            statement = cached
        } else {
            statement = try unsafe Statement(sql, database: handle)
            if known[sql] == nil { keep(statement) }
        }
        statement.isRunning = true
        if statement.effect == .any { hasChangedMore = true }
        defer {
            statement.reset()
            statement.isRunning = false
        }
        try statement.bind(values)
        return try body(statement)
    }

    private func keep(_ statement: Statement) {
        if known.count >= Self.cacheLimit, let other = known.first(where: { !$0.value.isRunning })?.key {
            known[other] = nil
        }
        known[statement.sql] = statement
    }
}
