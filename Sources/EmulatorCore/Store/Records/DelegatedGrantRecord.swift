/// Scopes granted to a client by consent.
package struct DelegatedGrantRecord: Sendable, Hashable {
    package var tenantID: String
    package var clientAppID: String
    package var resourceAppID: String
    /// Separated by blanks.
    package var scope: String
    /// The user; nil for all users of the tenant.
    package var principalID: String?

    package init(
        tenantID: String,
        clientAppID: String,
        resourceAppID: String,
        scope: String,
        principalID: String? = nil
    ) {
        self.tenantID = tenantID
        self.clientAppID = clientAppID
        self.resourceAppID = resourceAppID
        self.scope = scope
        self.principalID = principalID
    }
}

extension DelegatedGrantRecord: StoredRecord {
    package static let table = "delegated_grant"
    package static let columns = """
        tenant_id, client_app_id, resource_app_id, scope, principal_id
        """

    package init(_ row: inout Row) throws {
        tenantID = try row.text()
        clientAppID = try row.text()
        resourceAppID = try row.text()
        scope = try row.text()
        principalID = try row.textUnlessEmpty()
    }

    package var values: [any SQLBindable] {
        [
            tenantID,
            clientAppID,
            resourceAppID,
            scope,
            principalID ?? "",
        ]
    }
}
