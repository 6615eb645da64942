#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// An app role granted to a service principal, user or group.
package struct AppRoleAssignmentRecord: Sendable, Hashable {
    /// The role of those who are assigned to an app that has none, or to none of its roles.
    package static let defaultRoleID = "00000000-0000-0000-0000-000000000000"

    package var tenantID = ""
    /// The object id of who holds it.
    package var principalID = ""
    package var resourceAppID = ""
    /// The role's value; for the default role its id, all zeros.
    package var role = ""
    package var createdOn = Date(timeIntervalSince1970: 0)

    package init(
        tenantID: String,
        principalID: String,
        resourceAppID: String,
        role: String,
        createdOn: Date = Date(timeIntervalSince1970: 0)
    ) {
        self.tenantID = tenantID
        self.principalID = principalID
        self.resourceAppID = resourceAppID
        self.role = role
        self.createdOn = createdOn
    }
}

extension AppRoleAssignmentRecord: StoredRecord {
    package static let table = "app_role_assignment"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("tenant_id", &tenantID)
        try columns.value("principal_id", &principalID)
        try columns.value("resource_app_id", &resourceAppID)
        try columns.value("role", &role)
        try columns.value("created_on", &createdOn)
    }
}
