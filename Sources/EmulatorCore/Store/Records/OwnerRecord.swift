/// Who owns an app registration or a service principal.
package struct OwnerRecord: Sendable, Hashable {
    package var objectID = ""
    /// The user's or service principal's object id.
    var ownerID = ""

    package init(objectID: String, ownerID: String) {
        self.objectID = objectID
        self.ownerID = ownerID
    }
}

extension OwnerRecord: StoredRecord {
    package static let table = "object_owner"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("object_id", &objectID)
        try columns.value("owner_id", &ownerID)
    }
}
