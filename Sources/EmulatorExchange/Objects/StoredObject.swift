import EmulatorCore
import ExoJSON

/// An object as the store has it, what it says of itself not read yet.
struct StoredObject: Sendable {
    let sequence: Int64
    let tenantID: String
    let objectClass: ExchangeObject.Class
    let guid: String
    let owner: String
    let name: String
    let typeDetails: String
    let state: ExchangeObject.State
    let created: ServiceDate
    let changed: ServiceDate
    /// The text of a JSON object.
    let properties: String
}

extension StoredObject: RowReadable {
    static var columns: String { ExchangeObject.columns }

    init(_ row: inout Row) throws {
        sequence = Int64(try row.integer())
        tenantID = try row.text()
        objectClass = try row.choice()
        guid = try row.text()
        owner = try row.text()
        name = try row.text()
        typeDetails = try row.text()
        state = try row.choice()
        created = ServiceDate(ticks: Int64(try row.integer()))
        changed = ServiceDate(ticks: Int64(try row.integer()))
        properties = try row.text()
    }
}

extension ExchangeObject {
    /// Reads what an object says of itself.
    ///
    /// - Throws: `JSONError`.
    init(_ stored: StoredObject) throws {
        self.init(
            sequence: stored.sequence,
            tenantID: stored.tenantID,
            objectClass: stored.objectClass,
            guid: stored.guid,
            owner: stored.owner,
            name: stored.name,
            typeDetails: stored.typeDetails,
            state: stored.state,
            created: stored.created,
            changed: stored.changed,
            properties: try JSONValue(parsing: stored.properties).objectValue ?? JSONObject()
        )
    }
}
