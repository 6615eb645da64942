import EmulatorCore

extension ObjectStore {
    /// The objects at these places, in their order; places without an object are left out.
    func objects(at sequences: [Int64]) throws -> [ExchangeObject] {
        guard !sequences.isEmpty else { return [] }
        return try store.read { connection in
            try sequences.compactMap { sequence in
                try connection.one(
                    ExchangeObject.self,
                    "FROM exchange_object WHERE sequence = ? AND tenant_id = ?",
                    [sequence, names.tenantID]
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
        let whole = Self.normalized(identity)
        let gone = objectClass == .recipient ? names.name(ofDeleted: whole) : nil
        func isMeant(_ object: ExchangeObject) -> Bool { (gone == nil || object.state != .active) && isWanted(object) }
        let key = names.withoutPlace(gone ?? whole)
        // Nothing keeps distinguished names, which follow from others.
        if let name = names.name(inDistinguishedName: key, of: objectClass) {
            let places = try places(named: name, of: objectClass, NameQuery([.name])).map(\.1)
            let found = try objects(at: places)
                .filter { isMeant($0) && names.distinguishedName(of: $0).lowercased() == key }
            if !found.isEmpty { return found }
        }
        // Weaker names are looked for where no stronger one is anybody's.
        for query in Self.nameQueries {
            let matches = try places(named: key, of: objectClass, query)
            for rank in query.ranks {
                let places = Set(matches.filter { $0.0.rank == rank }.map(\.1)).sorted()
                let found = try objects(at: places).filter { isMeant($0) }
                if !found.isEmpty { return found }
            }
        }
        return key.contains("*") ? try objects(like: key, of: objectClass).filter { isMeant($0) } : []
    }

    /// The recipient in use that an identity names, the first one of several; `nil` where it is nobody's, as a pattern is.
    ///
    /// - Throws: `DatabaseError`.
    func recipient(named identity: String) throws -> ExchangeObject? {
        guard !identity.contains("*") else { return nil }
        return try objects(named: identity, of: .recipient) { $0.state == .active }.first
    }

    /// Whose address this is, if anyone's; who is gone keeps it only as long as nobody else has it.
    ///
    /// - Parameters:
    ///   - address: The address, without a prefix.
    ///   - guid: Who is not meant.
    /// - Returns: The first one.
    /// - Throws: `DatabaseError`.
    func owner(ofAddress address: String, besides guid: String? = nil) throws -> ExchangeObject? {
        try objects(at: places(of: .address, address.lowercased())).first { $0.guid != guid }
    }

    /// Who in use has an address of whatever prefix, if anyone; an X500 one may be a legacy name too.
    ///
    /// - Parameters:
    ///   - proxy: The address with its prefix.
    ///   - guid: Who is not meant.
    /// - Returns: The first one.
    /// - Throws: `DatabaseError`.
    func owner(ofProxy proxy: String, besides guid: String) throws -> ExchangeObject? {
        let proxy = proxy.lowercased()
        let rest = String(proxy.drop { $0 != ":" }.dropFirst())
        let found: [Int64] =
            if proxy.hasPrefix("smtp:") {
                try places(of: .address, rest)
            } else if proxy.hasPrefix("x500:") {
                try places(of: .legacyDN, rest)
            } else {
                try places(of: .otherAddress, proxy)
            }
        return try objects(at: found).first { $0.state == .active && $0.guid != guid }
    }

    /// The places of recipients of which the index knows a value.
    ///
    /// - Parameters:
    ///   - kind: What the value is.
    ///   - value: The value, in small letters.
    /// - Returns: The places, in no order.
    /// - Throws: `DatabaseError`.
    func places(of kind: IndexKind, _ value: String) throws -> [Int64] {
        try store.read { connection in
            try connection.rows(
                """
                SELECT sequence FROM exchange_index WHERE scope = \
                (SELECT id FROM exchange_scope WHERE tenant_id = ? AND class = '\(ExchangeObject.Class.recipient.rawValue)') \
                AND kind = \(kind.rawValue) AND value = ?
                """,
                [names.tenantID, value]
            ) { Int64(try $0.integer()) }
        }
    }

    /// What the index knows of recipients that begins with a text and a digit, in small letters.
    ///
    /// - Throws: `DatabaseError`.
    func numbered(_ kind: IndexKind, after text: String) throws -> Set<String> {
        let text = text.lowercased()
        return try store.read { connection in
            Set(
                try connection.rows(
                    "SELECT value FROM exchange_index WHERE scope = ? AND kind = ? AND value >= ? AND value < ?",
                    // The colon comes after the nine.
                    [try scope(of: .recipient, connection), kind.rawValue, "\(text)0", "\(text):"]
                ) { try $0.text() }
            )
        }
    }

    /// The number under which the index has a class; 0 where it has nothing of it.
    func scope(of objectClass: ExchangeObject.Class, _ connection: Connection) throws -> Int64 {
        try IndexWriter.scope(names.tenantID, objectClass, connection) ?? 0
    }

    /// A look-up of some kinds of names.
    private struct NameQuery {
        let ranks: [Int]
        let sql: String

        // One look after the other: a list of kinds would be put into a table first, for each query anew.
        init(_ kinds: [IndexKind]) {
            ranks = Set(kinds.map(\.rank)).sorted()
            sql = kinds.map { kind in
                """
                SELECT \(kind.rawValue), sequence FROM exchange_index WHERE scope = \
                (SELECT id FROM exchange_scope WHERE tenant_id = ?1 AND class = ?2) \
                AND kind = \(kind.rawValue) AND value = ?3
                """
            }.joined(separator: " UNION ALL ")
        }
    }

    private static let nameQueries = [
        NameQuery(IndexKind.names.filter { $0.rank < 2 }), NameQuery(IndexKind.names.filter { $0.rank >= 2 }),
    ]
    private static let patternKinds = [IndexKind.name, .alias, .displayName, .address]

    private func places(
        named key: String,
        of objectClass: ExchangeObject.Class,
        _ query: NameQuery
    ) throws -> [(IndexKind, Int64)] {
        try store.read { connection in
            try connection.rows(query.sql, [names.tenantID, objectClass.rawValue, key]) { row in
                (IndexKind(rawValue: Int64(try row.integer())) ?? .displayName, Int64(try row.integer()))
            }
        }
    }

    private func objects(like pattern: String, of objectClass: ExchangeObject.Class) throws -> [ExchangeObject] {
        let search = IndexSearch.any(Self.patternKinds.map { .matches($0, IndexPattern(pattern)) })
        let wanted = Array(pattern)
        let places = try store.read { connection in
            let found = search.statement(scope: try scope(of: objectClass, connection))
            return try connection.rows("\(found.sql) ORDER BY sequence", found.values) { Int64(try $0.integer()) }
        }
        return try objects(at: places).filter { object in
            IndexEntry.all(of: object, names: names).contains { entry in
                Self.patternKinds.contains(entry.kind) && Wildcard.matches(Array(entry.value), pattern: wanted)
            }
        }
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
