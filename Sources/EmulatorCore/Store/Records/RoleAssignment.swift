/// A directory role held by a user, group or service principal.
package struct RoleAssignment: Sendable, Hashable {
    package var tenantID = ""
    package var principalID = ""
    package var roleTemplateID = ""

    package init(tenantID: String, principalID: String, roleTemplateID: String) {
        self.tenantID = tenantID
        self.principalID = principalID
        self.roleTemplateID = roleTemplateID
    }
}

extension RoleAssignment: StoredRecord {
    package static let table = "role_assignment"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("tenant_id", &tenantID)
        try columns.value("principal_id", &principalID)
        try columns.value("role_template_id", &roleTemplateID)
    }
}
