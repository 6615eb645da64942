internal import EntraTokens
internal import ExchangeOnline

/// What a command line wants to reach: cloud, service, identity and the ways there.
struct ConnectionTarget: Sendable {
    var cloud: Cloud
    var service: AdminService
    var identity: StoredConnection.Identity
    /// The tenant that a guest works in, as it was named.
    var tenant: String?
    var remembered: ConnectionRequest.Remembered?
    var trustedAuthorities: String?
    var proxy: String?
    var pageSize = 1000

    /// What the token is held against.
    var connectionIdentity: ConnectionIdentity {
        switch identity {
        case .userPrincipalName(let name): .userPrincipalName(name)
        case .organization(let name): .organization(name)
        case .delegatedOrganization(let name): .delegatedOrganization(name)
        }
    }

    /// Reads the target that options and, where asked, variables name.
    ///
    /// - Returns: The target, or `nil` where nothing names an identity.
    static func read(_ invocation: Invocation, _ context: CommandContext) throws -> ConnectionTarget? {
        guard let identity = try identity(invocation, context) else { return nil }
        return try make(identity, invocation, context)
    }

    /// A target of that identity, with everything else as options and variables say.
    static func make(
        _ identity: StoredConnection.Identity,
        _ invocation: Invocation,
        _ context: CommandContext,
        cloud: String? = nil,
        service: String? = nil
    ) throws -> ConnectionTarget {
        var target = ConnectionTarget(
            cloud: try Self.cloud(
                cloud ?? invocation.value("cloud") ?? context.variable("EXO_CLOUD") ?? "commercial",
                context
            ),
            service: try Self.service(service ?? invocation.value("service") ?? "exchange", invocation),
            identity: identity
        )
        target.tenant = try tenant(invocation, context, beside: identity)
        try target.applyWays(invocation, context)
        return target
    }

    private static func tenant(
        _ invocation: Invocation,
        _ context: CommandContext,
        beside identity: StoredConnection.Identity
    ) throws -> String? {
        let isUser = if case .userPrincipalName = identity { true } else { false }
        guard let tenant = invocation.value("tenant").map(trimmed) else {
            return isUser ? context.variable("EXO_TENANT").map(trimmed) : nil
        }
        guard isUser else {
            throw invocation.usageError(
                "--tenant belongs to --user-principal-name; --\(identity.option) names the tenant itself"
            )
        }
        guard !tenant.isEmpty else { throw invocation.usageError("--tenant is empty") }
        return tenant
    }

    /// A name without the blanks and line ends around it, such as the carriage return that a Windows file leaves.
    private static func trimmed(_ name: String) -> String {
        func isBlank(_ character: Character) -> Bool { character.isWhitespace }
        return String(name.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    /// The target of a stored connection.
    init(_ stored: StoredConnection, _ invocation: Invocation, _ context: CommandContext) throws {
        cloud = try Self.cloud(stored.cloud, context)
        service = try Self.service(stored.service, invocation)
        identity = stored.identity
        tenant = stored.tenant
        remembered = ConnectionRequest.Remembered(tenantID: stored.tenantID, connectionURI: stored.connectionURI)
        trustedAuthorities = stored.trustedAuthorities
        proxy = stored.proxy
        pageSize = stored.pageSize ?? 1000
        try applyWays(invocation, context)
    }

    private init(cloud: Cloud, service: AdminService, identity: StoredConnection.Identity) {
        self.cloud = cloud
        self.service = service
        self.identity = identity
    }

    private mutating func applyWays(_ invocation: Invocation, _ context: CommandContext) throws {
        trustedAuthorities = invocation.value("ca-file") ?? context.variable("EXO_CA_FILE") ?? trustedAuthorities
        proxy = invocation.value("proxy") ?? proxy
        if let text = invocation.value("page-size") {
            guard let size = Int(text), (1...1000).contains(size) else {
                throw invocation.usageError("--page-size is a whole number from 1 to 1000, not '\(text)'")
            }
            pageSize = size
        }
        if let file = trustedAuthorities { cloud = cloud.trusting(file) }
    }

    /// The request for a connection with that token.
    func request(_ token: AccessToken, _ context: CommandContext, verifiesAccess: Bool) -> ConnectionRequest {
        ConnectionRequest(
            cloud: cloud,
            service: service,
            identity: connectionIdentity,
            tenant: remembered?.tenantID == nil ? tenant : nil,
            tokenSource: PassedTokenSource(token, now: context.now),
            pageSize: pageSize,
            remembered: remembered,
            verifiesAccess: verifiesAccess,
            trustedAuthorities: trustedAuthorities,
            proxy: proxy
        )
    }

    // MARK: Reading

    static func identity(
        _ invocation: Invocation,
        _ context: CommandContext
    ) throws -> StoredConnection.Identity? {
        let given = identities(
            user: invocation.value("user-principal-name"),
            organization: invocation.value("organization"),
            delegated: invocation.value("delegated-organization")
        )
        guard given.count <= 1 else {
            throw invocation.usageError(
                "name one only: \(given.map { "--\($0.option)" }.joined(separator: ", ")) were given",
                details: ["a token is for one user, or for one organization"]
            )
        }
        if let identity = given.first {
            guard !identity.value.isEmpty else { throw invocation.usageError("--\(identity.option) is empty") }
            return identity
        }
        let named = identities(
            user: context.variable("EXO_USER_PRINCIPAL_NAME"),
            organization: context.variable("EXO_ORGANIZATION"),
            delegated: nil
        )
        guard named.count <= 1 else {
            throw invocation.usageError("EXO_USER_PRINCIPAL_NAME and EXO_ORGANIZATION are both set; keep one")
        }
        return named.first
    }

    /// Whether an option, not a variable, names an identity.
    static func identityIsGiven(_ invocation: Invocation) -> Bool {
        ["user-principal-name", "organization", "delegated-organization"].contains { invocation.has($0) }
    }

    static func identities(
        user: String?,
        organization: String?,
        delegated: String?
    ) -> [StoredConnection.Identity] {
        [
            user.map { .userPrincipalName(trimmed($0)) }, organization.map { .organization(trimmed($0)) },
            delegated.map { .delegatedOrganization(trimmed($0)) },
        ].compactMap(\.self)
    }

    private static func cloud(_ name: String, _ context: CommandContext) throws -> Cloud {
        do {
            return try Cloud.named(name, environment: context.environment)
        } catch let error as TokenError {
            throw CommandError(.usage, error.message, repair: error.repair.map(RepairText.text))
        }
    }

    private static func service(_ name: String, _ invocation: Invocation) throws -> AdminService {
        if let service = AdminService(rawValue: name.lowercased()) { return service }
        throw invocation.usageError("the service is exchange or compliance, not '\(name)'")
    }
}
