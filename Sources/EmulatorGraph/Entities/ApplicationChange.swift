import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// A change to an app registration as a body describes it.
struct ApplicationChange: Sendable {
    private static let readOnly = [
        "id", "appId", "createdDateTime", "publisherDomain", "deletedDateTime", "applicationTemplateId",
        "disabledByMicrosoftStatus", "verifiedPublisher", "certification",
    ]

    var registration: AppRegistration
    /// The certificates that take the place of those before; `nil` leaves them.
    private(set) var certificates: [Certificates.Draft]?
    /// The secrets that stay, by their ids; `nil` leaves all.
    private(set) var keptSecrets: [String]?
    /// Names of secrets to make.
    private(set) var newSecrets: [(name: String?, end: String?)] = []

    /// Applies a body.
    ///
    /// - Throws: ``AdministrationError`` for what the body may not say.
    init(_ body: GraphBody, to registration: AppRegistration) throws {
        self.registration = registration
        var body = body
        try applyRecord(&body)
        try applyPlatforms(&body)
        try applyAPI(&body)
        try applyCredentials(&body)
        try body.finish(of: ApplicationEntity.shape.type, readOnly: Self.readOnly)
    }

    private mutating func applyRecord(_ body: inout GraphBody) throws {
        if body.has("displayName") { registration.record.displayName = try body.text("displayName") ?? "" }
        if let audience = try body.text("signInAudience") { registration.record.signInAudience = audience }
        if body.has("isFallbackPublicClient") {
            registration.record.isFallbackPublicClient = try body.flag("isFallbackPublicClient") ?? false
        }
        if let uris = try body.texts("identifierUris") { registration.identifierURIs = uris }
        try changeDocument {
            try body.keep(
                ApplicationEntity.kept + ["isFallbackPublicClient"],
                of: ApplicationEntity.shape.type,
                in: &$0
            )
        }
        if let resources = try body.bodies("requiredResourceAccess") {
            registration.requiredPermissions = try resources.flatMap(required)
            let names = registration.requiredPermissions.map(\.resourceAppID)
            guard Set(names).count <= resources.count else { throw body.invalid("requiredResourceAccess") }
        }
        if let roles = try body.bodies("appRoles") {
            let appID = registration.appID
            registration.exposedPermissions.removeAll { $0.kind == .role }
            registration.exposedPermissions += try roles.map { try ExposedPermissionEntity.role($0, of: appID) }
        }
    }

    private func required(_ body: GraphBody) throws -> [RequiredPermissionRecord] {
        var body = body
        guard let resource = try body.identifier("resourceAppId") else { throw body.invalid("resourceAppId") }
        let access = try body.bodies("resourceAccess") ?? []
        try body.finish()
        return try access.map { access in
            var access = access
            guard let id = try access.identifier("id"),
                let kind = PermissionKind(rawValue: try access.text("type") ?? "")
            else { throw access.invalid("resourceAccess") }
            try access.finish()
            return RequiredPermissionRecord(
                appID: registration.appID,
                resourceAppID: resource,
                permissionID: id,
                kind: kind
            )
        }
    }

    private mutating func applyPlatforms(_ body: inout GraphBody) throws {
        if var client = try body.body("publicClient") {
            if let uris = try client.texts("redirectUris") { registration.setRedirectURIs(uris, .publicClient) }
            try client.finish()
        }
        if var spa = try body.body("spa") {
            if let uris = try spa.texts("redirectUris") { registration.setRedirectURIs(uris, .spa) }
            try spa.finish()
        }
        guard var web = try body.body("web") else { return }
        if let uris = try web.texts("redirectUris") { registration.setRedirectURIs(uris, .web) }
        if var implicit = try web.body("implicitGrantSettings") {
            if let flag = try implicit.flag("enableIdTokenIssuance") { registration.record.issuesIDTokens = flag }
            if let flag = try implicit.flag("enableAccessTokenIssuance") {
                registration.record.issuesAccessTokens = flag
            }
            try implicit.finish()
        }
        _ = web.value("redirectUriSettings")
        try changeDocument { document in
            var inner = document["web"]?.objectValue ?? [:]
            try web.keep(["homePageUrl", "logoutUrl"], of: GraphModel.published["webApplication"], in: &inner)
            document["web"] = inner.isEmpty ? nil : .object(inner)
        }
        try web.finish()
    }

