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
    private let target: TokenTarget
    private let now: @Sendable () -> Date
    private let observer: ConnectionObserver
    private let accepted: Mutex<AccessToken>

    /// Gets the first token and checks it.
    ///
    /// A token at hand of a source that cannot renew is checked as it is: the source would refuse it for its age alone, and
    /// hide what else does not fit.
    ///
    /// - Throws: ``ExchangeError`` with every contradiction.
    static func open(
        _ source: any TokenSource,
        for target: TokenTarget,
        client: ExchangeClient
    ) async throws -> ValidatedTokenProvider {
        let token: AccessToken
        if let atHand = source.tokenAtHand, !source.canRenew {
            token = atHand
        } else {
            do { token = try await source.token() } catch let error as TokenError {
                throw ErrorMapper.error(for: error)
            }
        }
        let provider = ValidatedTokenProvider(source: source, target: target, client: client, first: token)
        try provider.check(token)
        return provider
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
    /// - Parameters:
    ///   - refused: The token that the service did not accept, which a new one is to replace.
    ///   - claims: What the service asked a new token to have.
    /// - Returns: A token that passed the checks.
    /// - Throws: `TokenError` when there is none, ``ExchangeError`` when it must not be used.
    func token(replacing refused: AccessToken? = nil, claims: String? = nil) async throws -> AccessToken {
        let token = try await source.token(claims: claims)
        if token == latest {
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
            message: "the access token expired at \(Timestamp.text(end))",
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
        let isOnlyExpired = refusals.allSatisfy { $0.claim == "exp" }
        throw ExchangeError(
            code: isOnlyExpired ? .tokenExpired : .tokenRefused,
            message: refusals.map(\.message).joined(separator: "; "),
            repair: refusals.first.map { .advice($0.repair) },
            contradictions: found
        )
    }
}
