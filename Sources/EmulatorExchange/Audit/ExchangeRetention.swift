package import EmulatorCore

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// How long what was done is kept: the audit log as long as the service keeps it, but records of its switch for ever,
/// since they say when it was off; jobs and sessions until nobody can ask for them.
package enum ExchangeRetention {
    /// For how many days a session of searches goes on, and a search of old mail is shown.
    static let (session, search) = (1, 10)

    /// Days by kind of entry.
    private static let days: [(kind: ContentStore.Kind, count: Int)] = [
        (.auditSession, session), (.historicalSearch, search), (.quarantine, 60),
        (.goneMailbox, AuditHistory.days),
    ]

    /// Lets go of what is older; where nothing is, nothing is written.
    ///
    /// - Throws: `DatabaseError`.
    package static func clean(_ store: Store, now: Date) throws {
        let now = ServiceDate(now)
        let tenants = "tenant_id IN (SELECT id FROM tenant)"
        let old: [(rows: String, values: [any SQLBindable])] =
            [
                (
                    "exchange_audit WHERE \(tenants) AND happened_at < ? AND operation <> ?",
                    [now.adding(days: -AuditHistory.days).ticks, AuditPauses.operation]
                )
            ]
            + days.map { kind, count in
                (
                    "exchange_content WHERE \(tenants) AND kind = ? AND changed_at < ?",
                    [kind.rawValue, now.adding(days: -count).ticks]
                )
            }
        for (rows, values) in old {
            let isThere = try store.read { connection in
                try connection.first("SELECT 1 FROM \(rows) LIMIT 1", values) { try $0.integer() } != nil
            }
            guard isThere else { continue }
            try store.write { connection in _ = try connection.execute("DELETE FROM \(rows)", values) }
        }
    }
}
