import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// Service principals as Graph shows them.
struct ServicePrincipalEntity: Sendable {
    static let shape = GraphShape(
        "servicePrincipal",
        [
            "id", "deletedDateTime", "accountEnabled", "alternativeNames", "appDisplayName", "appId",
            "applicationTemplateId", "appOwnerOrganizationId", "appRoleAssignmentRequired", "createdDateTime",
            "disabledByMicrosoftStatus", "displayName", "publisherName", "replyUrls", "servicePrincipalNames",
            "servicePrincipalType", "signInAudience", "verifiedPublisher", "appRoles", "oauth2PermissionScopes",
            "keyCredentials", "passwordCredentials", "resourceSpecificApplicationPermissions", "appDescription",
        ] + kept,
        relations: ["owners", "appRoleAssignments", "appRoleAssignedTo", "memberOf", "oauth2PermissionGrants"]
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
        GraphTable(
            shape: Self.shape,
            columns: Self.columns,
            key: "app_id",
            keyValue: { $0.appID },
            scope: SQLCondition(text: "tenant_id = ?", values: [.text(tenant.id)]),
            render: { try render($0) }
        )
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
            "deletedDateTime": nil,
            "accountEnabled": .bool(record.accountEnabled),
            "alternativeNames": .array(
                record.resourceID.map { ["isExplicit=False", .string($0)] } ?? []
            ),
            "appDisplayName": .string(application?.displayName ?? record.displayName),
            "appDescription": nil,
            "appId": .string(record.appID),
            "applicationTemplateId": nil,
            "appOwnerOrganizationId": .string(owner),
            "appRoleAssignmentRequired": .bool(record.appRoleAssignmentRequired),
            "createdDateTime": .string(GraphDate.text(record.createdOn)),
            "description": nil,
            "disabledByMicrosoftStatus": application?.isDisabledByMicrosoft == true
                ? "DisabledDueToViolationOfServicesAgreement" : nil,
            "displayName": .string(record.displayName),
            "homepage": nil,
            "loginUrl": nil,
            "logoutUrl": nil,
            "notes": nil,
            "notificationEmailAddresses": [],
            "preferredSingleSignOnMode": nil,
            "preferredTokenSigningKeyThumbprint": nil,
            "publisherName": owner == tenant.id ? .string(tenant.displayName) : .null,
            "replyUrls": .array(try directory.redirectURIs(of: record.appID).map { .string($0.uri) }),
            "servicePrincipalNames": .array(names.map { .string($0) }),
            "servicePrincipalType": .string(record.kind.rawValue),
            "signInAudience": application.map { .string($0.signInAudience) }
                ?? (isIdentity ? nil : "AzureADMultipleOrgs"),
            "tags": [],
            "tokenEncryptionKeyId": nil,
            "samlSingleSignOnSettings": nil,
            "addIns": [],
            "appRoles": .array(
                permissions.filter { $0.kind == .role }.map { .object(ExposedPermissionEntity.role($0)) }
            ),
            "info": [
                "logoUrl": nil, "marketingUrl": nil, "privacyStatementUrl": nil, "supportUrl": nil,
                "termsOfServiceUrl": nil,
            ],
            "keyCredentials": .array(
                try directory.keyCredentials(of: record.appID).filter { $0.principalID == record.objectID }.map {
                    .object(CredentialEntity.key($0, showsKey: showsKeys))
                }
            ),
            "oauth2PermissionScopes": .array(
                permissions.filter { $0.kind == .scope }.map { .object(ExposedPermissionEntity.scope($0)) }
            ),
            "passwordCredentials": .array(
                try directory.secrets(of: record.appID).filter { $0.principalID == record.objectID }.map {
                    .object(CredentialEntity.secret($0))
                }
            ),
            "resourceSpecificApplicationPermissions": [],
            "verifiedPublisher": ["addedDateTime": nil, "displayName": nil, "verifiedPublisherId": nil],
        ]
        for name in Self.kept { if let value = document[name] { object[name] = value } }
        return object
    }

    /// Applies a body to a record.
    static func apply(_ body: GraphBody, to record: inout ServicePrincipalRecord) throws -> [Certificates.Draft]? {
        var body = body
        if let name = try body.text("displayName") { record.displayName = name }
        if let flag = try body.flag("accountEnabled") { record.accountEnabled = flag }
        if let flag = try body.flag("appRoleAssignmentRequired") { record.appRoleAssignmentRequired = flag }
        if let appID = try body.identifier("appId"), appID != record.appID {
            throw AdministrationError("Property 'appId' is read-only and cannot be set.")
        }
        var document = try JSONValue(parsing: record.document).objectValue ?? [:]
        try body.keep(kept, in: &document)
        record.document = JSONValue.object(document).text()
        _ = body.value("servicePrincipalNames")
        let certificates = try body.bodies("keyCredentials")?.map(CredentialEntity.draft)
        try body.finish(
            readOnly: [
                "id", "appDisplayName", "appOwnerOrganizationId", "servicePrincipalType", "signInAudience", "appRoles",
                "oauth2PermissionScopes", "replyUrls", "createdDateTime", "publisherName", "passwordCredentials",
            ]
        )
        return certificates
    }
}
