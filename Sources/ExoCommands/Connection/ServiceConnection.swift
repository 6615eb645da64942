internal import EntraTokens
internal import ExchangeOnline
internal import ExoTransport

/// Finds the target and the token that a command line means, and connects.
///
/// With an identity and a token nothing stored is read. Else it is the stored connection: the one named, or the current one; a
/// token that comes with the command is used instead of the stored one and held against the same identity.
struct ServiceConnection: Sendable {
    /// What to reach.
    var target: ConnectionTarget
    /// With which token.
    var token: AccessToken
    /// The stored connection it is, where it is one.
    private var stored: StoredConnection?

    init(_ invocation: Invocation, _ context: CommandContext) throws {
        let passed = try TokenInput.read(invocation, context)
        let given = try ConnectionIdentity.read(invocation, context)
        let isOption = ConnectionIdentity.isGiven(invocation)
        let name = invocation.value("connection")
        if isOption, name != nil {
            throw invocation.usageError("--connection names a stored identity; give it or an identity, not both")
        }
        if let passed, name == nil, let target = try ConnectionTarget.read(invocation, context) {
            self.target = target
            token = passed
            return
        }
        if let given, isOption {
            throw invocation.usageError(
                "--\(given.option) needs a token of its own",
                details: ["give --access-token-stdin, --access-token-file, --access-token-fd or EXO_ACCESS_TOKEN"]
            )
        }
        for option in ["cloud", "service", "tenant"] where invocation.has(option) {
            throw invocation.usageError("--\(option) needs an identity, such as --organization, and a token with it")
        }
        let stored = try Self.stored(name, passed: passed, invocation, context)
        self.stored = stored.connection
        target = stored.connection.target
        if let given, given.value.lowercased() != target.identity.value.lowercased(), name == nil {
            throw CommandError(
                .notConnected,
                "the variables name \(given.value), but the current connection is for \(target.identity.value)",
                details: ["no token came with the variables, so it is not clear which is meant"],
                repair: "set EXO_ACCESS_TOKEN too, or unset EXO_ORGANIZATION and EXO_USER_PRINCIPAL_NAME"
            )
        }
        try target.apply(invocation, context)
        token = stored.token
    }

    private static func stored(
        _ name: String?,
        passed: AccessToken?,
        _ invocation: Invocation,
        _ context: CommandContext
    ) throws -> (connection: StoredConnection, token: AccessToken) {
        let store = try ConnectionStore(context)
        guard let found = try ConnectionChoice.find(name, store, context) else {
            guard passed == nil else {
                throw invocation.usageError(
                    "whose token is it?",
                    details: ["add --organization, --user-principal-name or --delegated-organization"]
                )
            }
            _ = try ConnectionChoice.name(name, store, context)
            throw CommandError(.notConnected, "not connected")
        }
        let connection = try store.connection(found)
        if let passed { return (connection, passed) }
        guard let bytes = try store.token(found) else {
            throw CommandError(
                .notConnected,
                connection.store == .none
                    ? "connection '\(found.text)' keeps no token, and none came with the command"
                    : "connection '\(found.text)' was disconnected: its token is gone",
                repair: connection.store == .none
                    ? "set EXO_ACCESS_TOKEN or add --access-token-stdin" : connection.connectCommand
            )
        }
        let token: AccessToken
        do { token = try AccessToken(bytes: bytes) } catch let error as TokenError {
            throw CommandError(
                .notConnected,
                "the stored token of connection '\(found.text)' is damaged",
                details: [error.message],
                repair: connection.connectCommand
            )
        }
        if let expiry = token.expiresOn, expiry <= context.now() {
            throw CommandError(
                .notConnected,
                "the token of connection '\(found.text)' expired at \(UTCTime.text(expiry)); nothing was sent",
                repair: connection.connectCommand
            )
        }
        return (connection, token)
    }

    /// Connects.
    ///
    /// - Parameters:
    ///   - context: What the command may touch.
    ///   - verifiesAccess: Whether the service is asked at once if it accepts the token.
    /// - Returns: The connection.
    /// - Throws: `ExchangeError`.
    func open(_ context: CommandContext, verifiesAccess: Bool) async throws -> ExchangeConnection {
        try await Self.client(context)
            .connect(target.request(token, context, verifiesAccess: verifiesAccess))
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
        let errors = context.errors
        let level = context.logLevel
        let status = context.status
        return ExchangeClient(
            transport: context.makeTransport(),
            now: context.now,
            clock: context.clock,
            retries: RetryPolicy(jitter: context.jitter),
            userAgent: "exo/\(ExoProgram.version)",
            observer: {
                status?.note($0)
                EventLog.write($0, to: errors, level: level)
            }
        )
    }
}
