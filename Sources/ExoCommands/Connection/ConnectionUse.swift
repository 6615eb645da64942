/// `exo connection use`.
enum ConnectionUse {
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let store = try ConnectionStore(context)
        let connection = try store.connection(ConnectionName(invocation.argument(0) ?? ""))
        try store.use(ConnectionName(connection.name))
        context.errors.note("now using \(connection.name): \(connection.identity.value) in \(connection.cloud)")
        return .done
    }
}
