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
    ///   - visit: Called with each; answers false to stop.
    /// - Throws: `DatabaseError`, and what `visit` throws.
    func forEach(
        _ objectClass: ExchangeObject.Class,
        types: Set<String>?,
        states: Set<ExchangeObject.State>,
        in range: (after: Int64, through: Int64),
        visit: (ExchangeObject) throws -> Bool
    ) throws {
        let allowed = types?.sorted() ?? []
        let marks = allowed.map { _ in "?" }.joined(separator: ", ")
        let condition = types == nil ? "" : "AND type_details IN (\(marks)) "
        var values: [any SQLBindable] = [tenantID, objectClass.rawValue, range.after, range.through]
        values += allowed.map { $0 as any SQLBindable }
        try store.read { connection in
            try connection.forEachRow(
                """
                SELECT \(ExchangeObject.columns) FROM exchange_object WHERE tenant_id = ? AND class = ? \
                AND sequence > ? AND sequence <= ? \(condition)ORDER BY sequence
                """,
                values
            ) { row in
                let object = try ExchangeObject(&row)
                return states.contains(object.state) ? try visit(object) : true
            }
        }
    }

    /// The place of the newest object of any tenant.
    func newestSequence() throws -> Int64 {
        try store.read { try $0.first("SELECT max(sequence) FROM exchange_object") { try $0.optionalInteger() } }
            .flatMap { $0 }.map(Int64.init) ?? 0
    }

    /// The objects at these places, in their order; places without an object are left out.
    func objects(at sequences: [Int64]) throws -> [ExchangeObject] {
        try store.read { connection in
            try sequences.compactMap { sequence in
                try connection.one(
                    ExchangeObject.self,
                    "FROM exchange_object WHERE sequence = ? AND tenant_id = ?",
                    [sequence, tenantID]
                )
            }
        }
    }

    /// The objects that an identity names, by the strongest kind of name that matches.
    ///
    /// - Parameters:
    ///   - identity: Any name of the object, in any letter case; with an asterisk a pattern.
    ///   - objectClass: The class.
    ///   - isWanted: Whether an object may be meant at all.
    /// - Returns: The objects, several where the name is not unique.
    /// - Throws: `DatabaseError`.
    func objects(
        named identity: String,
        of objectClass: ExchangeObject.Class,
        where isWanted: (ExchangeObject) -> Bool
    ) throws -> [ExchangeObject] {
        let key = names.withoutPlace(Self.normalized(identity))
        let matches = try store.read { connection in
            try connection.rows(
                "SELECT kind, sequence FROM exchange_key WHERE tenant_id = ? AND class = ? AND key = ?",
                [tenantID, objectClass.rawValue, key]
            ) { row in (try row.choice() as ObjectKey.Kind, Int64(try row.integer())) }
        }
        for rank in 0...3 {
            let places = Set(matches.filter { $0.0.rank == rank }.map(\.1)).sorted()
            let found = try objects(at: places).filter(isWanted)
            if !found.isEmpty { return found }
        }
        return key.contains("*") ? try objects(like: key, of: objectClass).filter(isWanted) : []
    }

    /// Adds an object with its names.
    ///
    /// - Returns: The object with its place.
    @discardableResult
    package func insert(_ object: ExchangeObject) throws -> ExchangeObject {
        try store.write { connection in
            try connection.execute(
                """
                INSERT INTO exchange_object
                (tenant_id, class, guid, owner, name, type_details, state, created_at, changed_at, properties)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    object.tenantID, object.objectClass.rawValue, object.guid, object.owner, object.name,
                    object.typeDetails, object.state.rawValue, object.created.ticks, object.changed.ticks,
                    JSONValue.object(object.properties).text(),
                ]
            )
            var stored = object
            stored.sequence = connection.lastInsertedRowID
            try writeKeys(of: stored, connection)
            return stored
        }
    }

    /// Writes an object back with its names.
    func update(_ object: ExchangeObject) throws {
        try store.write { connection in
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
            try connection.execute("DELETE FROM exchange_key WHERE sequence = ?", [object.sequence])
            try writeKeys(of: object, connection)
        }
    }

    /// Takes an object away, with its names and what belongs to it.
    func remove(_ object: ExchangeObject) throws {
        try store.write { connection in
            for statement in [
                "DELETE FROM exchange_object WHERE tenant_id = ?2 AND owner = ?3 AND owner <> ''",
                "DELETE FROM exchange_object WHERE sequence = ?1 AND tenant_id = ?2 AND guid = ?3",
            ] {
                try connection.execute(statement, [object.sequence, tenantID, object.guid])
            }
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

    /// Whose address this is, if anyone's.
    func owner(ofAddress address: String) throws -> ExchangeObject? {
        let place = try store.read { connection in
            try connection.first(
                "SELECT sequence FROM exchange_key WHERE tenant_id = ? AND key = ? AND kind = 'address'",
                [tenantID, address.lowercased()]
            ) { try $0.integer() }
        }
        return try place.flatMap { try objects(at: [Int64($0)]).first }
    }

    private func writeKeys(of object: ExchangeObject, _ connection: Connection) throws {
        for key in ObjectKey.all(of: object, names: names) {
            try connection.execute(
                "INSERT INTO exchange_key (tenant_id, class, key, kind, sequence) VALUES (?, ?, ?, ?, ?)",
                [object.tenantID, object.objectClass.rawValue, key.text, key.kind.rawValue, object.sequence]
            )
        }
    }

    private func objects(like pattern: String, of objectClass: ExchangeObject.Class) throws -> [ExchangeObject] {
        let escaped = pattern.map { "%_!".contains($0) ? "!\($0)" : $0 == "*" ? "%" : String($0) }.joined()
        let places = try store.read { connection in
            try connection.rows(
                """
                SELECT DISTINCT sequence FROM exchange_key WHERE tenant_id = ? AND class = ? \
                AND kind IN ('name', 'alias', 'displayName', 'address') AND key LIKE ? ESCAPE '!' ORDER BY sequence
                """,
                [tenantID, objectClass.rawValue, escaped]
            ) { Int64(try $0.integer()) }
        }
        return try objects(at: places)
    }

    /// An identity as the index has it: lower case, without a proxy prefix, braces around a GUID, or a display name
    /// before an address in angle brackets.
    private static func normalized(_ identity: String) -> String {
        var text = identity.lowercased()
        if text.hasPrefix("smtp:") { text = String(text.dropFirst(5)) }
        if text.hasPrefix("{"), text.hasSuffix("}"), text.count == 38 { text = String(text.dropFirst().dropLast()) }
        if text.hasSuffix(">"), let open = text.lastIndex(of: "<") {
            text = String(text[text.index(after: open)...].dropLast())
        }
        return text
    }
}
