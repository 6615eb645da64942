#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// An app role granted to a service principal, user or group.
package struct AppRoleAssignmentRecord: Sendable, Hashable {
    /// The role of those who are assigned to an app that has none, or to none of its roles.
    package static let defaultRoleID = "00000000-0000-0000-0000-000000000000"

    package var tenantID: String
    /// The object id of who holds it.
    package var principalID: String
    package var resourceAppID: String
    /// The role's value; for the default role its id, all zeros.
    package var role: String
    package var createdOn: Date = Date(timeIntervalSince1970: 0)

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
    package static let columns = """
        tenant_id, principal_id, resource_app_id, role, created_on
        """

    package init(_ row: inout Row) throws {
        tenantID = try row.text()
        principalID = try row.text()
        resourceAppID = try row.text()
        role = try row.text()
        createdOn = try row.date()
    }

    package var values: [any SQLBindable] {
        [
            tenantID,
            principalID,
            resourceAppID,
            role,
            createdOn,
        ]
    }
}
