internal import Synchronization

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Keeps the tokens that something else than an authority gives, and asks it for one at a time.
final class HeldTokens: Sendable {
    private struct Held {
        var token: AccessToken
        var renewal: Date
    }

    private let now: @Sendable () -> Date
    private let held = Mutex<[TokenRequest: Held]>([:])
    private let questions = SingleFlight<TokenRequest, AccessToken>()

    init(now: @escaping @Sendable () -> Date) { self.now = now }

    /// The token that is held, or a new one when that is near its end or was refused.
    ///
    /// - Parameters:
    ///   - request: What for.
    ///   - giver: What gives the tokens, for errors.
    ///   - get: Asks for one.
    /// - Returns: The token.
    /// - Throws: What asking throws; ``TokenError`` with code `expired` or `cannotRenew` for a token that is of no use.
    func token(
        for request: TokenRequest,
        from giver: String,
        _ get: () async throws -> AccessToken
    ) async throws -> AccessToken {
        if let present = try present(for: request) { return present }
        return try await questions.value(for: request) {
            if let present = try present(for: request) { return present }
            let token: AccessToken
            do { token = try await get() } catch let error as TokenError {
                // While nothing new can be had, a token that is still valid is used on.
                guard let last = try last(serving: request), !last.isExpired(at: now(), margin: .seconds(30)) else {
                    throw error
                }
                return last
            }
            try Self.check(token, for: request, from: giver, now: now())
            keep(token, for: request)
            return token
        }
    }

    /// Refuses a token that has expired or was refused before.
    static func check(_ token: AccessToken, for request: TokenRequest, from giver: String, now: Date) throws {
        if let end = token.expiresOn, end <= now {
            throw TokenError(
                code: .expired,
                message: "\(giver) gave a token that is of no more use: \(TokenCheck.expiryMessage(end, now: now))"
            )
        }
        guard let refused = request.refused, refused == (try TokenDigest(of: token)) else { return }
        throw TokenError(
            code: .cannotRenew,
            message: "\(giver) gave the token again that the service did not accept",
            repair: request.claims == nil ? nil : "sign in again where the token comes from"
        )
    }

    private func present(for request: TokenRequest) throws -> AccessToken? {
        guard let entry = held.withLock({ $0[Self.key(request)] }), now() < entry.renewal else { return nil }
        return try last(serving: request)
    }

    /// The token held, where it is not the one that was refused.
    private func last(serving request: TokenRequest) throws -> AccessToken? {
        guard let token = held.withLock({ $0[Self.key(request)] })?.token else { return nil }
        guard let refused = request.refused else { return request.claims == nil ? token : nil }
        return try TokenDigest(of: token) == refused ? nil : token
    }

    private func keep(_ token: AccessToken, for request: TokenRequest) {
        let now = now()
        let margin = Double(CachedTokenSource.margin.components.seconds)
        let life = token.expiresOn?.timeIntervalSince(now) ?? 2 * margin
        let renewal = now.addingTimeInterval(life - min(margin, life / 2))
        held.withLock { $0[Self.key(request)] = Held(token: token, renewal: renewal) }
    }

    private static func key(_ request: TokenRequest) -> TokenRequest {
        var key = request
        key.claims = nil
        key.refused = nil
        return key
    }
}
