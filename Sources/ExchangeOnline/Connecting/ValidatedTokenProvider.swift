internal import EntraTokens
import Synchronization

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Gives a connection its tokens, each held against what was asked before it is used.
final class ValidatedTokenProvider: Sendable {
    private let source: any TokenSource
    private let wanted: TokenRequest
    private let target: TokenTarget
    private let now: @Sendable () -> Date
    private let observer: any ConnectionObserver
    private let accepted: Mutex<AccessToken>
    /// The tenant whose tokens are accepted.
    let tenantID: String

    /// Gets the first token and checks it, first by itself and then against the tenant.
    ///
    /// A token at hand of a source that cannot renew is checked as it is: the source would refuse it for its age alone, and
    /// hide what else does not fit. What contradicts without the tenant is reported before anybody is asked for it.
    ///
    /// - Parameters:
    ///   - source: Where tokens come from.
    ///   - target: What they are held against.
    ///   - client: Time and observer.
    ///   - tenant: Finds the tenant's id, with the help of the token at hand.
    /// - Returns: The provider.
    /// - Throws: ``ExchangeError`` with every contradiction, or what finding the tenant throws.
    static func open(
        _ source: any TokenSource,
        for target: TokenTarget,
        client: ExchangeClient,
        tenant: (AccessToken?) async throws -> String
    ) async throws -> ValidatedTokenProvider {
        let atHand = source.renewal == .none ? source.tokenAtHand : nil
        try check(source, for: target, now: client.now())
        let tenantID = try await tenant(atHand)
        var target = target
        target.resolvedTenantID = tenantID
        let wanted = TokenRequest(target)
        let first: AccessToken
        if let atHand {
            first = atHand
        } else {
            do { first = try await source.token(for: wanted) } catch let error as TokenError {
                throw ErrorMapper.error(for: error)
            }
        }
        let provider = ValidatedTokenProvider(
            source: source,
            wanted: wanted,
            target: target,
            tenantID: tenantID,
            client: client,
            first: first
        )
        try provider.check(first)
        return provider
    }

    /// Refuses a token at hand, of a source that cannot renew, that would be refused anyway; nobody is asked.
    ///
    /// - Throws: ``ExchangeError`` with every contradiction.
    static func check(_ source: any TokenSource, for target: TokenTarget, now: Date) throws {
        guard source.renewal == .none, let atHand = source.tokenAtHand else { return }
        _ = try doubts(about: atHand, of: source, for: target, now: now)
    }

    private init(
        source: any TokenSource,
        wanted: TokenRequest,
        target: TokenTarget,
        tenantID: String,
        client: ExchangeClient,
        first: AccessToken
    ) {
        self.source = source
        self.wanted = wanted
        self.target = target
        self.tenantID = tenantID
        now = client.now
        observer = client.observer
        accepted = Mutex(first)
    }

    /// Whether a new token can be got.
    var canRenew: Bool { source.renewal != .none }

    /// The token used last.
    var latest: AccessToken { accepted.withLock { $0 } }

    /// The token for the next request.
    ///
    /// - Parameter refusal: The token that the service did not accept, which a new one is to replace.
    /// - Returns: A token that passed the checks.
    /// - Throws: `TokenError` when there is none, ``ExchangeError`` when it must not be used.
    func token(replacing refusal: TokenRefusal? = nil) async throws -> AccessToken {
        var wanted = wanted
        if let refusal {
            wanted.refused = try TokenDigest(of: refusal.token)
            wanted.claims = refusal.claims
        }
        let token = try await source.token(for: wanted)
        if token == latest {
            try checkTime(of: token)
            return token
        }
        try check(token)
        accepted.withLock { $0 = token }
        tell(.tokenRenewed(expires: token.expiresOn))
        return token
    }

    private func checkTime(of token: AccessToken) throws {
        guard let end = token.expiresOn, end <= now() else { return }
        throw ExchangeError(
            code: .tokenExpired,
            message: "the access token expired at \(Timestamp.text(end))",
            repair: "get a new token and connect again, or connect with a source that renews it"
        )
    }

    private func check(_ token: AccessToken) throws {
        for doubt in try Self.doubts(about: token, of: source, for: target, now: now()) {
            tell(.tokenWarning(claim: doubt.claim, text: doubt.message))
        }
    }

    private func tell(_ details: ConnectionEvent.Details) {
        let subject = ConnectionEvent.Subject(tenantID: tenantID, service: target.service)
        observer.observe(ConnectionEvent(details, of: subject))
    }

    /// What the service may refuse in the token.
    ///
    /// - Throws: ``ExchangeError`` with every contradiction when the service would refuse it.
    private static func doubts(
        about token: AccessToken,
        of source: any TokenSource,
        for target: TokenTarget,
        now: Date
    ) throws -> [TokenContradiction] {
        let found = TokenCheck.contradictions(of: token, for: target, now: now).map { contradiction in
            var contradiction = contradiction
            contradiction.repair = source.repair(of: contradiction) ?? contradiction.repair
            return contradiction
        }
        let refusals = found.filter { $0.severity == .refuse }
        guard !refusals.isEmpty else { return found }
        let isOnlyExpired = refusals.allSatisfy { $0.claim == "exp" }
        throw ExchangeError(
            code: isOnlyExpired ? .tokenExpired : .tokenRefused,
            message: refusals.map(\.message).joined(separator: "; "),
            repair: refusals.first?.repair,
            contradictions: found
        )
    }
}

extension TokenRequest {
    /// What a connection's tokens are asked for with; its tenant is known by then.
    fileprivate init(_ target: TokenTarget) {
        let service = target.cloud.endpoint(of: target.service)
        let user: String? = if case .userPrincipalName(let name) = target.identity { name } else { nil }
        self.init(
            authority: Authority(target.cloud, tenant: target.resolvedTenantID ?? target.identity.tenantName),
            scopes: [service.scope],
            account: user
        )
    }
}
