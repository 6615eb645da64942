internal import EntraTokens
internal import ExchangeOnline
internal import ExoTransport

/// Finds the target and the source of tokens that a command line means, and connects.
///
/// With an identity and a token, or a way to get one, nothing stored is read. Else it is the stored connection: the one named, or
/// the current one; a token that comes with the command is used instead of its own and held against the same identity.
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
        let identity = try ConnectionIdentity.read(invocation, context)
        let isOption = ConnectionIdentity.isGiven(invocation)
        let name = invocation.value("connection")
        if isOption, name != nil {
            throw invocation.usageError("--connection names a stored identity; give it or an identity, not both")
        }
        if let given, name == nil, var target = try ConnectionTarget.read(invocation, context) {
            if let cmdlet { target.service = try ServiceRouting.service(for: cmdlet, invocation) }
            self.target = target
            let store = MemoryTokenStore()
            source = try given.source(for: target, store: store, allowsInteraction: true, context)
            if case .signIn = given {
                unattended = try given.source(for: target, store: store, allowsInteraction: false, context)
            }
            return
        }
        if case .signIn = given {
            throw invocation.usageError(
                "a way to sign in needs an identity with it",
                details: ["add --organization or --user-principal-name; a stored connection has a way of its own"]
            )
        }
        if let identity, isOption {
            throw invocation.usageError(
                "--\(identity.option) needs a token of its own",
                details: ["give --access-token-stdin, --access-token-file, --access-token-fd or EXO_ACCESS_TOKEN"]
            )
        }
        for option in ["cloud", "tenant"] + (cmdlet == nil ? ["service"] : []) where invocation.has(option) {
            throw invocation.usageError("--\(option) needs an identity, such as --organization, and a token with it")
        }
        let store = try ConnectionStore(context)
        if given != nil, try ConnectionChoice.find(name, store, context) == nil {
            throw invocation.usageError(
                "whose token is it?",
                details: ["add --organization, --user-principal-name or --delegated-organization"]
            )
        }
        var stored = try store.connection(ConnectionChoice.name(name, store, context))
        target = stored.target
        if let identity, identity.value.lowercased() != target.identity.value.lowercased(), name == nil {
            throw CommandError(
                .notConnected,
                "the variables name \(identity.value), but the current connection is for \(target.identity.value)",
                details: ["no token came with the variables, so it is not clear which is meant"],
                repair: "set EXO_ACCESS_TOKEN too, or unset EXO_ORGANIZATION and EXO_USER_PRINCIPAL_NAME"
            )
        }
        if let cmdlet {
            let isNamed = name != nil || context.variable("EXO_CONNECTION") != nil
            let routing = ServiceRouting(
                stored: stored,
                store: store,
                invocation: invocation,
                bringsToken: given != nil
            )
            switch try routing.place(of: cmdlet, isNamed: isNamed) {
            case .own: break
            case .sibling(let sibling):
                // What the connection at hand forbids is not allowed by taking another.
                target = sibling.target
                target.guardRails = sibling.target.guardRails.joined(with: stored.target.guardRails)
                target.changeLog = target.changeLog ?? stored.target.changeLog
                stored = sibling
            case .other(let service):
                isOtherService = true
                target.service = service
                target.remembered.connectionURI = stored.otherConnectionURI
                target.remembered.isTenantProven = stored.isOtherTenantProven
            }
        }
        target.name = stored.name.text
        self.stored = stored
        try target.apply(invocation, context)
        source =
            try given?.source(for: target, store: MemoryTokenStore(), allowsInteraction: false, context)
            ?? StoredSource.open(stored, target, in: store, refusesExpired: true, context)
    }

    /// Connects.
    ///
    /// - Parameters:
    ///   - context: What the command may touch.
    ///   - verifiesAccess: Whether the service is asked at once if it accepts the token.
    ///   - cmdlet: The cmdlet that is to run; what the guard rails forbid is refused before a token is asked for.
    ///   - tenant: The tenant's name as the person repeated it.
    /// - Returns: The connection.
    /// - Throws: `ExchangeError`.
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
        } catch let error as ExchangeError where error.code == .tokenUnavailable {
            guard let cause = error.cause as? TokenError, cause.repair == .connectAgain else { throw error }
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
            clock: context.clock,
            retries: RetryPolicy(jitter: context.jitter),
            userAgent: "exo/\(ExoProgram.version)",
            observer: context.observer
        )
    }
}
