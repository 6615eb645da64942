internal import EntraTokens
internal import ExchangeOnline

extension ConnectionTarget {
    /// The target that options and variables name.
    ///
    /// - Returns: The target, or `nil` where nothing names an identity.
    static func read(_ invocation: Invocation, _ context: CommandContext) throws -> ConnectionTarget? {
        guard let identity = try ConnectionIdentity.read(invocation, context) else { return nil }
        return try ConnectionTarget(
            identity,
            cloud: invocation.value("cloud"),
            service: invocation.value("service"),
            invocation,
            context
        )
    }

    /// A target of that identity, with everything else as options and variables say.
    init(
        _ identity: ConnectionIdentity,
        cloud: String?,
        service: String?,
        _ invocation: Invocation,
        _ context: CommandContext
    ) throws {
        let word = service ?? "exchange"
        guard let service = AdminService(rawValue: word.lowercased()) else {
            throw invocation.usageError("the service is exchange or compliance, not '\(word)'")
        }
        self.init(
            cloud: try Self.cloud(cloud ?? context.variable("EXO_CLOUD") ?? "commercial", context),
            service: service,
            identity: identity
        )
        tenant = try Self.tenant(invocation, context, beside: identity)
        administrator = try identity.administrator(invocation)
        try apply(invocation, context)
    }

    private static func tenant(
        _ invocation: Invocation,
        _ context: CommandContext,
        beside identity: ConnectionIdentity
    ) throws -> String? {
        let isUser = if case .userPrincipalName = identity { true } else { false }
        guard let tenant = invocation.value("tenant").map(ConnectionIdentity.trimmed) else {
            return isUser ? context.variable("EXO_TENANT").map(ConnectionIdentity.trimmed) : nil
        }
        guard isUser else {
            throw invocation.usageError(
                "--tenant belongs to --user-principal-name; --\(identity.option) names the tenant itself"
            )
        }
        guard !tenant.isEmpty else { throw invocation.usageError("--tenant is empty") }
        return tenant
    }

    private static func cloud(_ name: String, _ context: CommandContext) throws -> Cloud {
        do {
            return try Cloud.named(name, environment: context.environment)
        } catch let error as TokenError {
            var error = ErrorReport.commandError(error)
            error.exitCode = .usage
            throw error
        }
    }

    /// Changes the way there as options and variables say.
    mutating func apply(_ invocation: Invocation, _ context: CommandContext) throws {
        trustedAuthorities = invocation.value("ca-file") ?? context.variable("EXO_CA_FILE") ?? trustedAuthorities
        proxy = invocation.value("proxy").map { ProxyAddress($0) } ?? proxy
        if let text = invocation.value("page-size") ?? context.variable("EXO_PAGE_SIZE") {
            guard let size = Int(text), (1...1000).contains(size) else {
                throw invocation.usageError("--page-size is a whole number from 1 to 1000, not '\(text)'")
            }
            pageSize = size
        }
        changeLog = changeLog ?? context.variable("EXO_CHANGE_LOG").map(WorkingFolder.absolute)
        if let trustedAuthorities { cloud = cloud.trusting(trustedAuthorities) }
    }
}
