internal import EntraTokens
internal import ExoJSON

/// Everything that makes an application work or not: what it asks for, was granted, has and who may use it.
struct AppState: Sendable {
    /// A permission that it asks for.
    struct Permission: Sendable {
        var resource: OfferedPermissions
        var value: String
        var wanted: RegisteredApp.Permission
        var isGranted: Bool
    }

    var app: RegisteredApp
    /// The application as it exists in the tenant; `nil` before that.
    var principal: JSONObject?
    var permissions: [Permission] = []
    /// The names of its directory roles; `nil` where the token may not see them.
    var roles: [String]?
    var federated: [JSONObject] = []
    /// Who is assigned to it.
    var users: [String] = []

    /// Asks for it; a service principal that was made just now is in no list yet, and so named by its id.
    init(of app: RegisteredApp, principalID known: String? = nil, in directory: AppDirectory) async throws {
        let graph = directory.graph
        let purpose = "see the state of the application"
        self.app = app
        if let known {
            principal = try await graph.object("servicePrincipals/\(known)", to: purpose)
        } else {
            principal = try await directory.principal(of: app.appID)
        }
        federated = try await graph.objects("applications/\(app.id)/federatedIdentityCredentials", to: purpose)
        let grants = try await AppGrants(principalID, graph)
        for appID in Set(app.permissions.map(\.resourceAppID)).sorted() {
            let resource = try await directory.offered(by: appID)
            permissions += app.permissions.filter { $0.resourceAppID == appID }.map { wanted in
                Permission(
                    resource: resource,
                    value: resource.value(of: wanted),
                    wanted: wanted,
                    isGranted: grants.holds(wanted, of: resource)
                )
            }
        }
        guard let principalID else { return }
        let assigned = try await graph.objects("servicePrincipals/\(principalID)/appRoleAssignedTo", to: purpose)
        users = assigned.compactMap { $0["principalDisplayName"]?.stringValue }.sorted()
        do { roles = try await Self.roles(of: principalID, graph) } catch let error as GraphError
            where error.status == 403
        { roles = nil }
    }

    /// The object id of the service principal.
    var principalID: String? { principal?["id"]?.stringValue }

    private static func roles(of principalID: String, _ graph: GraphClient) async throws -> [String] {
        let query = ["$filter": "principalId eq '\(principalID)'", "$expand": "roleDefinition"]
        return try await graph.objects(
            "roleManagement/directory/roleAssignments",
            query,
            to: "see the directory roles"
        ).compactMap { assignment in
            assignment["roleDefinition"]?["displayName"]?.stringValue
                ?? assignment["roleDefinitionId"]?.stringValue.map { id in
                    DirectoryRole.role(templateID: id)?.name ?? id
                }
        }.sorted()
    }
}

extension AppState {
    /// The facts as they are printed; no secret is among them.
    func facts(cloud: Cloud, tenantID: String) -> JSONObject {
        func texts(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }
        return [
            "DisplayName": .string(app.name),
            "AppId": .string(app.appID),
            "ObjectId": .string(app.id),
            "ServicePrincipalId": principalID.map { .string($0) } ?? .null,
            "TenantId": .string(tenantID),
            "SignInAudience": app.object["signInAudience"] ?? .null,
            "PublicClient": .bool(app.object["isFallbackPublicClient"]?.boolValue ?? false),
            "Enabled": principal?["accountEnabled"] ?? .null,
            "Granted": texts(permissions.filter(\.isGranted).map(\.value)),
            "NotGranted": texts(permissions.filter { !$0.isGranted }.map(\.value)),
            "DirectoryRoles": roles.map(texts) ?? .null,
            "AssignmentRequired": principal?["appRoleAssignmentRequired"] ?? .null,
            "Assigned": texts(users),
            "Certificates": .array(credentials("keyCredentials")),
            "Secrets": .array(credentials("passwordCredentials")),
            "FederatedCredentials": .array(
                federated.map { entry in
                    .object(
                        JSONObject(
                            entry.members.filter { ["name", "issuer", "subject", "audiences"].contains($0.name) }
                        )
                    )
                }
            ),
            "AdminConsent": .string("\(cloud.authority)/\(tenantID)/adminconsent?client_id=\(app.appID)"),
        ]
    }

    private func credentials(_ member: String) -> [JSONValue] {
        (app.object[member]?.arrayValue ?? []).map { credential in
            let shown = ["displayName", "keyId", "customKeyIdentifier", "hint", "startDateTime", "endDateTime"]
            let members = credential.objectValue?.members ?? []
            return .object(JSONObject(members.filter { shown.contains($0.name) && !$0.value.isNull }))
        }
    }
}
