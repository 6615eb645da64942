package import EmulatorCore
import ExoJSON

/// Exchange's objects of one tenant.
package struct ObjectStore: Sendable {
    package let store: Store
    package let names: TenantNames

    package init(store: Store, names: TenantNames) {
        self.store = store
        self.names = names
    }

    private var tenantID: String { names.tenantID }

    /// The objects of a class from after a place on, in the order of their making.
    ///
    /// - Parameters:
    ///   - objectClass: The class.
    ///   - types: The recipient types in detail, `nil` for any.
    ///   - states: The states.
    ///   - range: Only objects after the lower and up to the upper place.
    ///   - search: Finds objects among which all are that `visit` needs; `nil` for all of the class.
    ///   - screen: Tells of objects that `visit` does not need, before they are read.
    ///   - visit: Called with each; answers false to stop.
    /// - Throws: `DatabaseError`, and what `visit` throws.
    func forEach(
        _ objectClass: ExchangeObject.Class,
        types: Set<String>?,
        states: Set<ExchangeObject.State>,
        in range: (after: Int64, through: Int64),
        among search: IndexSearch? = nil,
        screen: FilterScreen? = nil,
        visit: (ExchangeObject) throws -> Bool
    ) throws {
        let allowed = types?.sorted() ?? []
        let marks = allowed.map { _ in "?" }.joined(separator: ", ")
        var condition = types == nil ? "" : "AND type_details IN (\(marks)) "
        // What is not in use is little, and has an index of its own.
        if !states.contains(.active) { condition += "AND state <> 'active' " }
        if states.count < 3 {
            condition += "AND state IN (\(states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", "))) "
        }
        try store.read { connection in
            // With a search the places come from the index, and every object of the table's is looked up by its place.
            let found = try search?.query(scope: scope(of: objectClass, connection), connection)
            let hold = found == nil ? "" : "+"
            let places = found.map { "sequence IN (\($0.sql)) AND " } ?? ""
            var values: [any SQLBindable] = found?.values ?? []
            values += [tenantID, objectClass.rawValue, range.after, range.through] as [any SQLBindable]
            values += allowed.map { $0 as any SQLBindable }
            try connection.forEachRow(
                """
                SELECT \(ExchangeObject.columns) FROM exchange_object WHERE \(places)\(hold)tenant_id = ? \
                AND \(hold)class = ? AND sequence > ? AND sequence <= ? \(condition)ORDER BY sequence
                """,
                values
            ) { row in
                let stored = try StoredObject(&row)
                guard screen?.mayMatch(stored) ?? true else { return true }
                return try visit(try ExchangeObject(stored))
            }
        }
    }

    /// The place of the newest object of any tenant.
    func newestSequence() throws -> Int64 {
        try store.read { try $0.first("SELECT max(sequence) FROM exchange_object") { try $0.optionalInteger() } }
            .flatMap { $0 }.map(Int64.init) ?? 0
    }

    /// Adds an object with its names.
    ///
    /// - Returns: The object with its place.
    @discardableResult
    package func insert(_ object: ExchangeObject) throws -> ExchangeObject {
        try store.write { _ in
            var stored = object
            stored.sequence = try insert(PreparedObjects([object], names: names))[0]
            return stored
        }
    }

    /// Whether an object with the GUID of this one is there.
    package func has(_ object: ExchangeObject) throws -> Bool {
        try store.read { connection in
            try connection.first(
                "SELECT 1 FROM exchange_object WHERE tenant_id = ? AND guid = ?",
                [names.tenantID, object.guid]
            ) { _ in true } ?? false
        }
    }

    /// Adds many objects with their names.
    package func insert(all objects: [ExchangeObject]) throws {
        try insert(PreparedObjects(objects, names: names))
    }

    /// Writes an object back with its names.
    ///
    /// - Parameters:
    ///   - object: The object as it is now.
    ///   - original: As it is stored, where that was read in the same transaction.
    /// - Throws: `DatabaseError`.
    func update(_ object: ExchangeObject, from original: ExchangeObject? = nil) throws {
        try store.write { connection in
            let before =
                try original
                ?? connection.one(
                    ExchangeObject.self,
                    "FROM exchange_object WHERE sequence = ?",
                    [object.sequence]
                )
            var object = object
            if let before { FormerIdentity.keep(of: before, in: &object) }
            try connection.execute(
                """
                UPDATE exchange_object SET name = ?2, type_details = ?3, state = ?4, changed_at = ?5, properties = ?6
                WHERE sequence = ?1
                """,
                [
                    object.sequence, object.name, object.typeDetails, object.state.rawValue, object.changed.ticks,
                    JSONValue.object(object.properties).text(),
                ]
            )
            connection.noteIfStanding(object.objectClass, object.typeDetails)
            guard let before else { return }
            connection.noteIfStanding(before.objectClass, before.typeDetails)
            var index = IndexWriter(connection)
            try index.replace(before, with: object, names: names)
            try index.flush()
        }
    }

    /// Takes an object away, with its names and what belongs to it.
    func remove(_ object: ExchangeObject) throws {
        try store.write { connection in
            var index = IndexWriter(connection)
            let going = try connection.all(
                ExchangeObject.self,
                """
                FROM exchange_object WHERE sequence = ?1 AND tenant_id = ?2 AND guid = ?3 \
                OR tenant_id = ?2 AND owner = ?3 AND owner <> ''
                """,
                [object.sequence, tenantID, object.guid]
            )
            for gone in going {
                connection.noteIfStanding(gone.objectClass, gone.typeDetails)
                try index.remove(gone, names: names)
                try connection.execute("DELETE FROM exchange_object WHERE sequence = ?", [gone.sequence])
            }
            try index.flush()
        }
    }

    /// What belongs to an object, in the order of its making.
    func objects(ownedBy owner: ExchangeObject, _ objectClass: ExchangeObject.Class) throws -> [ExchangeObject] {
        try store.read { connection in
            try connection.all(
                ExchangeObject.self,
                "FROM exchange_object WHERE tenant_id = ? AND owner = ? AND owner <> '' AND class = ? ORDER BY sequence",
                [tenantID, owner.guid, objectClass.rawValue]
            )
        }
    }
}
