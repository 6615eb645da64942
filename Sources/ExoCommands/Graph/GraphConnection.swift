internal import EntraTokens
internal import ExoTransport

/// Microsoft Graph as a command line reaches it: which cloud, by which way, with which token.
struct GraphConnection: Sendable {
    let cloud: Cloud
    /// The tenant that the token is for.
    let tenantID: String
    let client: GraphClient

    /// Reads options and variables, and holds the token against Graph before anything is sent.
    ///
    /// - Throws: ``UsageError``, ``CommandError``.
    init(_ invocation: Invocation, _ context: CommandContext) throws {
        let name = invocation.value("cloud") ?? context.variable("EXO_CLOUD") ?? "commercial"
        var cloud = try Cloud.named(name, environment: context.environment)
        if let file = invocation.value("ca-file") ?? context.variable("EXO_CA_FILE") { cloud = cloud.trusting(file) }
        guard let endpoint = cloud.graph else {
            throw CommandError(.usage, "there is no Microsoft Graph known of the cloud '\(cloud.name)'")
        }
        let token = try Self.token(invocation, context)
        try Self.check(token, cloud, endpoint, context)
        guard let tenant = token.claims.tenantID else {
            throw CommandError(.notConnected, "the token names no tenant", repair: TokenRecipe.graph(cloud))
        }
        self.cloud = cloud
        tenantID = tenant
        client = GraphClient(
            endpoint,
            source: PassedTokenSource(token, now: context.now),
            token: TokenRequest(authority: Authority(cloud, tenant: tenant), scopes: [endpoint.scope]),
            proxy: invocation.value("proxy"),
            context
        )
    }

    private static func token(_ invocation: Invocation, _ context: CommandContext) throws -> AccessToken {
        if !TokenInput.isGiven(invocation), let text = context.variable("EXO_GRAPH_TOKEN") {
            do { return try AccessToken(printedBy: Array(text.utf8)) } catch let error as TokenError {
                throw CommandError(
                    .notConnected,
                    "what EXO_GRAPH_TOKEN holds is no usable access token",
                    details: [error.message],
                    repair: error.repair.map(RepairText.text)
                )
            }
        }
        guard let token = try TokenInput.read(invocation, context) else {
            throw invocation.usageError(
                "there is no access token for Microsoft Graph",
                details: ["give --access-token-stdin, --access-token-file, --access-token-fd or EXO_GRAPH_TOKEN"]
            )
        }
        return token
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
