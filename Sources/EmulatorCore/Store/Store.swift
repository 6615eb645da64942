#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Everything a request can change, in one SQLite database.
package struct Store: Sendable {
    /// All schema steps in order: only added to, never edited.
    package static let migrations: [Migration] = [
        .directory,
        .exchange,
        .exchangeParameterKey,
        .entra,
        .singlePageOrigins,
        .upkeep,
        .managers,
        .requestedClaims,
        .waitingKeys,
        .exchangeSettings,
        .exchangeAccess,
        .exchangeIndex,
        .exchangeContent,
        .state,
        .auditOrigin,
        .administrativeUnits,
        .moments,
        .auditAccounts,
    ]

    private let database: Database

    /// Opens the store.
    ///
    /// - Parameters:
    ///   - path: The file; nil for one that is gone with the process.
    ///   - isLasting: Whether what is written must survive the machine.
    /// - Throws: `DatabaseError` with the codes `cannotOpen`, `corrupt`, `busy` and `newerSchema`.
    package init(path: String?, isLasting: Bool = true) throws {
        database = try Database(
            path: path,
            isLasting: isLasting,
            migrations: Self.migrations,
            // No number that grows: a store that took the place of this one must not seem to be it.
            mark: "UPDATE store_state SET number = random()"
        )
    }

    /// Runs `body` in one read transaction; a read within a write or a read joins it.
    package func read<Result: Sendable>(_ body: (Connection) throws -> Result) throws -> Result {
        try database.read(body)
    }

    /// Runs `body`, which writes nothing, with all its reads in one transaction where the store can spare a connection.
    package func snapshot<Result: Sendable>(_ body: () throws -> Result) throws -> Result {
        try database.snapshot(body)
    }

    /// Runs `body` in one write transaction; a write within a write joins it.
    package func write<Result: Sendable>(_ body: (Connection) throws -> Result) throws -> Result {
        try database.write(body)
    }

    /// Which state everything but Exchange's objects, content and audit log is in: another one after every change.
    ///
    /// - Returns: The state as the caller sees it; nil within a write, whose changes have none yet.
    /// - Throws: `DatabaseError`.
    package func state() throws -> Int64? {
        try database.lookUp { try $0.first("SELECT number FROM store_state") { Int64(try $0.integer()) } }
    }

    /// A view of the store as it is now, to be read later; nil where there is one already.
    package func makeView() throws -> DelayedView? { try database.makeView() }

    /// Ends a view.
    package func end(_ view: DelayedView) { database.end(view) }

    /// Whether nothing was ever put in.
    package var isEmpty: Bool {
        get throws {
            try read { try $0.first("SELECT 1 FROM tenant LIMIT 1") { try $0.integer() } } == nil
        }
    }

    /// Puts what `body` writes into an empty store in the place of everything: all of it, or nothing.
    ///
    /// The new content is made beside the store, which goes on meanwhile; only taking it over is a write.
    ///
    /// - Throws: What `body` throws, or `DatabaseError`; the store is as it was.
    package func replace<Result: Sendable>(with body: (Store) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.path + "/exo-emulator-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/new.sqlite"
        let draft = try Store(path: file, isLasting: false)
        let result = try body(draft)
        try database.withoutTransaction { connection in
            try connection.execute("ATTACH ? AS draft", [file])
            defer { _ = try? connection.execute("DETACH draft") }
            try connection.transaction("BEGIN IMMEDIATE") {
                try connection.executeScript("PRAGMA defer_foreign_keys=1")
                let tables = try connection.rows(
                    "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
                ) { try $0.text() }
                // All goes before anything comes, since what is deleted takes along what belongs to it.
                for table in tables { try connection.executeScript("DELETE FROM main.\"\(table)\"") }
                for table in tables {
                    try connection.executeScript("INSERT INTO main.\"\(table)\" SELECT * FROM draft.\"\(table)\"")
                }
            }
        }
        return result
    }

    /// Runs `body`, which writes a great deal: more is remembered meanwhile, so that indices, which are written all over, are not
    /// read and written again and again.
    package func filling<Result>(_ body: () throws -> Result) throws -> Result { try database.filling(body) }

    /// Writes a whole copy to a new file.
    func copy(to path: String) throws {
        try database.withoutTransaction { _ = try $0.execute("VACUUM INTO ?", [path]) }
    }

    /// What SQLite's full check finds wrong; empty when all is well.
    func integrityFaults() throws -> [String] {
        try read { try $0.rows("PRAGMA integrity_check") { try $0.text() } }.filter { $0 != "ok" }
    }
}
