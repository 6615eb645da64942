/// Tokens by which a service acts on behalf of the user who called it (OAuth 2.0 on-behalf-of).
///
/// One flow is for one incoming token: what it gets is kept under that token's digest, so that no other caller is given it.
public struct OnBehalfOfFlow: TokenFlow {
    /// The service.
    public let application: ClientApplication
    private let assertion: AccessToken

    /// Makes a flow.
    ///
    /// - Parameters:
    ///   - clientID: The service's id; the incoming token is for it.
    ///   - authentication: What proves the service.
    ///   - assertion: The token that the user sent.
    public init(clientID: String, authentication: any ClientAuthentication, assertion: AccessToken) {
        application = ClientApplication(id: clientID, authentication: authentication)
        self.assertion = assertion
    }

    /// By itself, as long as the user's token is good.
    public var renewal: TokenRenewal { .silent }
    /// Always.
    public var isForUsers: Bool { true }

    /// The request's key, with the incoming token's digest.
    public func cacheKey(for request: TokenRequest) throws -> TokenCacheKey {
        cacheKey(for: request, givenFor: try TokenDigest(of: assertion))
    }

    /// Exchanges the user's token.
    ///
    /// - Throws: ``TokenError`` with code `interactionRequired` when the user has to sign in again, by the cause's `claims`
    ///   where there are such: the service hands them to the caller; `refused` for everything else that the authority refuses.
    public func reply(to request: TokenRequest, from client: AuthorityClient) async throws -> TokenReply {
        var form = try TokenForm(
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            request,
            application,
            isForUser: true
        )
        form.append("assertion", assertion.text)
        form.append("requested_token_use", "on_behalf_of")
        do {
            return try await client.token(form, for: request.authority, application: application)
        } catch var error as TokenError {
            if let refusal = error.cause as? EntraError, refusal.error == "interaction_required" {
                error.code = .interactionRequired
                error.repair =
                    "hand the claims to the caller, who signs in with them and sends the new token"
            }
            throw error
        }
    }
}
