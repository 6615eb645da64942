/// Scopes a first-party client holds without consent.
struct PreauthorizedClientRecord: Sendable, Hashable {
    var resourceAppID: String
    var clientAppID: String
    /// Separated by blanks.
    var scope: String
}

extension PreauthorizedClientRecord: StoredRecord {
    static let table = "preauthorized_client"
    static let columns = """
        resource_app_id, client_app_id, scope
        """

    init(_ row: inout Row) throws {
        resourceAppID = try row.text()
        clientAppID = try row.text()
        scope = try row.text()
    }

    var values: [any SQLBindable] {
        [
            resourceAppID,
            clientAppID,
            scope,
        ]
    }
}
