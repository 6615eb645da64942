/// `exo app show`.
enum AppShow {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let connection = try await GraphConnection(invocation, context)
        let directory = AppDirectory(graph: connection.client)
        let app = try await directory.application(invocation.argument(0) ?? "")
        let state = try await AppState(of: app, in: directory)
        if state.roles == nil {
            context.errors.warning("the token may not see directory roles; it lacks RoleManagement.Read.Directory")
        }
        try settings.printOne(
            state.facts(cloud: connection.cloud, tenantID: connection.tenantID),
            context
        )
        return .done
    }
}
