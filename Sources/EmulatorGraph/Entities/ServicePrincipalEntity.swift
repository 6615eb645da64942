import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// Service principals as Graph shows them.
struct ServicePrincipalEntity: Sendable {
    static let shape = GraphShape(
        "servicePrincipal",
        isDirectory: true,
        relations: [
            "owners": { try $0.owners(of: $1) },
            "appRoleAssignments": { try $0.heldRoles(by: $1) },
            "appRoleAssignedTo": { try $0.heldRoles(on: $1) },
            "memberOf": { try $0.containers(of: $1, transitively: false) },
            "transitiveMemberOf": { try $0.containers(of: $1, transitively: true) },
            "oauth2PermissionGrants": { try $0.grants(toClient: $1) },
            "ownedObjects": { try $0.ownedObjects(of: $1) },
            "createdObjects": { try $0.ownedObjects(of: $1) },
        ]
    )

    static let kept = [
        "description", "notes", "tags", "homepage", "loginUrl", "logoutUrl", "notificationEmailAddresses",
        "preferredSingleSignOnMode", "preferredTokenSigningKeyThumbprint", "samlSingleSignOnSettings", "info", "addIns",
        "tokenEncryptionKeyId", "customSecurityAttributes",
    ]

    static let columns = [
        "id": GraphColumn(name: "object_id"), "appId": GraphColumn(name: "app_id"),
        "displayName": GraphColumn(name: "display_name"),
        "accountEnabled": GraphColumn(name: "account_enabled", kind: .flag),
        "appRoleAssignmentRequired": GraphColumn(name: "app_role_assignment_required", kind: .flag),
        "servicePrincipalType": GraphColumn(name: "kind"),
    ]

    let directory: Directory
    let tenant: TenantRecord
    var showsKeys = false

    func table() -> GraphTable<ServicePrincipalRecord> {
        GraphTable(Self.shape, Self.columns, of: tenant, key: "app_id", { $0.appID }, render: { try render($0) })
    }

    func render(_ record: ServicePrincipalRecord) throws -> JSONObject {
        let document = try JSONValue(parsing: record.document).objectValue ?? [:]
        let application = try directory.application(record.appID)
        let names = [record.appID] + (try directory.identifierURIs(of: record.appID))
        let permissions = try directory.exposedPermissions(of: record.appID)
        let isIdentity = record.kind == .managedIdentity
        let owner = isIdentity ? tenant.id : application?.tenantID ?? FirstParty.tenantID
        var object: JSONObject = [
            "id": .string(record.objectID),
            "accountEnabled": .bool(record.accountEnabled),
            "alternativeNames": .array(
                record.resourceID.map { ["isExplicit=False", .string($0)] } ?? []
            ),
            "appDisplayName": .string(application?.displayName ?? record.displayName),
            "appDescription": nil,
            "appId": .string(record.appID),
            "appOwnerOrganizationId": .string(owner),
            "appRoleAssignmentRequired": .bool(record.appRoleAssignmentRequired),
            "createdDateTime": .string(GraphDate.text(record.createdOn)),
            "displayName": .string(record.displayName),
            "homepage": nil,
            "loginUrl": nil,
            "logoutUrl": nil,
            "notificationEmailAddresses": [],
            "preferredSingleSignOnMode": nil,
            "preferredTokenSigningKeyThumbprint": nil,
            "publisherName": owner == tenant.id ? .string(tenant.displayName) : .null,
            "replyUrls": .array(try directory.redirectURIs(of: record.appID).map { .string($0.uri) }),
            "servicePrincipalNames": .array(names.map { .string($0) }),
            "servicePrincipalType": .string(record.kind.rawValue),
            "signInAudience": application.map { .string($0.signInAudience) }
                ?? (isIdentity ? nil : "AzureADMultipleOrgs"),
            "samlSingleSignOnSettings": nil,
            "appRoles": .array(
                permissions.filter { $0.kind == .role }.map { .object(ExposedPermissionEntity.role($0)) }
            ),
            "oauth2PermissionScopes": .array(
                permissions.filter { $0.kind == .scope }.map { .object(ExposedPermissionEntity.scope($0)) }
            ),
            "resourceSpecificApplicationPermissions": [],
        ]
        let common = AppObject(directory: directory, holder: CredentialHolder(record), showsKeys: showsKeys)
        try common.complete(&object, of: application, keeping: Self.kept, from: document)
        return object
    }

    /// Applies a body to a record.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - record: The record.
    ///   - names: The names that the service principal has by its application, which alone can change them.
    /// - Returns: The certificates of the body.
    /// - Throws: ``GraphError``, ``AdministrationError``.
    static func apply(
        _ body: GraphBody,
        to record: inout ServicePrincipalRecord,
        names: [String]
    ) throws -> [Certificates.Draft]? {
        var body = body
        if let name = try body.text("displayName") { record.displayName = name }
        if let flag = try body.flag("accountEnabled") { record.accountEnabled = flag }
        if let flag = try body.flag("appRoleAssignmentRequired") { record.appRoleAssignmentRequired = flag }
        if let appID = try body.identifier("appId"), appID != record.appID {
            throw AdministrationError("Property 'appId' is read-only and cannot be set.")
        }
        var document = try JSONValue(parsing: record.document).objectValue ?? [:]
        try body.keep(kept, of: shape.type, in: &document)
        record.document = JSONValue.object(document).text()
        if let wanted = try body.texts("servicePrincipalNames"),
            Set(wanted.map { $0.lowercased() }) != Set(names.map { $0.lowercased() })
        {
            throw AdministrationError(
                "Property 'servicePrincipalNames' follows here from the application's appId and identifierUris; "
                    + "change those."
            )
        }
        let certificates = try body.bodies("keyCredentials")?.map(CredentialEntity.draft)
        try body.finish(
            of: shape.type,
            readOnly: [
                "id", "appDisplayName", "appOwnerOrganizationId", "servicePrincipalType", "signInAudience", "appRoles",
                "oauth2PermissionScopes", "replyUrls", "createdDateTime", "publisherName", "passwordCredentials",
            ]
        )
        return certificates
    }
}
