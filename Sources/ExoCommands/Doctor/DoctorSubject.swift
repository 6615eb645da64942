internal import EntraTokens
internal import ExchangeOnline

/// What the doctor looks at: a stored connection, or an identity with a token or a way to get one.
struct DoctorSubject: Sendable {
    let target: ConnectionTarget
    let source: any TokenSource
    /// The application, where it is known before there is a token.
    let clientID: String?

    /// Reads options, else the stored connection; unlike other commands it takes a token that has expired.
    init(_ invocation: Invocation, _ context: CommandContext) throws {
        let given = try SourceInput.read(invocation, context)
        let name = invocation.value("connection")
        if ConnectionIdentity.isGiven(invocation), name != nil {
            throw invocation.usageError("--connection names a stored identity; give it or an identity, not both")
        }
        if let given, name == nil, let target = try ConnectionTarget.read(invocation, context) {
            self.target = target
            source = try given.source(for: target, store: MemoryTokenStore(), allowsInteraction: true, context)
            clientID = given.clientID
            return
        }
        for option in ["cloud", "service", "tenant"] where invocation.has(option) {
            throw invocation.usageError("--\(option) needs an identity, such as --organization, and a token with it")
        }
        let store = try ConnectionStore(context)
        let stored = try store.connection(try ConnectionChoice.name(name, store, context))
        var target = stored.target
        try target.apply(invocation, context)
        self.target = target
        source =
            try given?.source(for: target, store: MemoryTokenStore(), allowsInteraction: false, context)
            ?? StoredSource.open(stored, target, in: store, refusesExpired: false, context)
        clientID = given?.clientID ?? stored.signIn?.clientID ?? stored.applicationID
    }

    /// What its tokens are asked for with, in the tenant that was found.
    func tokenRequest(_ tenantID: String) -> TokenRequest {
        var target = target
        target.remembered.tenantID = tenantID
        return target.tokenRequest()
    }

    /// The request for a connection with that token, to the tenant that was found and nowhere else.
    func connectionRequest(_ source: any TokenSource, _ tenantID: String) -> ConnectionRequest {
        var target = target
        target.remembered = .init(tenantID: tenantID)
        return target.request(source, verifiesAccess: true)
    }
}

extension SourceInput {
    /// The application in whose name tokens are got, where that is said.
    fileprivate var clientID: String? {
        switch self {
        case .passed(let token): token.claims.applicationID
        case .signIn(let given): given.signIn.clientID
        }
    }
}
