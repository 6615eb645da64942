/// A name under which a resource is asked for; it becomes the audience.
package struct IdentifierURIRecord: Sendable, Hashable {
    package var uri: String
    package var resourceAppID: String

    package init(uri: String, resourceAppID: String) {
        self.uri = uri
        self.resourceAppID = resourceAppID
    }
}

extension IdentifierURIRecord: StoredRecord {
    package static let table = "identifier_uri"
    package static let columns = """
        uri, resource_app_id
        """

    package init(_ row: inout Row) throws {
        uri = try row.text()
        resourceAppID = try row.text()
    }

    package var values: [any SQLBindable] {
        [
            uri,
            resourceAppID,
        ]
    }
}