    private mutating func applyAPI(_ body: inout GraphBody) throws {
        guard var api = try body.body("api") else { return }
        let appID = registration.appID
        if api.has("requestedAccessTokenVersion") {
            registration.record.accessTokenVersion = try api.integer("requestedAccessTokenVersion")
        }
        if let scopes = try api.bodies("oauth2PermissionScopes") {
            let old = registration.exposedPermissions(.scope)
            let new = try scopes.map { try ExposedPermissionEntity.scope($0, of: appID) }
            registration.exposedPermissions.removeAll { $0.kind == .scope }
            registration.exposedPermissions += new
            renamePreauthorized(from: old, to: new)
        }
        if let clients = try api.bodies("preAuthorizedApplications") {
            registration.preauthorizedClients = try clients.map(preauthorized)
        }
        try changeDocument { document in
            var inner = document["api"]?.objectValue ?? [:]
            try api.keep(
                ["acceptMappedClaims", "knownClientApplications"],
                of: GraphModel.published["apiApplication"],
                in: &inner
            )
            document["api"] = inner.isEmpty ? nil : .object(inner)
        }
        try api.finish()
    }

    private func preauthorized(_ body: GraphBody) throws -> PreauthorizedClientRecord {
        var body = body
        guard let client = try body.identifier("appId") else { throw body.invalid("appId") }
        let ids = try body.texts("delegatedPermissionIds") ?? (try body.texts("permissionIds") ?? [])
        let scopes = registration.exposedPermissions(.scope)
        let values = try ids.map { id in
            guard let scope = scopes.first(where: { $0.permissionID == id.lowercased() }) else {
                throw body.invalid("delegatedPermissionIds")
            }
            return scope.value
        }
        try body.finish()
        return PreauthorizedClientRecord(
            resourceAppID: registration.appID,
            clientAppID: client,
            scope: values.joined(separator: " ")
        )
    }

    /// Clients hold scopes by their ids, so a new value has to follow and a scope that is gone is held no more.
    private mutating func renamePreauthorized(from old: [ExposedPermissionRecord], to new: [ExposedPermissionRecord]) {
        let ids = Dictionary(old.map { ($0.value, $0.permissionID) }, uniquingKeysWith: { first, _ in first })
        let values = Dictionary(new.map { ($0.permissionID, $0.value) }, uniquingKeysWith: { first, _ in first })
        for place in registration.preauthorizedClients.indices {
            registration.preauthorizedClients[place].scope = registration.preauthorizedClients[place].scope
                .split(separator: " ").compactMap { ids[String($0)] }.compactMap { values[$0] }.joined(separator: " ")
        }
    }

    private mutating func applyCredentials(_ body: inout GraphBody) throws {
        certificates = try body.bodies("keyCredentials")?.map(CredentialEntity.draft)
        guard let secrets = try body.bodies("passwordCredentials") else { return }
        var kept: [String] = []
        for secret in secrets {
            var secret = secret
            if let id = try secret.identifier("keyId") {
                kept.append(id)
                continue
            }
            guard try secret.text("secretText") == nil else {
                throw AdministrationError("New password credentials must be generated with service actions.")
            }
            newSecrets.append((try secret.text("displayName"), try secret.text("endDateTime")))
        }
        keptSecrets = kept
    }

    private mutating func changeDocument(_ change: (inout JSONObject) throws -> Void) throws {
        var document = try JSONValue(parsing: registration.record.document).objectValue ?? [:]
        try change(&document)
        registration.record.document = JSONValue.object(document).text()
    }
}
