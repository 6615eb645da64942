internal import EntraTokens
internal import ExchangeOnline
internal import ExoJSON
internal import ExoTransport

/// `exo token check`: every contradiction between a token and what it is wanted for; nothing is sent with the token.
enum TokenCheckCommand {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let token = try await TokenShow.token(invocation, context)
        let target = try target(invocation, context)
        var wanted = TokenTarget(
            cloud: target.cloud,
            service: target.service,
            identity: target.identity,
            resolvedTenantID: target.remembered.tenantID
        )
        var found = TokenCheck.contradictions(of: token, for: wanted, now: context.now())
        // What the token itself contradicts is said whether or not anybody can be asked for the tenant.
        if !found.contains(where: { $0.severity == .refuse }), wanted.resolvedTenantID == nil {
            wanted.resolvedTenantID = try await tenant(of: target, context)
            found = TokenCheck.contradictions(of: token, for: wanted, now: context.now())
        } else if wanted.expectedTenantID == nil {
            context.errors.note(
                "the tenant of \(target.identity.value) was not looked up, since the token does not fit anyway"
            )
        }
        try settings.print(found.map(row), context)
        if found.isEmpty {
            context.errors.note("nothing in the token contradicts \(target.identity.value)")
        }
        return found.contains { $0.severity == .refuse } ? .notConnected : .done
    }

    private static func row(_ contradiction: TokenContradiction) -> JSONObject {
        [
            "Claim": .string(contradiction.claim),
            "Found": contradiction.found.map { .string($0) } ?? .null,
            "Expected": .string(contradiction.expected),
            "Severity": .string(contradiction.severity.rawValue),
            "Message": .string(contradiction.message),
            "Repair": .string(RepairText.text(contradiction.repair)),
        ]
    }

    /// What to hold the token against: the identity named, in the cloud of the stored connection where the token is its own.
    private static func target(_ invocation: Invocation, _ context: CommandContext) throws -> ConnectionTarget {
        let name = invocation.value("connection")
        if ConnectionIdentity.isGiven(invocation), name != nil {
            throw invocation.usageError("--connection names a stored identity; give it or an identity, not both")
        }
        let identity = name == nil ? try ConnectionIdentity.read(invocation, context) : nil
        let store = try ConnectionStore(context)
        let found = try ConnectionChoice.find(name, store, context)
        let isPassed = TokenInput.isGiven(invocation) || context.variable("EXO_ACCESS_TOKEN") != nil
        if let identity {
            let stored = try isPassed ? nil : found.map { try store.connection($0).target }
            return try ConnectionTarget(
                identity,
                cloud: invocation.value("cloud") ?? stored?.cloud.name,
                service: invocation.value("service") ?? stored?.service.rawValue,
                invocation,
                context
            )
        }
        guard let found else {
            throw invocation.usageError(
                "whom is the token to be held against?",
                details: ["add --organization, --user-principal-name or --delegated-organization"]
            )
        }
        for option in ["cloud", "service", "tenant"] where invocation.has(option) {
            throw invocation.usageError("--\(option) needs an identity, such as --organization")
        }
        var target = try store.connection(found).target
        try target.apply(invocation, context)
        return target
    }

    /// The tenant that was named, or that the identity's domain belongs to, asked of the cloud's authority where it is no id.
    private static func tenant(of target: ConnectionTarget, _ context: CommandContext) async throws -> String {
        try await target.tenantResolver(context).tenantID(of: target.tenant ?? target.identity.tenantName)
    }
}
