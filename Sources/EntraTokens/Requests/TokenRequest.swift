/// What a source of tokens is asked for.
public struct TokenRequest: Sendable, Hashable {
    /// Whom to ask, for which tenant.
    public var authority: Authority
    /// The permissions, all of one resource, such as `https://outlook.office365.com/.default`.
    public var scopes: [String]
    /// The user whose token it is to be, by name or by home account id (`uid.utid`); `nil` takes an application's token, or that
    /// of whoever signs in.
    public var account: String?
    /// What a new token must satisfy: a claims challenge or an error's `claims`, decoded.
    public var claims: String?
    /// A token that a service did not accept; another one is wanted.
    public var refused: TokenDigest?

    /// Makes a request.
    public init(
        authority: Authority,
        scopes: [String],
        account: String? = nil,
        claims: String? = nil,
        refused: TokenDigest? = nil
    ) {
        self.authority = authority
        self.scopes = scopes
        self.account = account
        self.claims = claims
        self.refused = refused
    }

    /// The resource that the scopes belong to, as the v1.0 endpoints name it.
    ///
    /// - Throws: ``TokenError`` with code `invalidRequest` when the first scope is not `…/.default`.
    func resource() throws -> String {
        let suffix = "/.default"
        guard let scope = scopes.first, scope.hasSuffix(suffix) else {
            throw TokenError(
                code: .invalidRequest,
                message: "a resource is asked for here and no single permission, so the scope has to end with /.default"
            )
        }
        return String(scope.dropLast(suffix.count))
    }
}
