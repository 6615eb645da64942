internal import CmdletCatalogue
internal import EntraTokens
internal import ExchangeOnline
internal import ExoJSON

/// `exo run`, and any cmdlet by its name.
enum RunCommand {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let words = invocation.cmdletWords
        if let session = PowerShellSession.command(named: words[0]) {
            return try await session(Array(words.dropFirst()), invocation, context)
        }
        let settings = try OutputSettings(invocation, context)
        let call = try CmdletCall.read(invocation, context)
        let bound = try ParameterBinder.bind(call)
        let facts = CmdletCatalogue.cmdlet(named: bound.name)
        let shape = CmdletOutput(of: bound.name)
        try shape.check(settings.columns)
        var cmdlet = Cmdlet(bound.name, parameters: bound.parameters)
        cmdlet.timeout = try timeout(invocation)
        let consent = try Consent(bound, saysYes: invocation.has("yes"), context)
        let service = try ServiceConnection(invocation, context)
        try check(facts, service)
        let connection = try await service.open(context, verifiesAccess: false)
        cmdlet.parameters = consent.parameters
        if consent.mustAsk {
            let outcome = try await connection.run(cmdlet)
            guard try consent.ask(outcome.confirmationMessage ?? "", context) else {
                throw CommandError(.interrupted, "nothing was done")
            }
            cmdlet.parameters["Confirm"] = false
        }
        var writer = RowStreamWriter(settings, shape, isWhatIf: consent.isWhatIf, context)
        return try await writer.write(connection.pages(of: cmdlet))
    }

    private static func timeout(_ invocation: Invocation) throws -> Duration? {
        guard let text = invocation.value("timeout") else { return nil }
        guard let seconds = Double(text), seconds > 0, seconds <= 86_400 else {
            throw invocation.usageError("--timeout is a number of seconds, not '\(text)'")
        }
        return .milliseconds(Int64(seconds * 1000))
    }

    /// A cmdlet of the other service is answered before sending.
    private static func check(_ facts: CmdletFacts?, _ service: ServiceConnection) throws {
        guard let facts, !facts.services.isEmpty else { return }
        let wanted: CmdletService = service.target.service == .exchange ? .exchangeOnline : .securityCompliance
        guard !facts.services.contains(wanted), !facts.exportedBy.contains(wanted) else { return }
        let other = service.target.service == .exchange ? "compliance" : "exchange"
        throw CommandError(
            .usage,
            "\(facts.name) is no cmdlet of \(service.target.service.displayName)",
            details: ["it belongs to \(facts.services.map(\.rawValue).joined(separator: ", "))"],
            repair: "exo connect --service \(other) …"
        )
    }
}
