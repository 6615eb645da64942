/// An app as it exists in one tenant.
struct ServicePrincipalRecord: Sendable, Hashable {
    var objectID: String
    var appID: String
    var tenantID: String
    var displayName: String
    var accountEnabled: Bool
    var appRoleAssignmentRequired: Bool
}

extension ServicePrincipalRecord: StoredRecord {
    static let table = "service_principal"
    static let columns = """
        object_id, app_id, tenant_id, display_name, account_enabled, app_role_assignment_required
        """

    init(_ row: inout Row) throws {
        objectID = try row.text()
        appID = try row.text()
        tenantID = try row.text()
        displayName = try row.text()
        accountEnabled = try row.flag()
        appRoleAssignmentRequired = try row.flag()
    }

    var values: [any SQLBindable] {
        [
            objectID,
            appID,
            tenantID,
            displayName,
            accountEnabled,
            appRoleAssignmentRequired,
        ]
    }
}
