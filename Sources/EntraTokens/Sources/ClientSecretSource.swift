internal import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An application's tokens, got with its secret and renewed before they expire.
///
/// One renewal is under way at a time, and whoever asks meanwhile gets its token or its failure. Cancellation ends only the
/// cancelled caller's wait. A failure is not remembered: the next who asks tries again.
public final class ClientSecretSource: TokenSource {
    /// How long before its end a token is renewed; one that lives less than twice as long is renewed at half its life.
    public static let margin = Duration.seconds(300)
    /// How long a token that is still valid is used on before a failed renewal is tried again.
    private static let pauseAfterFailure = 30.0

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
    private let renewals = SingleFlight<String?, AccessToken>()

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
    public func token(replacing refusal: TokenRefusal?) async throws -> AccessToken {
        while true {
            if let present = present(replacing: refusal) { return present }
            var isOwn = false
            let token = try await renewals.value(for: refusal?.claims) {
                isOwn = true
                // Another renewal may have ended since this one was found necessary.
                if let present = present(replacing: refusal) { return present }
                return try await renew(refusal)
            }
            // A renewal that was joined may have begun before the token that it gave was refused.
            if isOwn || token != refusal?.token { return token }
        }
    }

    /// The token at hand, if it serves: not near its end, and not the one that was refused.
    private func present(replacing refusal: TokenRefusal?) -> AccessToken? {
        let now = now()
        guard let kept = kept.withLock({ $0 }), now < kept.renewal, kept.token != refusal?.token else { return nil }
        return kept.token
    }

    private func renew(_ refusal: TokenRefusal?) async throws -> AccessToken {
        do {
            return try await request(refusal?.claims)
        } catch let error as TokenError where error.code == .unavailable || error.code == .throttled {
            // While the service cannot be asked, a token that is still valid is used on.
            let now = now()
            let valid = kept.withLock { kept -> AccessToken? in
                guard let token = kept?.token, let end = token.expiresOn, token != refusal?.token,
                    !token.isExpired(at: now, margin: .seconds(30))
                else { return nil }
                kept?.renewal = min(now.addingTimeInterval(Self.pauseAfterFailure), end)
                return token
            }
            guard let valid else { throw error }
            return valid
        }
    }

    private func request(_ claims: String?) async throws -> AccessToken {
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
                    "the token service issued an expired token: \(TokenCheck.expiryMessage(token.expiresOn, now: now))",
                repair: "set this machine's clock right"
            )
        }
        let life = end.timeIntervalSince(now)
        let renewal = end.addingTimeInterval(-min(Double(Self.margin.components.seconds), life / 2))
        kept.withLock { $0 = Kept(token: token, renewal: renewal) }
        return token
    }
}
