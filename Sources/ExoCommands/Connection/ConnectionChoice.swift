/// Which stored connection a command means.
enum ConnectionChoice {
    /// The name given, else `EXO_CONNECTION`, else the current one.
    ///
    /// - Throws: ``CommandError`` with exit code `notConnected` when none of them names one.
    static func name(_ given: String?, _ store: ConnectionStore, _ context: CommandContext) throws -> ConnectionName {
        guard let name = try find(given, store, context) else {
            let names = try store.names().map(\.text)
            throw CommandError(
                .notConnected,
                "not connected",
                details: names.isEmpty ? [] : ["connections known: \(names.joined(separator: ", "))"],
                repair: names.isEmpty
                    ? "exo connect --organization <domain> --access-token-stdin"
                    : "exo connection use \(names[0])"
            )
        }
        let names = try store.names()
        // What a variable or a file names is looked for there.
        if given == nil, let choice = context.choiceOfConnection, !names.contains(name) {
            throw CommandError(
                .notConnected,
                "there is no connection '\(name.text)', which \(choice.source) names",
                details: DidYouMean.lines(name.text, among: names.map(\.text)),
                repair: choice.undo
            )
        }
        return name
    }

    /// The same, or `nil` where nothing names one.
    static func find(
        _ given: String?,
        _ store: ConnectionStore,
        _ context: CommandContext
    ) throws -> ConnectionName? {
        if let given = given ?? context.variable("EXO_CONNECTION") { return try ConnectionName(given) }
        return try store.current()
    }
}
