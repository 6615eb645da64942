internal import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An application's tokens, got with its secret and renewed before they end.
///
/// One renewal is under way at a time. A caller's failure or cancellation is its own, and the next in line tries; only success
/// is remembered.
public final class ClientSecretSource: TokenSource {
    /// How long before its end a token is renewed; one that lives less than twice as long is renewed at half its life.
    public static let margin = Duration.seconds(300)

    private struct Kept {
        var token: AccessToken
        var renewal: Date
    }

    private let endpoint: TokenEndpoint
    private let tenant: String
    private let clientID: String
    private let secret: ClientSecret
    private let scope: String
    private let now: @Sendable () -> Date
    private let kept = Mutex<Kept?>(nil)
    private let turnstile = Turnstile()

    /// Makes a source; nothing is asked for yet.
    ///
    /// - Parameters:
    ///   - endpoint: Whom to ask.
    ///   - tenant: The tenant's id or one of its domains.
    ///   - clientID: The application's id.
    ///   - secret: Its secret.
    ///   - scope: What is asked for, such as `https://outlook.office365.com/.default`.
    ///   - now: The time.
    public init(
        endpoint: TokenEndpoint,
        tenant: String,
        clientID: String,
        secret: ClientSecret,
        scope: String,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.endpoint = endpoint
        self.tenant = tenant
        self.clientID = clientID
        self.secret = secret
        self.scope = scope
        self.now = now
    }

    /// Always true.
    public var canRenew: Bool { true }

    /// The present token, or a new one when that is near its end or was refused.
    ///
    /// - Throws: ``TokenError`` as from ``TokenEndpoint``, or `CancellationError`.
    public func token(claims: String?) async throws -> AccessToken {
        let present = kept.withLock { $0 }
        if claims == nil, let present, isFresh(present) { return present.token }
        return try await turnstile.pass {
            // Another may have renewed it while this one waited; a challenge wants a token newer than the one it refused.
            let latest = kept.withLock { $0 }
            if let latest, isFresh(latest), claims == nil || latest.token != present?.token { return latest.token }
            do {
                return try await renew(claims)
            } catch let error as TokenError {
                // While the service cannot be asked, a token that is still valid serves on.
                let isAway = error.code == .unavailable || error.code == .throttled
                if isAway, claims == nil, let latest, !latest.token.isExpired(at: now(), margin: .seconds(30)) {
                    return latest.token
                }
                throw error
            }
        }
    }

    private func isFresh(_ kept: Kept) -> Bool { now() < kept.renewal }

    private func renew(_ claims: String?) async throws -> AccessToken {
        let token = try await endpoint.clientCredentials(
            tenant: tenant,
            clientID: clientID,
            secret: secret,
            scope: scope,
            claims: claims
        )
        let now = now()
        guard let end = token.expiresOn, end > now else {
            throw TokenError(
                code: .unexpectedResponse,
                message:
                    "the token service issued a token that is over: \(TokenCheck.expiryMessage(token.expiresOn, now: now))",
                repair: "set this machine's clock right"
            )
        }
        let life = end.timeIntervalSince(now)
        let renewal = end.addingTimeInterval(-min(Double(Self.margin.components.seconds), life / 2))
        kept.withLock { $0 = Kept(token: token, renewal: renewal) }
        return token
    }
}
