#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Tokens that a function of the program gives, kept until they are near their end.
public final class CallbackTokenSource: TokenSource {
    private let get: @Sendable (TokenRequest) async throws -> AccessToken
    private let held: HeldTokens

    /// Makes a source; nothing is asked for yet.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - get: Gives a new token. One call for a request is under way at a time, whoever asks.
    public init(
        now: @escaping @Sendable () -> Date = { Date() },
        _ get: @escaping @Sendable (TokenRequest) async throws -> AccessToken
    ) {
        self.get = get
        held = HeldTokens(now: now)
    }

    /// By itself.
    public var renewal: TokenRenewal { .silent }

    /// The token that is held, or a new one.
    ///
    /// - Throws: What the function throws; ``TokenError`` with code `expired` or `cannotRenew`.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        try await held.token(for: request, from: "the program's own function") { try await get(request) }
    }
}
