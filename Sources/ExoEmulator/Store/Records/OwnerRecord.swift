/// Who owns an app registration or a service principal.
struct OwnerRecord: Sendable, Hashable {
    var objectID: String
    /// The user's or service principal's object id.
    var ownerID: String
}

extension OwnerRecord: StoredRecord {
    static let table = "object_owner"
    static let columns = """
        object_id, owner_id
        """

    init(_ row: inout Row) throws {
        objectID = try row.text()
        ownerID = try row.text()
    }

    var values: [any SQLBindable] {
        [
            objectID,
            ownerID,
        ]
    }
}
