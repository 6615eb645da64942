import EmulatorCore
import ExoJSON

/// New objects with all that the store keeps of them, made by any thread, so that storing them is nothing but writing.
package struct PreparedObjects: Sendable {
    /// An object without what was made of it.
    struct Object: Sendable {
        let tenantID: String
        let objectClass: ExchangeObject.Class
        let guid: String
        let owner: String
        let name: String
        let typeDetails: String
        let state: ExchangeObject.State
        let created: ServiceDate
        let changed: ServiceDate
        let properties: String
    }

    /// What the index says of the objects of one class.
    struct Entries: Sendable {
        let objectClass: ExchangeObject.Class
        var lines: [Line] = []

        /// Sorts them by kind and value, so that neighbours are written together.
        mutating func sort() {
            lines.sort { left, right in
                if left.kind != right.kind { return left.kind < right.kind }
                return left.value == right.value ? left.place < right.place : left.value < right.value
            }
        }
    }

    /// An entry of the index, and of the how manyth object.
    struct Line: Sendable {
        let kind: Int64
        let value: String
        let place: Int
    }

    let objects: [Object]
    let entries: [Entries]

    package init(_ all: [ExchangeObject], names: TenantNames) {
        objects = all.map { object in
            Object(
                tenantID: object.tenantID,
                objectClass: object.objectClass,
                guid: object.guid,
                owner: object.owner,
                name: object.name,
                typeDetails: object.typeDetails,
                state: object.state,
                created: object.created,
                changed: object.changed,
                properties: JSONValue.object(object.properties).text()
            )
        }
        var entries: [Entries] = []
        for (place, object) in all.enumerated() {
            let known = entries.firstIndex { $0.objectClass == object.objectClass }
            if known == nil { entries.append(Entries(objectClass: object.objectClass)) }
            let into = known ?? entries.count - 1
            for entry in IndexEntry.all(of: object, names: names) {
                entries[into].lines.append(Line(kind: entry.kind.rawValue, value: entry.value, place: place))
            }
        }
        for index in entries.indices { entries[index].sort() }
        self.entries = entries
    }
}

extension ObjectStore {
    /// Adds many objects, each of which is new.
    ///
    /// - Returns: Their places.
    /// - Throws: `DatabaseError.constraint` for an object or an address that is there; nothing of the transaction may stay.
    @discardableResult
    package func insert(_ prepared: PreparedObjects) throws -> [Int64] {
        try store.write { connection in
            var places: [Int64] = []
            places.reserveCapacity(prepared.objects.count)
            for object in prepared.objects { places.append(try insertRow(of: object, connection)) }
            var index = IndexWriter(connection)
            for entries in prepared.entries {
                try index.add(entries, of: names.tenantID, at: places)
            }
            return places
        }
    }

    /// Adds the row of an object.
    ///
    /// - Returns: Its place.
    func insertRow(of object: PreparedObjects.Object, _ connection: Connection) throws -> Int64 {
        connection.noteIfStanding(object.objectClass, object.typeDetails)
        try connection.execute(
            """
            INSERT INTO exchange_object
            (tenant_id, class, guid, owner, name, type_details, state, created_at, changed_at, properties, is_indexed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """,
            [
                object.tenantID, object.objectClass.rawValue, object.guid, object.owner, object.name,
                object.typeDetails, object.state.rawValue, object.created.ticks, object.changed.ticks,
                object.properties,
            ]
        )
        return connection.lastInsertedRowID
    }
}
