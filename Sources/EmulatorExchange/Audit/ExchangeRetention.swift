package import EmulatorCore

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// How long what was done is kept: the audit log as long as the service keeps it, jobs and sessions until nobody can ask
/// for them.
package enum ExchangeRetention {
    /// Days by kind of entry.
    private static let days: [(kind: ContentStore.Kind, count: Int)] = [
        (.auditSession, 1), (.historicalSearch, 10), (.quarantine, 60),
    ]

    /// Lets go of what is older.
    ///
    /// - Throws: `DatabaseError`.
    package static func clean(_ store: Store, now: Date) throws {
        let now = ServiceDate(now)
        let tenants = "tenant_id IN (SELECT id FROM tenant)"
        try store.write { connection in
            _ = try connection.execute(
                "DELETE FROM exchange_audit WHERE \(tenants) AND happened_at < ?",
                [now.adding(days: -AuditHistory.days).ticks]
            )
            for (kind, count) in days {
                _ = try connection.execute(
                    "DELETE FROM exchange_content WHERE \(tenants) AND kind = ? AND changed_at < ?",
                    [kind.rawValue, now.adding(days: -count).ticks]
                )
            }
        }
    }
}
