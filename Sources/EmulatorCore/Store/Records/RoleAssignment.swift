/// A directory role held by a user, group or service principal.
package struct RoleAssignment: Sendable, Hashable {
    package var tenantID: String
    package var principalID: String
    package var roleTemplateID: String

    package init(tenantID: String, principalID: String, roleTemplateID: String) {
        self.tenantID = tenantID
        self.principalID = principalID
        self.roleTemplateID = roleTemplateID
    }
}

extension RoleAssignment: StoredRecord {
    package static let table = "role_assignment"
    package static let columns = """
        tenant_id, principal_id, role_template_id
        """

    package init(_ row: inout Row) throws {
        tenantID = try row.text()
        principalID = try row.text()
        roleTemplateID = try row.text()
    }

    package var values: [any SQLBindable] {
        [
            tenantID,
            principalID,
            roleTemplateID,
        ]
    }
}
