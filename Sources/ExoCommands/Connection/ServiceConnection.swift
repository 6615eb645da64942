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
    /// The stored connection it is, where it is one.
    private(set) var stored: StoredConnection?

    init(_ invocation: Invocation, _ context: CommandContext) throws {
        let given = try SourceInput.read(invocation, context)
        let identity = try ConnectionIdentity.read(invocation, context)
        let isOption = ConnectionIdentity.isGiven(invocation)
        let name = invocation.value("connection")
        if isOption, name != nil {
            throw invocation.usageError("--connection names a stored identity; give it or an identity, not both")
        }
        if let given, name == nil, let target = try ConnectionTarget.read(invocation, context) {
            self.target = target
            source = try given.source(for: target, store: MemoryTokenStore(), allowsInteraction: true, context)
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
        for option in ["cloud", "service", "tenant"] where invocation.has(option) {
            throw invocation.usageError("--\(option) needs an identity, such as --organization, and a token with it")
        }
        let store = try ConnectionStore(context)
        guard let found = try ConnectionChoice.find(name, store, context) else {
            guard given == nil else {
                throw invocation.usageError(
                    "whose token is it?",
                    details: ["add --organization, --user-principal-name or --delegated-organization"]
                )
            }
            _ = try ConnectionChoice.name(name, store, context)
            throw CommandError(.notConnected, "not connected")
        }
        let stored = try store.connection(found)
        self.stored = stored
        target = stored.target
        if let identity, identity.value.lowercased() != target.identity.value.lowercased(), name == nil {
            throw CommandError(
                .notConnected,
                "the variables name \(identity.value), but the current connection is for \(target.identity.value)",
                details: ["no token came with the variables, so it is not clear which is meant"],
                repair: "set EXO_ACCESS_TOKEN too, or unset EXO_ORGANIZATION and EXO_USER_PRINCIPAL_NAME"
            )
        }
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
    /// - Returns: The connection.
    /// - Throws: `ExchangeError`.
    func open(_ context: CommandContext, verifiesAccess: Bool) async throws -> ExchangeConnection {
        do {
            return try await Self.client(context).connect(target.request(source, verifiesAccess: verifiesAccess))
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

    /// Keeps the address that served the tenant, where it is another than the one that was remembered.
    func keepAddress(of connection: ExchangeConnection, _ context: CommandContext) {
        let address = connection.information.connectionURI
        guard var stored, stored.target.remembered.connectionURI != address else { return }
        stored.target.remembered.connectionURI = address
        do { try ConnectionStore(context).update(stored) } catch {
            let reason = ErrorReport.commandError(error).message
            context.errors.warning("the new address of connection '\(stored.name.text)' is not kept: \(reason)")
        }
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
