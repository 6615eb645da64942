/// `Disconnect-ExchangeOnline`: forgets the tokens of all connections, or of those named by `-ConnectionId`.
enum DisconnectExchangeOnline {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let call = try SessionCall("Disconnect-ExchangeOnline", invocation) {
            SessionCall.modulePrefix($0, use: "exo disconnect <name>")
        }
        let saysYes = invocation.has("yes") || call.flag("Confirm") == false
        let store = try ConnectionStore(context)
        let (names, damaged) = try chosen(call.texts("ConnectionId"), store)
        let question = "This forgets the tokens of: \(names.map(\.text).joined(separator: ", "))"
        if call.flag("WhatIf") == true {
            context.errors.write("What if: \(question)")
            return .done
        }
        if !names.isEmpty, !saysYes {
            try ConfirmationPrompt.requireTerminal(for: "Disconnect-ExchangeOnline", context)
            guard try ConfirmationPrompt.ask(question, context) else {
                throw CommandError(.interrupted, "nothing was done")
            }
        }
        var code = ExitCode.done
        for error in damaged {
            context.errors.error(error)
            code = .incomplete
        }
        for name in names {
            do {
                _ = try await store.forget(name)
            } catch {
                context.errors.error(ErrorReport.commandError(error))
                code = .incomplete
            }
        }
        if code == .done { context.errors.note("Disconnected successfully !") }
        return code
    }

    /// The connections that the identifiers mean, all of them without any, and what is wrong with those that cannot be read.
    private static func chosen(
        _ identifiers: [String]?,
        _ store: ConnectionStore
    ) throws -> ([ConnectionName], [CommandError]) {
        guard let identifiers else { return (try store.names(), []) }
        var names: [ConnectionName] = []
        var damaged: [CommandError] = []
        for (name, connection) in try store.all() {
            switch connection {
            case .success(let stored) where stored.isCalled(identifiers): names.append(name)
            case .success: continue
            case .failure(let error): damaged.append(error)
            }
        }
        return (names, damaged)
    }
}
