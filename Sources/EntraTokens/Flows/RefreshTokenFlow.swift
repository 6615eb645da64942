/// Tokens for a refresh token that somebody else got; from then on the cache goes on with the newest one.
///
/// For a partner's customers: the same flow, a confidential application, and the customer's tenant as the request's authority.
public struct RefreshTokenFlow: TokenFlow {
    /// The application that the refresh token was issued to.
    public let application: ClientApplication
    private let first: RefreshToken

    /// Makes a flow.
    ///
    /// - Parameters:
    ///   - application: The application that the refresh token was issued to, with what proves it where it is confidential.
    ///   - refreshToken: The refresh token.
    public init(application: ClientApplication = .exchangeManagement, refreshToken: RefreshToken) {
        self.application = application
        first = refreshToken
    }

    /// By itself.
    public var renewal: TokenRenewal { .silent }
    /// Always.
    public var isForUsers: Bool { true }

    /// The request's key, with the first refresh token's digest: nothing tells whose it is before it is redeemed.
    public func cacheKey(for request: TokenRequest) throws -> TokenCacheKey {
        cacheKey(for: request, givenFor: try TokenDigest(of: first))
    }

    /// Redeems the refresh token that the flow began with.
    ///
    /// - Throws: ``TokenError`` with code `interactionRequired` when the authority does not take it any more.
    public func reply(to request: TokenRequest, from client: AuthorityClient) async throws -> TokenReply {
        do {
            return try await redeem(first, for: request, from: client)
        } catch var error as TokenError {
            if error.code == .refused, let refusal = error.cause as? EntraError, refusal.needsInteraction {
                error.code = .interactionRequired
            }
            throw error
        }
    }
}
