internal import Synchronization

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Tokens that a flow gets, kept in memory and in a store and renewed before they end.
///
/// One renewal of a key is under way at a time, and whoever asks meanwhile gets its token or its failure. Cancellation ends only
/// the cancelled caller's wait. A failure is not remembered: the next who asks tries again.
public final class CachedTokenSource: TokenSource {
    /// How long before its end a token is renewed; one that lives less than twice as long is renewed at half its life.
    public static let margin = Duration.seconds(300)
    /// How long a token that is still valid is used on before a failed renewal is tried again.
    private static let pauseAfterFailure = 30.0

    private struct Kept {
        var token: AccessToken
        var expiresOn: Date
        var renewal: Date
    }

    /// What is shared while it is under way: one renewal, to answer one challenge.
    private struct Flight: Hashable {
        var key: TokenCacheKey
        var claims: String?
    }

    /// What was reached without a person.
    private enum Outcome: Sendable {
        case token(AccessToken)
        /// The claims that the sign-in has to satisfy, where the authority or the request names some.
        case needsSignIn(claims: String?)
    }

    private let flow: any TokenFlow
    private let client: AuthorityClient
    private let store: any TokenStore
    private let allowsInteraction: Bool
    private let now: @Sendable () -> Date
    private let kept = Mutex<[TokenCacheKey: Kept]>([:])
    /// The ids of tenants that were asked for by a domain.
    private let tenants = Mutex<[Authority: String]>([:])
    private let renewals = SingleFlight<Flight, AccessToken>()

    /// Makes a source; nothing is asked for yet.
    ///
    /// - Parameters:
    ///   - flow: What gets tokens that are not kept.
    ///   - client: What talks to the authority.
    ///   - store: Where tokens are kept beyond this source.
    ///   - allowsInteraction: Whether a flow that needs a person is begun; else only kept tokens are used and renewed.
    public init(
        _ flow: any TokenFlow,
        client: AuthorityClient,
        store: any TokenStore = MemoryTokenStore(),
        allowsInteraction: Bool = true
    ) {
        self.flow = flow
        self.client = client
        self.store = store
        self.allowsInteraction = allowsInteraction
        now = client.now
    }

    /// As the flow's; a kept refresh token may do without a person even where the flow cannot.
    public var renewal: TokenRenewal {
        flow.renewal == .interactive && !allowsInteraction ? .silent : flow.renewal
    }

