import EmulatorCore
import ExoJSON

/// What was changed in the content of a tenant's mailboxes, folders and queues, by kind, owner and key.
struct ContentStore: Sendable {
    /// What an entry is about.
    enum Kind: String, Sendable {
        case arrival
        case assistant
        case auditSession
        case blockedSender
        case calendarFolder
        case copy
        case folder
        case folderNames
        case folderRight
        case goneMailbox
        case historicalSearch
        case holdRemoval
        case item
        case migrationBatch
        case mobileDevice
        case moveRequest
        case publicFolder
        case quarantine
        case revokedMessage
    }

    /// One entry.
    struct Entry: Sendable, RowReadable {
        static let columns = "owner, key, value, changed_at"

        let owner: String
        let key: String
        let value: JSONObject
        let changed: ServiceDate

        init(_ row: inout Row) throws {
            owner = try row.text()
            key = try row.text()
            value = try JSONValue(parsing: try row.text()).objectValue ?? JSONObject()
            changed = ServiceDate(ticks: Int64(try row.integer()))
        }

        func text(_ name: String) -> String? { value[name]?.stringValue }
    }

    let store: Store
    let tenantID: String
    let now: ServiceDate

    init(store: Store, tenantID: String, now: ServiceDate) {
        self.store = store
        self.tenantID = tenantID
        self.now = now
    }

    init(_ scope: CallScope) {
        self.init(store: scope.context.store, tenantID: scope.tenant.id, now: scope.now)
    }

    /// The entries of an owner, by key.
    func entries(_ kind: Kind, owner: String) throws -> [Entry] {
        try store.read { connection in
            try connection.all(
                Entry.self,
                "FROM exchange_content WHERE tenant_id = ? AND kind = ? AND owner = ? ORDER BY key",
                [tenantID, kind.rawValue, owner]
            )
        }
    }

    /// All entries of a kind, by owner and key.
    func entries(_ kind: Kind) throws -> [Entry] {
        try store.read { connection in
            try connection.all(
                Entry.self,
                "FROM exchange_content WHERE tenant_id = ? AND kind = ? ORDER BY owner, key",
                [tenantID, kind.rawValue]
            )
        }
    }

    /// The first moment that an entry of a kind bears; `nil` without one.
    func firstMoment(of kind: Kind) throws -> ServiceDate? {
        try store.read { connection in
            try connection.first(
                "SELECT min(changed_at) FROM exchange_content WHERE tenant_id = ? AND kind = ?",
                [tenantID, kind.rawValue]
            ) { try $0.optionalInteger() }
        }.flatMap { $0 }.map { ServiceDate(ticks: Int64($0)) }
    }

    func entry(_ kind: Kind, owner: String = "", key: String) throws -> Entry? {
        try store.read { connection in
            try connection.one(
                Entry.self,
                "FROM exchange_content WHERE tenant_id = ? AND kind = ? AND owner = ? AND key = ?",
                [tenantID, kind.rawValue, owner, key]
            )
        }
    }

    /// Adds an entry, or puts it in the place of the one that is there.
    func put(_ kind: Kind, owner: String = "", key: String, _ value: JSONObject, at moment: ServiceDate) throws {
        try store.write { connection in
            _ = try connection.execute(
                """
                INSERT INTO exchange_content (tenant_id, kind, owner, key, value, changed_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at
                """,
                [tenantID, kind.rawValue, owner, key, JSONValue.object(value).text(), moment.ticks]
            )
        }
    }

    /// Takes an entry away.
    func remove(_ kind: Kind, owner: String = "", key: String) throws {
        try store.write { connection in
            _ = try connection.execute(
                "DELETE FROM exchange_content WHERE tenant_id = ? AND kind = ? AND owner = ? AND key = ?",
                [tenantID, kind.rawValue, owner, key]
            )
        }
    }
}
