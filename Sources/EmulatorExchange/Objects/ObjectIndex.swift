package import EmulatorCore

/// The index of all tenants' objects, which follows from them.
package enum ObjectIndex {
    private static let count = 2000

    /// Puts objects into the index that are not there: those of a store of an older version, or of an import.
    ///
    /// - Throws: `DatabaseError`.
    package static func complete(in store: Store) throws {
        while try isIncomplete(store) {
            try store.write { connection in
                let objects = try connection.all(
                    ExchangeObject.self,
                    "FROM exchange_object WHERE is_indexed = 0 ORDER BY sequence LIMIT \(count)"
                )
                let tenants = try connection.records(TenantRecord.self, where: "TRUE")
                let names = Dictionary(tenants.map { ($0.id, TenantNames($0)) }) { first, _ in first }
                var index = IndexWriter(connection)
                for object in objects {
                    if let names = names[object.tenantID] { try index.add(object, names: names) }
                    try connection.execute(
                        "UPDATE exchange_object SET is_indexed = 1 WHERE sequence = ?",
                        [object.sequence]
                    )
                }
                try index.flush()
            }
        }
    }

    /// Makes the index of a store anew, whatever it says.
    ///
    /// - Throws: `DatabaseError`, such as `.constraint` for an address that two objects have.
    package static func rebuild(in store: Store) throws {
        try store.write { connection in
            try connection.executeScript(
                """
                DELETE FROM exchange_index; DELETE FROM exchange_scope;
                UPDATE exchange_object SET is_indexed = 0;
                """
            )
        }
        try complete(in: store)
    }

    private static func isIncomplete(_ store: Store) throws -> Bool {
        try store.read { connection in
            try connection.first("SELECT 1 FROM exchange_object WHERE is_indexed = 0 LIMIT 1") { try $0.integer() }
        } != nil
    }
}
