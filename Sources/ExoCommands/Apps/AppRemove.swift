/// `exo app remove`.
enum AppRemove {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let isSure = invocation.has("yes")
        if !isSure { try ConfirmationPrompt.requireTerminal(for: "app remove", isCmdlet: false, context) }
        let graph = try await GraphConnection(invocation, context).client
        let app = try await AppDirectory(graph: graph).application(invocation.argument(0) ?? "")
        if !isSure {
            let question = "Remove the application '\(app.name)' (\(app.appID)) with its credentials and permissions."
            guard try ConfirmationPrompt.ask(question, context) else {
                throw CommandError(.interrupted, "not removed")
            }
        }
        try await graph.delete("applications/\(app.id)", to: "remove the application")
        context.errors.note("removed '\(app.name)'; for 30 days an administrator can bring it back")
        return .done
    }
}
