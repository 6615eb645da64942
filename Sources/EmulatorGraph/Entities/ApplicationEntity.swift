import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// App registrations as Graph shows them.
struct ApplicationEntity: Sendable {
    static let shape = GraphShape(
        "application",
        isDirectory: true,
        relations: [
            "owners": { try $0.owners(of: $1) },
            "federatedIdentityCredentials": { router, id in
                try FederatedCredentials(administration: router.administration)
                    .list(of: router.administration.application(id)).map(CredentialEntity.federated)
            },
        ]
    )

    /// Properties that mean nothing to the emulator and are kept as they come.
    static let kept = [
        "description", "notes", "tags", "optionalClaims", "groupMembershipClaims", "info", "parentalControlSettings",
        "servicePrincipalLockConfiguration", "addIns", "defaultRedirectUri", "tokenEncryptionKeyId",
        "serviceManagementReference", "uniqueName", "isDeviceOnlyAuthSupported", "samlMetadataUrl",
        "requestSignatureVerification", "authenticationBehaviors", "nativeAuthenticationApisEnabled",
        "isManagementRestricted", "oauth2RequirePostResponse",
    ]

    static let columns = [
        "id": GraphColumn(name: "object_id"), "appId": GraphColumn(name: "app_id"),
        "displayName": GraphColumn(name: "display_name"), "signInAudience": GraphColumn(name: "sign_in_audience"),
    ]

    let directory: Directory
    let tenant: TenantRecord
    var showsKeys = false

    /// The set of a tenant's registrations.
    func table() -> GraphTable<ApplicationRecord> {
        GraphTable(Self.shape, Self.columns, of: tenant, key: "app_id", { $0.appID }, render: { try render($0) })
    }

    func render(_ record: ApplicationRecord) throws -> JSONObject {
        let registration = try AppRegistration(record, in: directory)
        let document = try JSONValue(parsing: record.document).objectValue ?? [:]
        var object: JSONObject = [
            "id": .string(record.objectID),
            "appId": .string(record.appID),
            "createdDateTime": .string(GraphDate.text(record.createdOn)),
            "displayName": .string(record.displayName),
            "groupMembershipClaims": nil,
            "identifierUris": .array(registration.identifierURIs.map { .string($0) }),
            "isDeviceOnlyAuthSupported": nil,
            "isFallbackPublicClient": record.isFallbackPublicClient
                ? true : document["isFallbackPublicClient"] ?? .null,
            "nativeAuthenticationApisEnabled": nil,
            "publisherDomain": .string(tenant.defaultDomain),
            "serviceManagementReference": nil,
            "signInAudience": .string(record.signInAudience),
            "uniqueName": nil,
            "samlMetadataUrl": nil,
            "defaultRedirectUri": nil,
            "certification": nil,
            "optionalClaims": nil,
            "servicePrincipalLockConfiguration": nil,
            "requestSignatureVerification": nil,
            "api": api(registration, document["api"]?.objectValue ?? [:]),
            "appRoles": .array(
                registration.exposedPermissions(.role).map { .object(ExposedPermissionEntity.role($0)) }
            ),
            "parentalControlSettings": ["countriesBlockedForMinors": [], "legalAgeGroupRule": "Allow"],
            "publicClient": ["redirectUris": uris(registration, .publicClient)],
            "requiredResourceAccess": required(registration),
            "web": web(registration, document["web"]?.objectValue ?? [:]),
            "spa": ["redirectUris": uris(registration, .spa)],
        ]
        let common = AppObject(directory: directory, holder: CredentialHolder(record), showsKeys: showsKeys)
        try common.complete(&object, of: record, keeping: Self.kept, from: document)
        return object
    }

    private func uris(_ registration: AppRegistration, _ kind: RedirectURIKind) -> JSONValue {
        .array(registration.redirectURIs(kind).map { .string($0) })
    }

    private func api(_ registration: AppRegistration, _ document: JSONObject) -> JSONValue {
        let scopes = registration.exposedPermissions(.scope)
        let ids = Dictionary(scopes.map { ($0.value, $0.permissionID) }, uniquingKeysWith: { first, _ in first })
        return [
            "acceptMappedClaims": document["acceptMappedClaims"] ?? .null,
            "knownClientApplications": document["knownClientApplications"] ?? [],
            "requestedAccessTokenVersion": registration.record.accessTokenVersion.map { .integer(Int64($0)) } ?? .null,
            "oauth2PermissionScopes": .array(scopes.map { .object(ExposedPermissionEntity.scope($0)) }),
            "preAuthorizedApplications": .array(
                registration.preauthorizedClients.map { client in
                    [
                        "appId": .string(client.clientAppID),
                        "delegatedPermissionIds": .array(
                            client.scope.split(separator: " ").compactMap { ids[String($0)] }.map { .string($0) }
                        ),
                    ]
                }
            ),
        ]
    }

    private func web(_ registration: AppRegistration, _ document: JSONObject) -> JSONValue {
        let addresses = registration.redirectURIs(.web)
        return [
            "homePageUrl": document["homePageUrl"] ?? .null,
            "logoutUrl": document["logoutUrl"] ?? .null,
            "redirectUris": .array(addresses.map { .string($0) }),
            "implicitGrantSettings": [
                "enableAccessTokenIssuance": .bool(registration.record.issuesAccessTokens),
                "enableIdTokenIssuance": .bool(registration.record.issuesIDTokens),
            ],
            "redirectUriSettings": .array(addresses.map { ["uri": .string($0), "index": nil] }),
        ]
    }

    private func required(_ registration: AppRegistration) -> JSONValue {
        var resources: [String] = []
        for permission in registration.requiredPermissions where !resources.contains(permission.resourceAppID) {
            resources.append(permission.resourceAppID)
        }
        return .array(
            resources.map { resource in
                [
                    "resourceAppId": .string(resource),
                    "resourceAccess": .array(
                        registration.requiredPermissions.filter { $0.resourceAppID == resource }.map {
                            ["id": .string($0.permissionID), "type": .string($0.kind.rawValue)]
                        }
                    ),
                ]
            }
        )
    }
}
