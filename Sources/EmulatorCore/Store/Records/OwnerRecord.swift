/// Who owns an app registration or a service principal.
package struct OwnerRecord: Sendable, Hashable {
    package var objectID: String
    /// The user's or service principal's object id.
    var ownerID: String

    package init(objectID: String, ownerID: String) {
        self.objectID = objectID
        self.ownerID = ownerID
    }
}

extension OwnerRecord: StoredRecord {
    package static let table = "object_owner"
    package static let columns = """
        object_id, owner_id
        """

    package init(_ row: inout Row) throws {
        objectID = try row.text()
        ownerID = try row.text()
    }

    package var values: [any SQLBindable] {
        [
            objectID,
            ownerID,
        ]
    }
}
