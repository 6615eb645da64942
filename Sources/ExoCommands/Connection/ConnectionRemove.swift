/// `exo connection remove`; it works on a damaged file too.
enum ConnectionRemove {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let store = try ConnectionStore(context)
        let name = try ConnectionName(invocation.argument(0) ?? "")
        let hadToken = try await store.forget(name)
        guard try store.remove(name) || hadToken else {
            _ = try store.connection(name)
            return .failed
        }
        IdentityIndex(name, context)?.remove()
        context.errors.note("removed \(name.text) and its token")
        return .done
    }
}
