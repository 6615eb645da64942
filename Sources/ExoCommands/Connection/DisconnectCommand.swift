/// `exo disconnect`.
enum DisconnectCommand {
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let store = try ConnectionStore(context)
        let isAll = invocation.has("all")
        if isAll, invocation.argument(0) != nil {
            throw invocation.usageError("give a name or --all, not both")
        }
        for name in isAll ? try store.names() : [try ConnectionChoice.name(invocation.argument(0), store, context)] {
            if !isAll { _ = try store.connection(name) }
            let had = try store.removeToken(name)
            context.errors.note(
                had ? "disconnected \(name.text): its token is forgotten" : "\(name.text) kept no token"
            )
        }
        return .done
    }
}
