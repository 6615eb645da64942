#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An app as it exists in one tenant.
struct ServicePrincipalRecord: Sendable, Hashable {
    var objectID: String
    var appID: String
    var tenantID: String
    var displayName: String
    var accountEnabled: Bool
    var appRoleAssignmentRequired: Bool
    var kind: ServicePrincipalKind = .application
    var createdOn: Date = Date(timeIntervalSince1970: 0)
    /// The Azure resource of a managed identity.
    var resourceID: String? = nil
    /// Properties that only Graph knows, as a JSON object.
    var document: String = "{}"
}

extension ServicePrincipalRecord: StoredRecord {
    static let table = "service_principal"
    static let columns = """
        object_id, app_id, tenant_id, display_name, account_enabled, app_role_assignment_required, \
        kind, created_on, resource_id, document
        """

    init(_ row: inout Row) throws {
        objectID = try row.text()
        appID = try row.text()
        tenantID = try row.text()
        displayName = try row.text()
        accountEnabled = try row.flag()
        appRoleAssignmentRequired = try row.flag()
        kind = try row.choice()
        createdOn = try row.date()
        resourceID = try row.optionalText()
        document = try row.text()
    }

    var values: [any SQLBindable] {
        [
            objectID,
            appID,
            tenantID,
            displayName,
            accountEnabled,
            appRoleAssignmentRequired,
            kind.rawValue,
            createdOn,
            resourceID,
            document,
        ]
    }
}
