import EmulatorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The state of a tenant's roles, which is another one after every change.
enum AccessGeneration {
    /// The state, `nil` where nobody has changed anything.
    static func current(of tenantID: String, in store: Store) throws -> String? {
        try store.read { connection in
            try connection.first("SELECT generation FROM exchange_access WHERE tenant_id = ?", [tenantID]) {
                try $0.text()
            }
        }
    }

    /// Notes a change, in the transaction that makes it.
    static func change(of tenantID: String, in store: Store) throws {
        _ = try store.write { connection in
            // No number: a store that was imported must not seem to be the one before.
            try connection.execute(
                """
                INSERT INTO exchange_access (tenant_id, generation) VALUES (?1, ?2) \
                ON CONFLICT (tenant_id) DO UPDATE SET generation = excluded.generation
                """,
                [tenantID, UUID().uuidString]
            )
        }
    }
}
