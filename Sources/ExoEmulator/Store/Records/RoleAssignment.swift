/// A directory role held by a user, group or service principal.
struct RoleAssignment: Sendable, Hashable {
    var tenantID: String
    var principalID: String
    var roleTemplateID: String
}

extension RoleAssignment: StoredRecord {
    static let table = "role_assignment"
    static let columns = """
        tenant_id, principal_id, role_template_id
        """

    init(_ row: inout Row) throws {
        tenantID = try row.text()
        principalID = try row.text()
        roleTemplateID = try row.text()
    }

    var values: [any SQLBindable] {
        [
            tenantID,
            principalID,
            roleTemplateID,
        ]
    }
}
