internal import EntraTokens
internal import ExchangeOnline

/// `exo connection use`.
enum ConnectionUse {
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let store = try ConnectionStore(context)
        let connection = try store.connection(ConnectionName(invocation.argument(0) ?? ""))
        try store.use(connection.name)
        let target = connection.target
        let tenant = target.remembered.tenantID.map { " (tenant \($0))" } ?? ""
        context.errors.note(
            "now using \(connection.name.text): \(target.identity.value)\(tenant) in \(target.cloud.name)"
        )
        if let chosen = context.variable("EXO_CONNECTION"), chosen.lowercased() != connection.name.text.lowercased() {
            let choice = context.choiceOfConnection ?? ("EXO_CONNECTION", "unset EXO_CONNECTION")
            context.errors.warning(
                "\(choice.source) wins: commands here go to \(chosen) still; to end that: \(choice.undo)"
            )
        }
        return .done
    }
}
