internal import ExoJSON

/// `exo app register`.
enum AppRegister {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let wish = try RegistrationWish(invocation)
        let connection = try await GraphConnection(invocation, context)
        let directory = AppDirectory(graph: connection.client)
        let exchange = try await directory.offered(by: AppDirectory.exchangeAppID)
        let permission = try permission(of: exchange, isAppOnly: wish.isAppOnly)
        let gifts = try await wish.gifts.found(in: directory, grantsRole: wish.isGranted)
        var setUp = AppSetUp(directory, context)
        let (app, key) = try await registered(wish, permission, &setUp, context)
        let grant = "exo app grant \(app.appID)\(wish.gifts.options)"
        let principal = try await setUp.complete(app, with: gifts, consents: wish.isGranted, next: grant)
        let state = try await AppState(of: app, principalID: principal, in: setUp.directory)
        var facts = state.facts(cloud: connection.cloud, tenantID: connection.tenantID)
        if let key {
            facts["KeyFile"] = .string(key.keyFile)
            facts["CertificateFile"] = .string(key.certificateFile)
            facts["Thumbprint"] = .string(try CertificateCredential(certificate: key.certificate).thumbprint)
        }
        try settings.printOne(facts, context)
        if !wish.isGranted {
            context.errors.note(
                "it may do nothing yet: \(grant)\n  or have an administrator open "
                    + (facts["AdminConsent"]?.stringValue ?? "")
            )
        }
        return .done
    }

    /// The application: the one that is there, or a new one with its key.
    private static func registered(
        _ wish: RegistrationWish,
        _ permission: RegisteredApp.Permission,
        _ setUp: inout AppSetUp,
        _ context: CommandContext
    ) async throws -> (RegisteredApp, KeyFiles?) {
        if let existing = try await existing(wish.name, permission, setUp.directory) {
            guard let keyFile = wish.keyFile else {
                setUp.note("'\(wish.name)' was registered before, with the client id \(existing.appID)")
                return (existing, nil)
            }
            throw CommandError(
                .failed,
                "'\(wish.name)' is registered already, so no key was made",
                details: ["its client id is \(existing.appID)"],
                repair: "exo app certificate \(existing.appID) --write-key \(keyFile)"
            )
        }
        let key = try wish.keyFile.map {
            try KeyFiles(writing: $0, name: wish.name, days: wish.days, now: context.now())
        }
        do {
            let body = try RegistrationBody.make(wish.name, permission, key, isForManyTenants: wish.isForManyTenants)
            return (try await setUp.register(body), key)
        } catch {
            try key?.remove()
            throw error
        }
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
}
