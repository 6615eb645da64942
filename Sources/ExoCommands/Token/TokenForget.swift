internal import EntraTokens

/// `exo token forget`: forgets kept tokens; what gets new ones stays.
enum TokenForget {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let store = try ConnectionStore(context)
        let isAll = invocation.has("all")
        if isAll, invocation.argument(0) != nil {
            throw invocation.usageError("give a name or --all, not both")
        }
        guard isAll else {
            let name = try ConnectionChoice.name(invocation.argument(0), store, context)
            try await forget(store.connection(name), store, context)
            return .done
        }
        var code = ExitCode.done
        for (_, connection) in try store.all() {
            do { try await forget(try connection.get(), store, context) } catch {
                context.errors.error(ErrorReport.commandError(error))
                code = .incomplete
            }
        }
        return code
    }

    private static func forget(
        _ connection: StoredConnection,
        _ store: ConnectionStore,
        _ context: CommandContext
    ) async throws {
        let name = connection.name
        if let signIn = connection.signIn {
            try await store.keep(TokenCache(), of: connection)
            context.errors.note(
                signIn.way.needsPerson
                    ? "forgot the tokens of \(name.text); sign in again: \(connection.connectCommand)"
                    : "forgot the tokens of \(name.text); \(signIn.title) gets new ones"
            )
        } else if try store.removeSecrets(name) {
            context.errors.note("forgot the token of \(name.text)")
        } else {
            context.errors.note("\(name.text) kept no token")
        }
    }
}
