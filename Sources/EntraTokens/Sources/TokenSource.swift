/// Where a connection gets its tokens.
///
/// A source is asked before every request and gives a token that is still good, so it keeps what it got and renews it in time.
/// It may be asked by any number of tasks at once.
public protocol TokenSource: Sendable {
    /// Whether a new token can be had when the present one ends or is refused.
    var canRenew: Bool { get }

    /// The token that the source has without asking anybody, even when its time is over: to be looked at, never to be sent.
    var tokenAtHand: AccessToken? { get }

    /// A token that is valid now.
    ///
    /// - Parameter claims: The claims challenge of a service that refused the present token (its `claims` text, decoded);
    ///   a source that can renew asks for a new token with it.
    /// - Returns: The token.
    /// - Throws: ``TokenError`` or `CancellationError`.
    func token(claims: String?) async throws -> AccessToken
}

extension TokenSource {
    /// None: the source has to be asked.
    public var tokenAtHand: AccessToken? { nil }

    /// A token that is valid now.
    public func token() async throws -> AccessToken { try await token(claims: nil) }
}
