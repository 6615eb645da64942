/// What Entra ID knows: tenants, people, groups, roles, applications, grants.
///
/// Ids are GUIDs in small letters; names are compared without letter case.
package struct Directory: Sendable {
    package let store: Store
    /// Who is told of changes.
    package let follower: (any DirectoryFollower)?

    package init(store: Store, follower: (any DirectoryFollower)? = nil) {
        self.store = store
        self.follower = follower
    }

    package func all<Record: StoredRecord & Sendable>(
        _ type: Record.Type,
        where condition: String,
        _ values: [any SQLBindable] = []
    ) throws -> [Record] {
        try store.read { try $0.records(type, where: condition, values) }
    }

    package func one<Record: StoredRecord & Sendable>(
        _ type: Record.Type,
        where condition: String,
        _ values: [any SQLBindable] = []
    ) throws -> Record? {
        try store.read { try $0.record(type, where: condition, values) }
    }

    package func insert(_ record: some StoredRecord) throws {
        try store.write { try $0.insert(record) }
    }

    /// Adds records, all or none.
    package func insert(all records: [any StoredRecord]) throws {
        try store.write { connection in
            for record in records { try connection.insert(record) }
        }
    }

    /// Runs one change and says whether it touched anything.
    @discardableResult
    package func change(_ sql: String, _ values: [any SQLBindable]) throws -> Bool {
        try store.write { try $0.execute(sql, values) } > 0
    }
}
