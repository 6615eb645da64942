internal import EntraTokens
internal import ExchangeOnline
internal import ExoTransport

/// Finds the target and the source of tokens that a command line means, and connects.
///
/// The target is the ``ChosenTarget``; a token that comes with the command is used instead of that of a stored connection and held
/// against the same identity.
struct ServiceConnection: Sendable {
    /// What to reach.
    var target: ConnectionTarget
    /// Where tokens come from.
    var source: any TokenSource
    /// Where tokens come from that nobody is asked for; `nil` where nobody is asked anyway.
    private var unattended: (any TokenSource)?
    /// The stored connection it is, where it is one.
    private(set) var stored: StoredConnection?
    /// Whether the tenant's other service is reached with the tokens of the stored connection.
    private var isOtherService = false

    /// Where tokens come from for what many do at once: the same ones, for which nobody is asked.
    var unattendedSource: any TokenSource { unattended ?? source }

    /// Reads what the command line means.
    ///
    /// - Parameters:
    ///   - invocation: The command line.
    ///   - context: What the command may touch.
    ///   - cmdlet: The cmdlet that is to run, which chooses the service; `nil` takes the connection's.
    /// - Throws: ``UsageError`` or ``CommandError``.
    init(_ invocation: Invocation, _ context: CommandContext, for cmdlet: BoundCmdlet? = nil) throws {
        let given = try SourceInput.read(invocation, context)
        let chosen = try ChosenTarget(invocation, context, for: cmdlet)
        (target, stored, isOtherService) = (chosen.target, chosen.stored, chosen.isOtherService)
        switch (given, chosen.stored) {
        case (let given?, nil):
            let store = MemoryTokenStore()
            source = try given.source(for: target, store: store, allowsInteraction: true, context)
            if case .signIn = given {
                unattended = try given.source(for: target, store: store, allowsInteraction: false, context)
            }
        case (let given?, _):
            source = try given.source(
                for: target,
                store: MemoryTokenStore(),
                allowsInteraction: false,
                context
            )
        case (nil, let stored?):
            let store = try ConnectionStore(context)
            source = try StoredSource.open(stored, target, in: store, refusesExpired: true, context)
        case (nil, nil):
            throw invocation.usageError(
                "--\(target.identity.option) needs a token of its own",
                details: ["give --access-token-stdin, --access-token-file, --access-token-fd or EXO_ACCESS_TOKEN"]
            )
        }
    }

    /// Connects.
    ///
    /// - Parameters:
    ///   - context: What the command may touch.
    ///   - verifiesAccess: Whether the service is asked at once if it accepts the token.
    ///   - cmdlet: The cmdlet that is to run; what the guard rails forbid is refused before a token is asked for.
    ///   - tenant: The tenant's name as the person repeated it.
    /// - Returns: The connection.
    /// - Throws: `ExchangeError` or ``CommandError``, with the command that connects again where that helps.
    func open(
        _ context: CommandContext,
        verifiesAccess: Bool,
        for cmdlet: BoundCmdlet? = nil,
        repeating tenant: String? = nil
    ) async throws -> ExchangeConnection {
        let client = Self.client(context)
        let request = target.request(source, verifiesAccess: verifiesAccess)
        if let cmdlet {
            let planned = try client.connection(request)
            try (tenant.map { planned.repeating(tenant: $0) } ?? planned).refuseForbidden(cmdlet)
        }
        do {
            let connection = try await client.connect(request)
            return tenant.map { connection.repeating(tenant: $0) } ?? connection
        } catch let error as ExchangeError {
            guard error.code == .tokenUnavailable, let cause = error.cause as? TokenError,
                cause.repair == .connectAgain
            else { throw advised(error) }
            throw advised(cause)
        }
    }

    /// The error of the source, with the command that helps where the connection is a stored one.
    func advised(_ error: TokenError) -> CommandError {
        var told = ErrorReport.commandError(error)
        if error.repair == .connectAgain, let stored { told.repair = stored.connectCommand }
        return told
    }

    /// The error of a call, with the command that helps where the connection is a stored one.
    func advised(_ error: ExchangeError) -> ExchangeError {
        guard error.repair == .connectAgain, let stored else { return error }
        var error = error
        error.repair = .advice(stored.connectCommand)
        return error
    }

    /// Keeps what the connection found out, where it is another than what was remembered: the address that served the tenant, and
    /// the tenant of one that was made without asking.
    ///
    /// What another command wrote meanwhile stays: guard rails that were added, a connection that was disconnected or removed.
    func keepAddress(of connection: ExchangeConnection, _ context: CommandContext) {
        guard let stored, noting(connection, in: stored) != stored else { return }
        do {
            let store = try ConnectionStore(context)
            guard try store.names().contains(stored.name) else { return }
            let current = try store.connection(stored.name)
            guard current.target.leadsTo(sameAs: stored.target) else { return }
            let noted = noting(connection, in: current)
            if noted != current { try store.update(noted) }
        } catch {
            let reason = ErrorReport.commandError(error).message
            context.errors.warning("the new address of connection '\(stored.name.text)' is not kept: \(reason)")
        }
    }

    /// A stored connection with what was found out.
    private func noting(_ connection: ExchangeConnection, in stored: StoredConnection) -> StoredConnection {
        let information = connection.information
        var stored = stored
        if isOtherService {
            stored.otherConnectionURI = information.connectionURI
            stored.isOtherTenantProven = connection.isTenantProven
        } else {
            stored.target.remembered.connectionURI = information.connectionURI
            stored.target.remembered.isTenantProven = connection.isTenantProven
            stored.applicationID = stored.applicationID ?? information.applicationID
        }
        if stored.target.remembered.tenantID == nil, !information.tenantID.isEmpty {
            stored.target.remembered.tenantID = information.tenantID
        }
        return stored
    }

    /// The client of this command's surroundings.
    static func client(_ context: CommandContext) -> ExchangeClient {
        ExchangeClient(
            transport: context.makeTransport(),
            now: context.now,
            clock: context.clock.until(context.interruption),
            retries: RetryPolicy(jitter: context.jitter),
            userAgent: "exo/\(ExoProgram.version)",
            observer: context.observer
        )
    }
}
