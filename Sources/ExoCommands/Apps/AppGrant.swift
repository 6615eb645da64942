/// `exo app grant`: consent for the whole tenant, the directory role, who is assigned.
enum AppGrant {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let connection = try GraphConnection(invocation, context)
        let directory = AppDirectory(graph: connection.client)
        let app = try await directory.application(invocation.argument(0) ?? "")
        let actsAlone = app.permissions.contains { $0.isRole && $0.resourceAppID == AppDirectory.exchangeAppID }
        let wish = try AppWish(invocation, isAppOnly: actsAlone)
        let found = try await wish.found(in: directory, grantsRole: true)
        guard !app.permissions.isEmpty else {
            throw CommandError(
                .failed,
                "'\(app.name)' asks for no permission, so there is nothing to grant",
                repair: "exo app register NAME registers one that asks for what Exchange needs"
            )
        }
        var setUp = AppSetUp(directory, context)
        var principal = ""
        do {
            principal = try await setUp.bringIn(app)
            try await give(found, to: principal, &setUp)
            try await setUp.consent(to: app, principal: principal)
            if let role = found.role { try await setUp.give(role, to: principal) }
        } catch {
            throw setUp.interrupted(by: error, next: "exo app grant \(app.appID)\(wish.options)")
        }
        let state = try await AppState(of: app, principalID: principal, in: setUp.directory)
        try settings.printOne(
            state.facts(cloud: connection.cloud, tenantID: connection.tenantID),
            to: context.output
        )
        return .done
    }

    /// Sets who may use the application.
    static func give(_ wish: AppWish.Found, to principal: String, _ setUp: inout AppSetUp) async throws {
        for user in wish.users { try await setUp.assign(user, to: principal) }
        if wish.requiresAssignment { try await setUp.requireAssignment(to: principal) }
    }
}
