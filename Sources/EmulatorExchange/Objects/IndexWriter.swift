import EmulatorCore

/// Writes what the index says of objects, many entries at a time and in their order, so that neighbours are written together.
struct IndexWriter {
    private struct Line {
        let scope: Int64
        let kind: Int64
        let value: String
        let sequence: Int64

        init(scope: Int64, kind: Int64, value: String, sequence: Int64) {
            self.scope = scope
            self.kind = kind
            self.value = value
            self.sequence = sequence
        }

        init(scope: Int64, entry: IndexEntry, sequence: Int64) {
            self.init(scope: scope, kind: entry.kind.rawValue, value: entry.value, sequence: sequence)
        }
    }

    /// How many lines one statement adds.
    private static let lines = 40

    private let connection: Connection
    private var added: [Line] = []
    private var scopes: [String: Int64] = [:]

    init(_ connection: Connection) { self.connection = connection }

    /// Adds an object that is stored and not in the index.
    mutating func add(_ object: ExchangeObject, names: TenantNames) throws {
        let scope = try scope(of: object)
        for entry in IndexEntry.all(of: object, names: names) {
            added.append(Line(scope: scope, entry: entry, sequence: object.sequence))
        }
    }

    /// Writes what differs between an object as it is in the index and as it is now.
    mutating func replace(_ before: ExchangeObject, with after: ExchangeObject, names: TenantNames) throws {
        guard let (old, new) = IndexEntry.changes(from: before, to: after, names: names) else { return }
        let scope = try scope(of: after)
        for entry in old where !new.contains(entry) { try delete(entry, scope, after.sequence) }
        for entry in new where !old.contains(entry) {
            added.append(Line(scope: scope, entry: entry, sequence: after.sequence))
        }
    }

    /// Takes an object out of the index.
    mutating func remove(_ object: ExchangeObject, names: TenantNames) throws {
        let scope = try scope(of: object)
        for entry in IndexEntry.all(of: object, names: names) { try delete(entry, scope, object.sequence) }
    }

    /// Adds what is known of objects that are stored, in its order.
    ///
    /// - Parameters:
    ///   - entries: Entries of one class, sorted.
    ///   - tenantID: Whose objects they are of.
    ///   - places: Where the objects are stored.
    /// - Throws: `DatabaseError.constraint` for an address that another object has; nothing of the transaction may stay.
    mutating func add(_ entries: PreparedObjects.Entries, of tenantID: String, at places: [Int64]) throws {
        let scope = try scope(tenantID, entries.objectClass)
        added = entries.lines.map { line in
            Line(scope: scope, kind: line.kind, value: line.value, sequence: places[line.place])
        }
        try write()
    }

    /// Writes what was added.
    ///
    /// - Throws: `DatabaseError.constraint` for an address that another object has; nothing of the transaction may stay.
    mutating func flush() throws {
        guard !added.isEmpty else { return }
        if added.count > 1 {
            added.sort {
                if $0.scope != $1.scope { return $0.scope < $1.scope }
                if $0.kind != $1.kind { return $0.kind < $1.kind }
                return $0.value == $1.value ? $0.sequence < $1.sequence : $0.value < $1.value
            }
        }
        try write()
    }

    private mutating func write() throws {
        try checkAddresses()
        var start = 0
        while start < added.count {
            // Whole statements of many lines, then the rest line by line, so that there are two texts and no more.
            let count = added.count - start >= Self.lines ? Self.lines : 1
            var values: [any SQLBindable] = []
            values.reserveCapacity(count * 4)
            for line in added[start..<start + count] {
                values.append(line.scope)
                values.append(line.kind)
                values.append(line.value)
                values.append(line.sequence)
            }
            try connection.execute(count == 1 ? Self.one : Self.many, values)
            start += count
        }
        added.removeAll(keepingCapacity: true)
    }

    private static let one = "INSERT INTO exchange_index (scope, kind, value, sequence) VALUES (?, ?, ?, ?)"
    private static let many = one + String(repeating: ", (?, ?, ?, ?)", count: lines - 1)

    private func delete(_ entry: IndexEntry, _ scope: Int64, _ sequence: Int64) throws {
        try connection.execute(
            "DELETE FROM exchange_index WHERE scope = ? AND kind = ? AND value = ? AND sequence = ?",
            [scope, entry.kind.rawValue, entry.value, sequence]
        )
    }

    /// An address is one object's only.
    private func checkAddresses() throws {
        var previous: Line?
        for line in added where line.kind == IndexKind.address.rawValue {
            defer { previous = line }
            let isTwice = previous?.scope == line.scope && previous?.value == line.value
            let other = try connection.first(
                """
                SELECT 1 FROM exchange_index JOIN exchange_object USING (sequence) \
                WHERE scope = ? AND kind = \(IndexKind.address.rawValue) AND value = ? AND sequence <> ?
                """,
                [line.scope, line.value, line.sequence]
            ) { try $0.integer() }
            guard !isTwice, other == nil else {
                throw DatabaseError(.constraint, message: "an address of the tenant would belong to two objects")
            }
        }
    }

    private mutating func scope(of object: ExchangeObject) throws -> Int64 {
        try scope(object.tenantID, object.objectClass)
    }

    private mutating func scope(_ tenantID: String, _ objectClass: ExchangeObject.Class) throws -> Int64 {
        let key = "\(tenantID) \(objectClass.rawValue)"
        if let scope = scopes[key] { return scope }
        let scope = try Self.scope(tenantID, objectClass, connection) ?? make(tenantID, objectClass)
        scopes[key] = scope
        return scope
    }

    private func make(_ tenantID: String, _ objectClass: ExchangeObject.Class) throws -> Int64 {
        try connection.execute(
            "INSERT INTO exchange_scope (tenant_id, class) VALUES (?, ?)",
            [tenantID, objectClass.rawValue]
        )
        return connection.lastInsertedRowID
    }

    /// The number under which the index has a class of a tenant; `nil` where it has nothing of it.
    static func scope(
        _ tenantID: String,
        _ objectClass: ExchangeObject.Class,
        _ connection: Connection
    ) throws -> Int64? {
        try connection.first(
            "SELECT id FROM exchange_scope WHERE tenant_id = ? AND class = ?",
            [tenantID, objectClass.rawValue]
        ) { Int64(try $0.integer()) }
    }
}
