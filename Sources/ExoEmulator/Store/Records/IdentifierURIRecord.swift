/// A name under which a resource is asked for; it becomes the audience.
struct IdentifierURIRecord: Sendable, Hashable {
    var uri: String
    var resourceAppID: String
}

extension IdentifierURIRecord: StoredRecord {
    static let table = "identifier_uri"
    static let columns = """
        uri, resource_app_id
        """

    init(_ row: inout Row) throws {
        uri = try row.text()
        resourceAppID = try row.text()
    }

    var values: [any SQLBindable] {
        [
            uri,
            resourceAppID,
        ]
    }
}
