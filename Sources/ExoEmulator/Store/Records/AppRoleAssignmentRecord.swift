/// An app role granted to a service principal.
struct AppRoleAssignmentRecord: Sendable, Hashable {
    var tenantID: String
    /// The service principal's object id.
    var principalID: String
    var resourceAppID: String
    /// The role's value.
    var role: String
}

extension AppRoleAssignmentRecord: StoredRecord {
    static let table = "app_role_assignment"
    static let columns = """
        tenant_id, principal_id, resource_app_id, role
        """

    init(_ row: inout Row) throws {
        tenantID = try row.text()
        principalID = try row.text()
        resourceAppID = try row.text()
        role = try row.text()
    }

    var values: [any SQLBindable] {
        [
            tenantID,
            principalID,
            resourceAppID,
            role,
        ]
    }
}
