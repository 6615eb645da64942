#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A token that was passed in ready-made and cannot be renewed.
public struct PassedTokenSource: TokenSource {
    private let passed: AccessToken
    private let now: @Sendable () -> Date

    /// Makes a source of one token.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - now: The time.
    public init(_ token: AccessToken, now: @escaping @Sendable () -> Date = { Date() }) {
        passed = token
        self.now = now
    }

    /// Not at all.
    public var renewal: TokenRenewal { .none }

    /// The token, however old.
    public var tokenAtHand: AccessToken? { passed }

    /// The token, as long as it is valid.
    ///
    /// - Throws: ``TokenError`` with code `expired` when it has expired, or `cannotRenew` when the service refused it.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        let now = now()
        if passed.isExpired(at: now) {
            throw TokenError(
                code: .expired,
                message: TokenCheck.expiryMessage(passed.expiresOn, now: now),
                repair: "get a new token and connect with it; a token that is passed in cannot be renewed"
            )
        }
        guard let refused = request.refused, refused == (try TokenDigest(of: passed)) else { return passed }
        throw TokenError(
            code: .cannotRenew,
            message: request.claims == nil
                ? "the service does not accept the token"
                : "the service demands a new sign-in (a claims challenge): a password, role, policy or location changed",
            repair: "sign in again, get a new token and connect with it; a token that is passed in cannot be renewed"
        )
    }
}
