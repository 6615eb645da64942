/// Where a connection gets its tokens.
///
/// A source is asked before every request and gives a token that is still good, so it keeps what it got and renews it in time.
/// It may be asked by any number of tasks at once.
public protocol TokenSource: Sendable {
    /// How another token can be had when the present one expires or is refused.
    var renewal: TokenRenewal { get }

    /// The token that the source has without asking anybody, even an expired one: to be looked at, never to be sent.
    var tokenAtHand: AccessToken? { get }

    /// A token that is valid now.
    ///
    /// - Parameter request: What the token is for. Where it names a token that was refused, a source that can renew gives another
    ///   one; where many tasks report the same token, it renews once for all of them.
    /// - Returns: The token.
    /// - Throws: ``TokenError`` or `CancellationError`.
    func token(for request: TokenRequest) async throws -> AccessToken

    /// What mends a token of this source that does not fit.
    ///
    /// - Parameter contradiction: What does not fit.
    /// - Returns: The repair, or `nil` where the contradiction's own is right: to get another token by hand.
    func repair(of contradiction: TokenContradiction) -> Repair?
}

extension TokenSource {
    /// None: the source has to be asked.
    public var tokenAtHand: AccessToken? { nil }

    /// None: the contradiction's own repair.
    public func repair(of contradiction: TokenContradiction) -> Repair? { nil }
}
