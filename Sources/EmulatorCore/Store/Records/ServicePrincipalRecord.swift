#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// An app as it exists in one tenant.
package struct ServicePrincipalRecord: Sendable, Hashable {
    package var objectID: String
    package var appID: String
    package var tenantID: String
    package var displayName: String
    package var accountEnabled: Bool
    package var appRoleAssignmentRequired: Bool
    package var kind: ServicePrincipalKind = .application
    package var createdOn: Date = Date(timeIntervalSince1970: 0)
    /// The Azure resource of a managed identity.
    package var resourceID: String? = nil
    /// Properties that only Graph knows, as a JSON object.
    package var document: String = "{}"

    package init(
        objectID: String,
        appID: String,
        tenantID: String,
        displayName: String,
        accountEnabled: Bool,
        appRoleAssignmentRequired: Bool,
        kind: ServicePrincipalKind = .application,
        createdOn: Date = Date(timeIntervalSince1970: 0),
        resourceID: String? = nil,
        document: String = "{}"
    ) {
        self.objectID = objectID
        self.appID = appID
        self.tenantID = tenantID
        self.displayName = displayName
        self.accountEnabled = accountEnabled
        self.appRoleAssignmentRequired = appRoleAssignmentRequired
        self.kind = kind
        self.createdOn = createdOn
        self.resourceID = resourceID
        self.document = document
    }
}

extension ServicePrincipalRecord: StoredRecord {
    package static let table = "service_principal"
    package static let columns = """
        object_id, app_id, tenant_id, display_name, account_enabled, app_role_assignment_required, \
        kind, created_on, resource_id, document
        """

    package init(_ row: inout Row) throws {
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

    package var values: [any SQLBindable] {
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
