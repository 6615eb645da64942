/// A name under which a resource is asked for; it becomes the audience.
package struct IdentifierURIRecord: Sendable, Hashable {
    package var uri = ""
    package var resourceAppID = ""

    package init(uri: String, resourceAppID: String) {
        self.uri = uri
        self.resourceAppID = resourceAppID
    }
}

extension IdentifierURIRecord: StoredRecord {
    package static let table = "identifier_uri"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("uri", &uri)
        try columns.value("resource_app_id", &resourceAppID)
    }
}
