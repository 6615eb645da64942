/// Scopes granted to a client by consent.
struct DelegatedGrantRecord: Sendable, Hashable {
    var tenantID: String
    var clientAppID: String
    var resourceAppID: String
    /// Separated by blanks.
    var scope: String
    /// The user; nil for all users of the tenant.
    var principalID: String?
}

extension DelegatedGrantRecord: StoredRecord {
    static let table = "delegated_grant"
    static let columns = """
        tenant_id, client_app_id, resource_app_id, scope, principal_id
        """

    init(_ row: inout Row) throws {
        tenantID = try row.text()
        clientAppID = try row.text()
        resourceAppID = try row.text()
        scope = try row.text()
        principalID = try row.textUnlessEmpty()
    }

    var values: [any SQLBindable] {
        [
            tenantID,
            clientAppID,
            resourceAppID,
            scope,
            principalID ?? "",
        ]
    }
}
