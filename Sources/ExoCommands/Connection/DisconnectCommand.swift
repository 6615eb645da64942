/// `exo disconnect`.
enum DisconnectCommand {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let store = try ConnectionStore(context)
        let isAll = invocation.has("all")
        if isAll, invocation.argument(0) != nil {
            throw invocation.usageError("give a name or --all, not both")
        }
        guard isAll else {
            let name = try ConnectionChoice.name(invocation.argument(0), store, context)
            _ = try store.connection(name)
            try await forget(name, store, context)
            return .done
        }
        var code = ExitCode.done
        for name in try store.names() {
            do {
                try await forget(name, store, context)
            } catch {
                // One that cannot be forgotten does not keep the others.
                context.errors.error(ErrorReport.commandError(error))
                code = .incomplete
            }
        }
        return code
    }

    private static func forget(
        _ name: ConnectionName,
        _ store: ConnectionStore,
        _ context: CommandContext
    ) async throws {
        let hadToken = try await store.forget(name)
        context.errors.note(
            hadToken ? "disconnected \(name.text): its token is forgotten" : "\(name.text) kept no token"
        )
    }
}
