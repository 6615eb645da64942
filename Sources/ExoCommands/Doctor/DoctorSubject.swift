internal import EntraTokens
internal import ExchangeOnline

/// What the doctor looks at: a stored connection, or an identity with a token of its own.
struct DoctorSubject: Sendable {
    let target: ConnectionTarget
    let source: any TokenSource
    /// The application, where it is known before there is a token.
    let clientID: String?

    /// Reads options, else the stored connection; unlike other commands it takes a token that has expired.
    init(_ invocation: Invocation, _ context: CommandContext) throws {
        let name = invocation.value("connection")
        if ConnectionIdentity.isGiven(invocation), name != nil {
            throw invocation.usageError("--connection names a stored identity; give it or an identity, not both")
        }
        let passed = try TokenInput.read(invocation, context)
        if let passed, name == nil, let target = try ConnectionTarget.read(invocation, context) {
            self.target = target
            source = PassedTokenSource(passed, now: context.now)
            clientID = passed.claims.applicationID
            return
        }
        for option in ["cloud", "service", "tenant"] where invocation.has(option) {
            throw invocation.usageError("--\(option) needs an identity, such as --organization, and a token with it")
        }
        let store = try ConnectionStore(context)
        let found = try ConnectionChoice.name(name, store, context)
        let stored = try store.connection(found)
        var target = stored.target
        try target.apply(invocation, context)
        self.target = target
        source =
            try passed.map { PassedTokenSource($0, now: context.now) }
            ?? StoredSource.open(stored, target, in: store, refusesExpired: false, context)
        clientID = source.tokenAtHand?.claims.applicationID ?? stored.signIn?.clientID ?? stored.applicationID
    }

    /// What its tokens are asked for with, in the tenant that was found.
    func tokenRequest(_ tenantID: String) -> TokenRequest {
        let user: String? = if case .userPrincipalName(let name) = target.identity { name } else { nil }
        return TokenRequest(
            authority: Authority(target.cloud, tenant: tenantID),
            scopes: [target.cloud.endpoint(of: target.service).scope],
            account: user
        )
    }

    /// The request for a connection with that token, to the tenant that was found and nowhere else.
    func connectionRequest(_ source: any TokenSource, _ tenantID: String) -> ConnectionRequest {
        ConnectionRequest(
            cloud: target.cloud,
            service: target.service,
            identity: target.identity,
            tokenSource: source,
            remembered: .init(tenantID: tenantID),
            verifiesAccess: true,
            trustedAuthorities: target.trustedAuthorities,
            proxy: target.proxy?.text
        )
    }
}
