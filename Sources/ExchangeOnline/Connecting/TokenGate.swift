internal import EntraTokens
import Synchronization

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Gives a connection its tokens, each held against what was asked before it is used.
final class TokenGate: Sendable {
    private let source: any TokenSource
    private let target: TokenTarget
    private let now: @Sendable () -> Date
    private let observer: ConnectionObserver
    private let accepted: Mutex<AccessToken>

    /// Gets the first token and checks it.
    ///
    /// A token at hand is checked as it is: a source that refuses it for its age alone would hide what else does not fit.
    ///
    /// - Throws: ``ExchangeError`` with every contradiction.
    static func open(
        _ source: any TokenSource,
        for target: TokenTarget,
        client: ExchangeClient
    ) async throws -> TokenGate {
        let token = if let atHand = source.tokenAtHand { atHand } else { try await token(of: source, claims: nil) }
        let gate = TokenGate(source: source, target: target, client: client, first: token)
        try gate.check(token)
        return gate
    }

    private init(source: any TokenSource, target: TokenTarget, client: ExchangeClient, first: AccessToken) {
        self.source = source
        self.target = target
        now = client.now
        observer = client.observer
        accepted = Mutex(first)
    }

    /// Whether a new token can be got.
    var canRenew: Bool { source.canRenew }

    /// The token used last.
    var latest: AccessToken { accepted.withLock { $0 } }

    /// The token for the next request.
    ///
    /// - Parameter claims: What the service asked a new token to have.
    /// - Returns: A token that passed the checks.
    /// - Throws: ``ExchangeError`` when there is none that may be used.
    func token(answering claims: String? = nil) async throws -> AccessToken {
        let token = try await Self.token(of: source, claims: claims)
        if token.authorizationHeaderValue == latest.authorizationHeaderValue {
            try checkTime(of: token)
            return token
        }
        try check(token)
        accepted.withLock { $0 = token }
        observer(
            ConnectionEvent(.tokenRenewed, [.init("expires", token.expiresOn.map(Timestamp.text) ?? "unknown")])
        )
        return token
    }

    private func checkTime(of token: AccessToken) throws {
        guard let end = token.expiresOn, end <= now() else { return }
        throw ExchangeError(
            code: .tokenExpired,
            message: "the access token expired at \(Timestamp.text(end)); nothing was sent",
            repair: "get a new token and connect again, or connect with a source that renews it"
        )
    }

    private func check(_ token: AccessToken) throws {
        let found = TokenCheck.contradictions(of: token, for: target, now: now())
        let refusals = found.filter { $0.severity == .refuse }
        guard !refusals.isEmpty else {
            for doubt in found {
                observer(ConnectionEvent(.tokenWarning, [.init("claim", doubt.claim), .init("text", doubt.message)]))
            }
            return
        }
        let isOnlyLate = refusals.allSatisfy { $0.claim == "exp" }
        throw ExchangeError(
            code: isOnlyLate ? .tokenExpired : .tokenRefused,
            message: refusals.map(\.message).joined(separator: "; ") + "; nothing was sent",
            repair: refusals.map(\.repair).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
                .joined(separator: "; "),
            contradictions: found
        )
    }

    private static func token(of source: any TokenSource, claims: String?) async throws -> AccessToken {
        do {
            return try await source.token(claims: claims)
        } catch let error as TokenError {
            throw ExchangeError(
                code: error.code == .expired ? .tokenExpired : .tokenUnavailable,
                message: error.message,
                repair: error.repair,
                cause: error
            )
        }
    }
}
