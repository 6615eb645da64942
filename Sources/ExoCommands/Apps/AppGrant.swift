/// `exo app grant`: consent for the whole tenant, the directory role, who is assigned.
enum AppGrant {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let connection = try await GraphConnection(invocation, context)
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
        let principal = try await setUp.complete(
            app,
            with: found,
            consents: true,
            next: "exo app grant \(app.appID)\(wish.options)"
        )
        let state = try await AppState(of: app, principalID: principal, in: setUp.directory)
        try settings.printOne(
            state.facts(cloud: connection.cloud, tenantID: connection.tenantID),
            context
        )
        return .done
    }
}
