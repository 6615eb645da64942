#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An app role granted to a service principal, user or group.
struct AppRoleAssignmentRecord: Sendable, Hashable {
    var tenantID: String
    /// The object id of who holds it.
    var principalID: String
    var resourceAppID: String
    /// The role's value; for the default role its id, all zeros.
    var role: String
    var createdOn: Date = Date(timeIntervalSince1970: 0)
}

extension AppRoleAssignmentRecord: StoredRecord {
    static let table = "app_role_assignment"
    static let columns = """
        tenant_id, principal_id, resource_app_id, role, created_on
        """

    init(_ row: inout Row) throws {
        tenantID = try row.text()
        principalID = try row.text()
        resourceAppID = try row.text()
        role = try row.text()
        createdOn = try row.date()
    }

    var values: [any SQLBindable] {
        [
            tenantID,
            principalID,
            resourceAppID,
            role,
            createdOn,
        ]
    }
}
