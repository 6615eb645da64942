/// One way to get a token: a conversation with an authority, of which nothing is kept.
///
/// ``CachedTokenSource`` puts memory, a store and one conversation at a time in front of any flow.
public protocol TokenFlow: Sendable {
    /// In whose name it asks; tokens are kept under its id.
    var application: ClientApplication { get }

    /// Whether it needs a person each time: ``TokenRenewal/silent`` or ``TokenRenewal/interactive``.
    var renewal: TokenRenewal { get }

    /// Whether its tokens belong to a user, not to the application.
    var isForUsers: Bool { get }

    /// Under what the tokens are kept; a flow that stands for one user's credential, and for no other's, says so there.
    ///
    /// - Parameter request: What for.
    /// - Returns: The key.
    /// - Throws: ``TokenError`` when there can be none.
    func cacheKey(for request: TokenRequest) throws -> TokenCacheKey

    /// Gets a token.
    ///
    /// - Parameters:
    ///   - request: What for.
    ///   - client: What talks to the authority.
    /// - Returns: All that the authority said.
    /// - Throws: ``TokenError`` or `CancellationError`.
    func reply(to request: TokenRequest, from client: AuthorityClient) async throws -> TokenReply
}

extension TokenFlow {
    /// The key of application and request.
    public func cacheKey(for request: TokenRequest) throws -> TokenCacheKey {
        TokenCacheKey(request, clientID: application.id, isForUser: isForUsers)
    }

    /// The key of application and request, for what belongs to whoever brought one credential.
    func cacheKey(for request: TokenRequest, givenFor credential: TokenDigest) -> TokenCacheKey {
        TokenCacheKey(request, clientID: application.id, isForUser: isForUsers, assertionHash: credential.text)
    }

    /// Whether a refresh token, where one was given, gets the next token (RFC 6749, section 6).
    func redeem(
        _ token: RefreshToken,
        for request: TokenRequest,
        from client: AuthorityClient
    ) async throws -> TokenReply {
        var form = try TokenForm("refresh_token", request, application, isForUser: true)
        form.append("refresh_token", token.text)
        // Entra ID takes a refresh token again after it gave the next one; other providers may take it as stolen then.
        return try await client.token(
            form,
            for: request.authority,
            application: application,
            isRepeatable: request.authority.form != .openID
        )
    }
}
