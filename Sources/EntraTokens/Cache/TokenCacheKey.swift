/// Under what a token is kept: token service, tenant, application, user, permissions.
public struct TokenCacheKey: Sendable, Hashable {
    /// The token service's host without port, in lower case, as MSAL writes it.
    public let environment: String
    /// Other hosts that mean the same token service.
    public let aliases: [String]
    /// The tenant as it was asked for, in lower case.
    public let tenant: String
    /// The id of a tenant that was asked for by a domain, where it is known: tokens are kept under it, as MSAL keeps them.
    var tenantID: String?
    /// The application's id, in lower case.
    public let clientID: String
    /// The user's name or home account id, in lower case; `nil` for an application's token or whoever signed in last.
    public let account: String?
    /// Whether the token is a user's.
    public let isUsers: Bool
    /// The permissions, in lower case and sorted.
    public let scopes: [String]
    /// The digest of what the tokens were given for, where that belongs to one caller: an incoming token, a refresh token.
    public let assertionHash: String?

    /// The key of what is asked for.
    public init(_ request: TokenRequest, clientID: String, isForUser: Bool, assertionHash: String? = nil) {
        let address = request.authority.address.lowercased()
        let rest = address.hasPrefix("https://") ? address.dropFirst("https://".count) : address[...]
        environment = String(rest.prefix { $0 != ":" && $0 != "/" })
        aliases = request.authority.aliases
        tenant = request.authority.tenant.lowercased()
        self.clientID = clientID.lowercased()
        account = isForUser ? request.account?.lowercased() : nil
        isUsers = isForUser
        scopes = request.scopes.map { $0.lowercased() }.sorted()
        self.assertionHash = assertionHash
    }

    /// The hosts that mean the key's token service.
    var environments: Set<String> { aliases.contains(environment) ? Set(aliases).union([environment]) : [environment] }

    /// Whether the tenant was asked for by a domain, and its id is not known.
    var awaitsTenantID: Bool { isDomain && tenantID == nil }

    /// Under which names of the tenant tokens are found.
    var realms: [String] { [tenant] + (tenantID.map { [$0] } ?? []) }

    /// Whether a user's own tenant is meant, whichever that is.
    var meansHomeTenant: Bool { isUsers && TokenCacheKey.anyTenant.contains(tenant) }

    /// Under which tenant what a reply brings is kept: as it was asked for, but by its id where that is known.
    func realm(of reply: TokenReply) -> String {
        guard isDomain else { return tenant }
        let told = reply.idToken?.tenantID ?? reply.accessToken.claims.tenantID
        return tenantID ?? told.flatMap { GUID.isGUID($0) ? $0.lowercased() : nil } ?? tenant
    }

    private var isDomain: Bool { tenant.contains(".") }

    /// What stands for a tenant where none is named.
    private static let anyTenant: Set = ["organizations", "common"]

    /// What tells one key from another, as a text.
    var text: String {
        ([environment, tenant, clientID, account ?? (isUsers ? "*" : ""), assertionHash ?? ""] + scopes).joined(
            separator: " "
        )
    }
}
