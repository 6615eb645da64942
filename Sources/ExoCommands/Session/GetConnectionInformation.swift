internal import EntraTokens
internal import ExchangeOnline
internal import ExoJSON

/// `Get-ConnectionInformation`: asks the service about every connection with a token, each on its own.
enum GetConnectionInformation {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        var settings = try OutputSettings(invocation, context)
        if settings.form == .table, settings.columns.isEmpty { settings.form = .list }
        let call = try SessionCall("Get-ConnectionInformation", invocation) {
            SessionCall.modulePrefix($0, use: "exo connection list")
        }
        let identifiers = call.texts("ConnectionId")
        let store = try ConnectionStore(context)
        var code = ExitCode.done
        let inbuilt = try ServiceRouting.servingInbuiltCmdlets(store, invocation)
        var pipeline = try RowPipeline(settings, context)
        for (place, (name, connection)) in try store.all().enumerated() {
            do {
                let stored = try connection.get()
                if let identifiers, !stored.isCalled(identifiers) { continue }
                guard store.isConnected(stored) else { continue }
                var target = stored.target
                try target.apply(invocation, context)
                let source = try StoredSource.open(stored, target, in: store, refusesExpired: false, context)
                var facts = stored.information(hasToken: true, context)
                facts.state = try await isConnected(name, target, source, facts, context) ? .connected : .broken
                let row = facts.members(id: place + 1, name: name.text, servesInbuiltCmdlets: name == inbuilt)
                if pipeline.count == 0 { try settings.requireColumns(among: row.names) }
                try pipeline.write([row])
            } catch let error where error is OutputEnded || error is CancellationError {
                try pipeline.finish()
                throw error
            } catch {
                // One that is damaged does not hide the others.
                var error = ErrorReport.commandError(error)
                error.message = "\(name.text): \(error.message)"
                try pipeline.note(.error(error))
                code = .incomplete
            }
        }
        try pipeline.finish()
        return code
    }

    /// Whether the service answers the connection; why not is a warning.
    private static func isConnected(
        _ name: ConnectionName,
        _ target: ConnectionTarget,
        _ source: any TokenSource,
        _ facts: ConnectionInformation,
        _ context: CommandContext
    ) async throws -> Bool {
        guard facts.tokenStatus == .active else { return false }
        let request = target.request(source, verifiesAccess: false)
        do {
            let connection = try await ServiceConnection.client(context).connect(request)
            return try await connection.check().reason == nil
        } catch let error as ExchangeError {
            context.errors.warning("\(name.text): \(error.message)")
            return false
        }
    }
}
