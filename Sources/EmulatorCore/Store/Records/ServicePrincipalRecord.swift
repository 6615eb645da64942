#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// An app as it exists in one tenant.
package struct ServicePrincipalRecord: Sendable, Hashable {
    package var objectID = ""
    package var appID = ""
    package var tenantID = ""
    package var displayName = ""
    package var accountEnabled = false
    package var appRoleAssignmentRequired = false
    package var kind: ServicePrincipalKind = .application
    package var createdOn = Date(timeIntervalSince1970: 0)
    /// The Azure resource of a managed identity.
    package var resourceID: String? = nil
    /// Properties that only Graph knows, as a JSON object.
    package var document = "{}"

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
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("object_id", &objectID)
        try columns.value("app_id", &appID)
        try columns.value("tenant_id", &tenantID)
        try columns.value("display_name", &displayName)
        try columns.value("account_enabled", &accountEnabled)
        try columns.value("app_role_assignment_required", &appRoleAssignmentRequired)
        try columns.value("kind", &kind)
        try columns.value("created_on", &createdOn)
        try columns.value("resource_id", &resourceID)
        try columns.value("document", &document)
    }
}
