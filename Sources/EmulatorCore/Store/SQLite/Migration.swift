/// One step of the schema; its number is its place in the list, counted from one.
package struct Migration: Sendable {
    /// For the error text when it fails.
    package var name: String
    /// SQL statements, run in one transaction.
    var steps: [String]

    /// Runs the steps a database has not seen yet.
    ///
    /// - Throws: `DatabaseError.newerSchema` when the database has seen more steps than there are.
    package static func run(_ migrations: [Migration], on connection: Connection) throws {
        let version = try connection.first("PRAGMA user_version") { try $0.integer() } ?? 0
        guard version <= migrations.count else {
            throw DatabaseError(
                .newerSchema,
                message: "the database has schema \(version), this program knows \(migrations.count)"
            )
        }
        for (offset, migration) in migrations.enumerated().dropFirst(version) {
            try connection.transaction("BEGIN IMMEDIATE") {
                do {
                    for step in migration.steps { try connection.executeScript(step) }
                } catch var error as DatabaseError {
                    error.message = "schema step \(migration.name): \(error.message)"
                    throw error
                }
                try connection.executeScript("PRAGMA user_version=\(offset + 1)")
            }
        }
    }
}
