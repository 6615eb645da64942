internal import EntraTokens
internal import ExchangeOnline
internal import ExoTransport

/// Microsoft Graph as a command line reaches it: which cloud, by which way, with which token.
struct GraphConnection: Sendable {
    let cloud: Cloud
    /// The tenant that the token is for.
    let tenantID: String
    let client: GraphClient

    /// Reads options and variables, and holds a token against Graph before it is sent.
    ///
    /// A token that is passed in comes first. Else tokens are got by the way that options choose, or the stored connection has.
    ///
    /// - Throws: ``UsageError``, ``CommandError``, `TokenError`, `CancellationError`.
    init(_ invocation: Invocation, _ context: CommandContext) async throws {
        let passed = try Self.passed(invocation, context)
        let (target, source) =
            try passed.map { try Self.passed($0, invocation, context) }
            ?? Self.renewing(invocation, context)
        let cloud = target.cloud
        guard let endpoint = cloud.graph else {
            throw CommandError(.usage, "there is no Microsoft Graph known of the cloud '\(cloud.name)'")
        }
        let request = target.tokenRequest(scope: endpoint.scope)
        let token: AccessToken
        if let passed { token = passed } else { token = try await source.token(for: request) }
        try Self.check(token, cloud, endpoint, context)
        guard let tenant = token.claims.tenantID else {
            throw CommandError(.notConnected, "the token names no tenant", repair: TokenRecipe.graph(cloud))
        }
        self.cloud = cloud
        tenantID = tenant
        client = GraphClient(endpoint, source: source, token: request, proxy: target.proxy?.text, context)
    }

    /// What a token that is passed in is for: its own tenant, by the way that options say.
    private static func passed(
        _ token: AccessToken,
        _ invocation: Invocation,
        _ context: CommandContext
    ) throws -> (ConnectionTarget, any TokenSource) {
        for option in ["connection", "user-principal-name", "organization", "tenant"] where invocation.has(option) {
            throw invocation.usageError("--\(option) has no meaning here: the token says whom it is for")
        }
        let target = try ConnectionTarget(
            .organization(token.claims.tenantID ?? "organizations"),
            cloud: invocation.value("cloud") ?? cloud(of: token, context),
            service: nil,
            invocation,
            context
        )
        return (target, PassedTokenSource(token, now: context.now))
    }

    /// The cloud of the current connection where the token is of its tenant, so that one of the emulator's does not go elsewhere.
    private static func cloud(of token: AccessToken, _ context: CommandContext) throws -> String? {
        guard context.variable("EXO_CLOUD") == nil, let tenant = token.claims.tenantID else { return nil }
        let store = try ConnectionStore(context)
        guard let name = try ConnectionChoice.find(nil, store, context), try store.names().contains(name) else {
            return nil
        }
        let target = try store.connection(name).target
        return target.remembered.tenantID?.lowercased() == tenant ? target.cloud.name : nil
    }

    /// A source that gets tokens for Graph: the one that options choose, else that of the stored connection.
    private static func renewing(
        _ invocation: Invocation,
        _ context: CommandContext
    ) throws -> (ConnectionTarget, any TokenSource) {
        let missing = [
            "give --access-token-stdin, --access-token-file, --access-token-fd or EXO_GRAPH_TOKEN,",
            "or a way to sign in (exo help sign-in) with --organization or --user-principal-name",
        ]
        // --issuer alone is another thing to 'app federate', which takes no way to sign in.
        if invocation.path.last != "federate", let given = try GivenSignIn.read(invocation, context) {
            guard let target = try ConnectionTarget.read(invocation, context) else {
                throw invocation.usageError("whose applications are meant?", details: missing)
            }
            return (target, try given.source(for: target, store: MemoryTokenStore(), allowsInteraction: true, context))
        }
        let store = try ConnectionStore(context)
        guard let name = try ConnectionChoice.find(invocation.value("connection"), store, context) else {
            throw invocation.usageError("there is no access token for Microsoft Graph", details: missing)
        }
        let stored = try store.connection(name)
        guard stored.signIn != nil else {
            throw invocation.usageError(
                "connection '\(name.text)' has a token for Exchange alone",
                details: missing
            )
        }
        if invocation.has("cloud") {
            throw invocation.usageError("a connection keeps its own cloud; leave --cloud out")
        }
        if ConnectionIdentity.isGiven(invocation) {
            throw invocation.usageError("an identity needs a way to sign in", details: missing)
        }
        var target = stored.target
        try target.apply(invocation, context)
        return (target, try StoredSource.open(stored, target, in: store, refusesExpired: true, context))
    }

    /// The token that options, else variables, pass in; `nil` where a way to sign in or a connection is chosen.
    private static func passed(_ invocation: Invocation, _ context: CommandContext) throws -> AccessToken? {
        let isGiven = TokenInput.isGiven(invocation)
        if isGiven, SignIn.isGiven(invocation) {
            throw invocation.usageError("a token and a way to get one were given; give one")
        }
        if !isGiven, SignIn.isGiven(invocation) || invocation.has("connection") { return nil }
        if !isGiven, let text = context.variable("EXO_GRAPH_TOKEN") {
            do { return try AccessToken(printedBy: Array(text.utf8)) } catch let error as TokenError {
                throw CommandError(
                    .notConnected,
                    "what EXO_GRAPH_TOKEN holds is no usable access token",
                    details: [error.message],
                    repair: error.repair.map(RepairText.text)
                )
            }
        }
        return try TokenInput.read(invocation, context)
    }

    private static func check(
        _ token: AccessToken,
        _ cloud: Cloud,
        _ endpoint: ServiceEndpoint,
        _ context: CommandContext
    ) throws {
        let audiences = token.claims.audiences
        guard audiences.contains(where: endpoint.accepts) else {
            let found = audiences.map(KnownResource.described).joined(separator: ", ")
            throw CommandError(
                .notConnected,
                "the token is for \(found.isEmpty ? "no service" : found), and registering applications needs one for "
                    + "Microsoft Graph; nothing was sent",
                repair: TokenRecipe.graph(cloud)
            )
        }
        guard token.isExpired(at: context.now()) else { return }
        let end = token.expiresOn.map { " at \(UTCTime.text($0))" } ?? ""
        throw CommandError(
            .notConnected,
            "the token for Microsoft Graph expired\(end); nothing was sent",
            repair: TokenRecipe.graph(cloud)
        )
    }
}
