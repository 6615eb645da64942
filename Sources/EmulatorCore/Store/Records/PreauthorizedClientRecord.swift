/// Scopes a first-party client holds without consent.
package struct PreauthorizedClientRecord: Sendable, Hashable {
    package var resourceAppID: String
    package var clientAppID: String
    /// Separated by blanks.
    package var scope: String

    package init(resourceAppID: String, clientAppID: String, scope: String) {
        self.resourceAppID = resourceAppID
        self.clientAppID = clientAppID
        self.scope = scope
    }
}

extension PreauthorizedClientRecord: StoredRecord {
    package static let table = "preauthorized_client"
    package static let columns = """
        resource_app_id, client_app_id, scope
        """

    package init(_ row: inout Row) throws {
        resourceAppID = try row.text()
        clientAppID = try row.text()
        scope = try row.text()
    }

    package var values: [any SQLBindable] {
        [
            resourceAppID,
            clientAppID,
            scope,
        ]
    }
}