    /// The kept token, or a new one when that is near its end or was refused.
    ///
    /// - Throws: ``TokenError`` as the flow and the store throw it; code `interactionRequired` where a person has to sign in and
    ///   that is not allowed. `CancellationError`.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        let key = try flow.cacheKey(for: request)
        let flight = Flight(key: key, claims: request.claims)
        while true {
            if let present = try present(key, request) { return present }
            var isOwn = false
            let token = try await renewals.value(for: flight) {
                isOwn = true
                // Another renewal may have ended since this one was found necessary.
                if let present = try present(key, request) { return present }
                return try await renew(key, request)
            }
            // A renewal that was joined may have begun before the token that it gave was refused.
            if isOwn { return token }
            if try request.refused != TokenDigest(of: token) { return token }
        }
    }

    /// The token at hand, if it serves: not near its end, and not the one that was refused.
    private func present(_ key: TokenCacheKey, _ request: TokenRequest) throws -> AccessToken? {
        guard let kept = kept.withLock({ $0[key] }), now() < kept.renewal else { return nil }
        return try serves(kept.token, request) ? kept.token : nil
    }

    /// Whether a token is another than the one that was refused; claims that came without one need a new token.
    private func serves(_ token: AccessToken, _ request: TokenRequest) throws -> Bool {
        guard let refused = request.refused else { return request.claims == nil }
        return try TokenDigest(of: token) != refused
    }

    private func renew(_ key: TokenCacheKey, _ request: TokenRequest) async throws -> AccessToken {
        do {
            return try await acquire(key, request)
        } catch let error as TokenError where error.code == .unavailable || error.code == .throttled {
            // While the service cannot be asked, a token that is still valid is used on.
            let now = now()
            guard var last = kept.withLock({ $0[key] }), last.expiresOn.timeIntervalSince(now) > 30,
                try serves(last.token, request)
            else { throw error }
            last.renewal = min(now.addingTimeInterval(Self.pauseAfterFailure), last.expiresOn)
            kept.withLock { $0[key] = last }
            return last.token
        }
    }

    private func acquire(_ key: TokenCacheKey, _ request: TokenRequest) async throws -> AccessToken {
        if let stored = try await stored(key, request) { return stored }
        let silent = try await store.exclusively(key) { () -> Outcome in
            // Another process may have renewed it while this one waited for its turn.
            if let stored = try await self.stored(key, request) { return .token(stored) }
            var asked = request
            switch try await self.redeem(key, request) {
            case .token(let token): return .token(token)
            case .needsSignIn(let claims): asked.claims = claims
            }
            guard self.flow.renewal == .silent else { return .needsSignIn(claims: asked.claims) }
            return .token(try await self.keep(try await self.flow.reply(to: asked, from: self.client), key, asked))
        }
        switch silent {
        case .token(let token): return token
        case .needsSignIn(let claims):
            guard allowsInteraction else { throw Self.interactionRequired }
            var asked = request
            asked.claims = claims
            return try await keep(try await flow.reply(to: asked, from: client), key, asked)
        }
    }

    /// The token that the store has, where it serves.
    private func stored(_ key: TokenCacheKey, _ request: TokenRequest) async throws -> AccessToken? {
        guard let found = try await found(key, request), isPlausible(found) else { return nil }
        let token = try AccessToken(issued: found.token, expiresOn: found.expiresOn)
        let entry = Kept(
            token: token,
            expiresOn: found.expiresOn,
            renewal: renewal(of: found.expiresOn, since: found.cachedOn, refreshOn: found.refreshOn)
        )
        // It serves a call that finds the authority away, even where it is too old to be used now.
        kept.withLock { kept in
            if kept[key].map({ $0.expiresOn < entry.expiresOn }) ?? true { kept[key] = entry }
        }
        guard now() < entry.renewal else { return nil }
        return try serves(token, request) ? token : nil
    }

    /// The token that the store has, also under the id of a tenant that is named by a domain.
    ///
    /// The authority is asked for that id only where something is kept that may be meant.
    private func found(_ key: TokenCacheKey, _ request: TokenRequest) async throws -> TokenCache.Kept? {
        var key = key
        key.tenantID = tenants.withLock { $0[request.authority] }
        let cache = try await store.read()
        if let found = cache.accessToken(for: key) { return found }
        guard key.awaitsTenantID, cache.holdsTokens(ofTenantNamedBy: key, at: now()) else { return nil }
        do { key.tenantID = try await client.tenantID(of: request.authority) } catch let error as TokenError
            where error.code != .unavailable && error.code != .throttled
        {
            // What else is wrong with the authority is told when it is asked for a token.
            return nil
        }
        tenants.withLock { $0[request.authority] = key.tenantID }
        return cache.accessToken(for: key)
    }

    /// Whether a kept token was kept in the past; else a clock was wrong, and its end is not known.
    private func isPlausible(_ found: TokenCache.Kept) -> Bool {
        found.cachedOn.map { $0.timeIntervalSince(now()) < Double(Self.margin.components.seconds) } ?? true
    }

    /// A token for a refresh token that the store has: the application's own, else one of its family.
    private func redeem(_ key: TokenCacheKey, _ request: TokenRequest) async throws -> Outcome {
        var last: TokenError?
        for kept in try await store.read().refreshTokens(for: key) {
            do {
                let reply = try await flow.redeem(kept.token, for: request, from: client)
                return .token(try await keep(reply, key, request))
            } catch let error as TokenError {
                guard let refusal = error.cause as? EntraError, refusal.needsInteraction else { throw error }
                if kept.isOfFamily, refusal.suberror == "client_mismatch" {
                    try await store.update { $0.keepOutOfFamilies(key) }
                    break
                }
                if !kept.isOfFamily, refusal.endsRefreshToken { try await store.update { $0.remove(kept.token) } }
                last = error
            }
        }
        if let last, !allowsInteraction, flow.renewal != .silent { throw Self.interactionRequired(after: last) }
        return .needsSignIn(claims: (last?.cause as? EntraError)?.claims ?? request.claims)
    }

    private func keep(_ reply: TokenReply, _ key: TokenCacheKey, _ request: TokenRequest) async throws -> AccessToken {
        let now = now()
        try await store.update { $0.keep(reply, for: key, now: now) }
        let realm = key.realm(of: reply)
        if realm != key.tenant { tenants.withLock { $0[request.authority] = realm } }
        let renewal = renewal(of: reply.expiresOn, since: now, refreshOn: reply.refreshOn)
        kept.withLock { $0[key] = Kept(token: reply.accessToken, expiresOn: reply.expiresOn, renewal: renewal) }
        return reply.accessToken
    }

    private func renewal(of end: Date, since start: Date?, refreshOn: Date?) -> Date {
        let life = max(0, end.timeIntervalSince(start ?? now()))
        let latest = end.addingTimeInterval(-min(Double(Self.margin.components.seconds), life / 2))
        return refreshOn.map { min($0, latest) } ?? latest
    }

    private static let interactionRequired = TokenError(
        code: .interactionRequired,
        message: "no token is kept that can be renewed without a person",
        repair: .connectAgain
    )

    private static func interactionRequired(after error: TokenError) -> TokenError {
        TokenError(
            code: .interactionRequired,
            message: "somebody has to sign in again: \(error.message)",
            repair: .connectAgain,
            cause: error.cause
        )
    }
}
