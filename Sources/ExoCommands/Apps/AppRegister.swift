internal import EntraTokens
internal import ExoJSON

/// `exo app register`.
enum AppRegister {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let name = ConnectionIdentity.trimmed(invocation.argument(0) ?? "")
        guard (1...256).contains(name.count) else {
            throw invocation.usageError("an application's name has 1 to 256 characters")
        }
        let isAppOnly = invocation.has("app-only")
        let isGranted = invocation.has("grant")
        let wish = try AppWish(invocation, isAppOnly: isAppOnly)
        let keyFile = invocation.value("write-key")
        let days = try Validity.days(invocation, usual: 365)
        let isForManyTenants = invocation.has("multi-tenant")
        guard keyFile == nil || isAppOnly else {
            throw invocation.usageError("--write-key belongs to --app-only: users sign in without a key")
        }
        guard keyFile != nil || invocation.value("days") == nil else {
            throw invocation.usageError("--days belongs to --write-key")
        }
        let connection = try GraphConnection(invocation, context)
        let directory = AppDirectory(graph: connection.client)
        let exchange = try await directory.offered(by: AppDirectory.exchangeAppID)
        let permission = try permission(of: exchange, isAppOnly: isAppOnly)
        let found = try await wish.found(in: directory, grantsRole: isGranted)
        let existing = try await existing(name, permission, directory)
        if let existing, let keyFile {
            throw CommandError(
                .failed,
                "'\(name)' is registered already, so no key was made",
                details: ["its client id is \(existing.appID)"],
                repair: "exo app certificate \(existing.appID) --write-key \(keyFile)"
            )
        }
        var setUp = AppSetUp(directory, context)
        let made: (app: RegisteredApp, key: KeyFiles?)
        if let existing {
            setUp.note("'\(name)' was registered before, with the client id \(existing.appID)")
            made = (existing, nil)
        } else {
            let key = try keyFile.map { try KeyFiles(writing: $0, name: name, days: days, now: context.now()) }
            do {
                let registration = try registration(name, permission, key, isForManyTenants: isForManyTenants)
                made = (try await setUp.register(registration), key)
            } catch {
                try key?.remove()
                throw error
            }
        }
        var principal = ""
        let grant = "exo app grant \(made.app.appID)\(wish.options)"
        do {
            principal = try await setUp.bringIn(made.app)
            try await AppGrant.give(found, to: principal, &setUp)
            if isGranted { try await setUp.consent(to: made.app, principal: principal) }
            if let role = found.role { try await setUp.give(role, to: principal) }
        } catch {
            throw setUp.interrupted(by: error, next: grant)
        }
        let state = try await AppState(of: made.app, principalID: principal, in: setUp.directory)
        var facts = state.facts(cloud: connection.cloud, tenantID: connection.tenantID)
        if let key = made.key {
            facts["KeyFile"] = .string(key.keyFile)
            facts["CertificateFile"] = .string(key.certificateFile)
            facts["Thumbprint"] = .string(try CertificateCredential(certificate: key.certificate).thumbprint)
        }
        try settings.printOne(facts, to: context.output)
        if !isGranted {
            context.errors.note(
                "it may do nothing yet: \(grant)\n  or have an administrator open "
                    + (facts["AdminConsent"]?.stringValue ?? "")
            )
        }
        return .done
    }

    private static func permission(
        of exchange: OfferedPermissions,
        isAppOnly: Bool
    ) throws -> RegisteredApp.Permission {
        let value = isAppOnly ? "Exchange.ManageAsApp" : "Exchange.Manage"
        guard let id = (isAppOnly ? exchange.roles : exchange.scopes)[value] else {
            throw CommandError(.failed, "\(exchange.name) of this tenant does not offer the permission \(value)")
        }
        return RegisteredApp.Permission(resourceAppID: exchange.appID, id: id, isRole: isAppOnly)
    }

    /// The application of that name, where there is one that asks for the permission.
    ///
    /// - Throws: ``CommandError`` when there is one that does not.
    private static func existing(
        _ name: String,
        _ permission: RegisteredApp.Permission,
        _ directory: AppDirectory
    ) async throws -> RegisteredApp? {
        let found = try await directory.applications(named: name)
        guard !found.isEmpty else { return nil }
        if found.count == 1, found[0].permissions.contains(permission) { return found[0] }
        throw CommandError(
            .failed,
            found.count == 1
                ? "'\(name)' is registered already and does not ask for what is wanted; nothing was changed"
                : "\(found.count) applications are called '\(name)'; nothing was changed",
            details: found.map { "client id \($0.appID)" },
            repair: "choose another name, or look at it: exo app show \(found[0].appID)"
        )
    }

    private static func registration(
        _ name: String,
        _ permission: RegisteredApp.Permission,
        _ key: KeyFiles?,
        isForManyTenants: Bool
    ) throws -> JSONObject {
        var wanted: [JSONValue] = [access(permission)]
        var registration: JSONObject = [
            "displayName": .string(name),
            "signInAudience": isForManyTenants ? "AzureADMultipleOrgs" : "AzureADMyOrg",
        ]
        if !permission.isRole {
            registration["isFallbackPublicClient"] = true
            registration["publicClient"] = ["redirectUris": ["http://localhost"]]
            // User.Read, which every sign-in asks for.
            wanted.append(
                access(
                    RegisteredApp.Permission(
                        resourceAppID: AppDirectory.graphAppID,
                        id: "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
                        isRole: false
                    )
                )
            )
        }
        registration["requiredResourceAccess"] = .array(wanted)
        if let key {
            registration["keyCredentials"] = [
                .object(try CertificateCredential(certificate: key.certificate).object)
            ]
        }
        return registration
    }

    private static func access(_ permission: RegisteredApp.Permission) -> JSONValue {
        [
            "resourceAppId": .string(permission.resourceAppID),
            "resourceAccess": [["id": .string(permission.id), "type": permission.isRole ? "Role" : "Scope"]],
        ]
    }
}
