/// Everything a request can change, in one SQLite database.
struct Store: Sendable {
    /// All schema steps in order: only added to, never edited.
    static let migrations: [Migration] = [
        .directory,
        .exchange,
        .exchangeParameterKey,
        .entra,
    ]

    private let database: Database

    /// Opens the store.
    ///
    /// - Parameter path: The file; nil for memory.
    /// - Throws: `DatabaseError` with the codes `cannotOpen`, `corrupt`, `busy` and `newerSchema`.
    init(path: String?) throws {
        database = try Database(path: path, migrations: Self.migrations)
    }

    /// Runs `body` in one read transaction; a read within a write or a read joins it.
    func read<Result: Sendable>(_ body: (Connection) throws -> Result) throws -> Result {
        try database.read(body)
    }

    /// Runs `body`, which writes nothing, with all its reads in one transaction where the store can spare a connection.
    func snapshot<Result: Sendable>(_ body: () throws -> Result) throws -> Result {
        try database.snapshot(body)
    }

    /// Runs `body` in one write transaction; a write within a write joins it.
    func write<Result: Sendable>(_ body: (Connection) throws -> Result) throws -> Result {
        try database.write(body)
    }

    /// Whether nothing was ever put in.
    var isEmpty: Bool {
        get throws {
            try read { try $0.first("SELECT 1 FROM tenant LIMIT 1") { try $0.integer() } } == nil
        }
    }

    /// Deletes every row of every table.
    func erase() throws {
        try write { connection in
            try connection.executeScript("PRAGMA defer_foreign_keys=1")
            let tables = try connection.rows(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
            ) { try $0.text() }
            for table in tables { try connection.executeScript("DELETE FROM \"\(table)\"") }
        }
    }

    /// Writes a whole copy to a new file.
    func copy(to path: String) throws {
        try database.withoutTransaction { _ = try $0.execute("VACUUM INTO ?", [path]) }
    }

    /// What SQLite's full check finds wrong; empty when all is well.
    func integrityFaults() throws -> [String] {
        try read { try $0.rows("PRAGMA integrity_check") { try $0.text() } }.filter { $0 != "ok" }
    }
}
