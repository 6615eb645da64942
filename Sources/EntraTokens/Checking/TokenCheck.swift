#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Holds a token against what it is wanted for, before anything is sent.
public enum TokenCheck: Sendable {
    /// How far the clocks of this machine and of the token service may differ when a token becomes valid.
    public static let allowedClockDifference = Duration.seconds(300)

    /// Everything in a token that does not fit.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - target: What it is wanted for.
    ///   - now: The time.
    /// - Returns: All contradictions; empty when the token fits. The token may be used when none has severity `refuse`.
    public static func contradictions(
        of token: AccessToken,
        for target: TokenTarget,
        now: Date
    ) -> [TokenContradiction] {
        contradictions(of: token.claims, for: target, now: now)
    }

    /// Everything in claims that does not fit.
    public static func contradictions(
        of claims: TokenClaims,
        for target: TokenTarget,
        now: Date
    ) -> [TokenContradiction] {
        let steps = RepairSteps(claims: claims, target: target)
        let checks = [
            audience(claims, target, steps), issuer(claims, steps), tenant(claims, target, steps),
            kind(claims, target, steps), user(claims, target, steps), permission(claims, target, steps),
            directoryRole(claims, target, steps), proof(claims, steps), expiry(claims, now, steps),
            begin(claims, target, now),
        ]
        return checks.compactMap { $0 }
    }

    private static func audience(
        _ claims: TokenClaims,
        _ target: TokenTarget,
        _ steps: RepairSteps
    ) -> TokenContradiction? {
        let endpoint = target.endpoint
        guard !claims.audiences.contains(where: endpoint.accepts) else { return nil }
        let expected = endpoint.resource
        let found = claims.audiences.map(KnownResource.described).joined(separator: ", ")
        let isForItself = claims.applicationID.map { claims.audiences.contains($0) } ?? false
        let what =
            if claims.audiences.isEmpty {
                "the token names no service"
            } else if claims.isIDToken {
                "the token is an ID token, which tells the application \(found) who signed in and opens no service"
            } else if isForItself {
                "the token is for the application that asked for it, as ID tokens are (\(found))"
            } else {
                "the token is for \(found)"
            }
        return TokenContradiction(
            claim: "aud",
            found: claims.audience.map(SanitizedText.shown),
            expected: expected,
            message: "\(what), and \(target.service.displayName) needs one for \(expected)",
            repair: steps.newToken
        )
    }

    private static func proof(_ claims: TokenClaims, _ steps: RepairSteps) -> TokenContradiction? {
        guard claims.isBoundToKey else { return nil }
        return TokenContradiction(
            claim: "cnf",
            found: "a key",
            expected: "a bearer token, without this claim",
            message: "the token is bound to a key (proof of possession), so that only the holder of the key can use it",
            repair: steps.newToken
        )
    }

    private static func expiry(_ claims: TokenClaims, _ now: Date, _ steps: RepairSteps) -> TokenContradiction? {
        if let end = claims.expiresOn, end > now { return nil }
        return TokenContradiction(
            claim: "exp",
            found: claims.expiresOn.map(PlainTime.text),
            expected: "after \(PlainTime.text(now))",
            message: expiryMessage(claims.expiresOn, now: now),
            repair: steps.newToken
        )
    }

    /// When a token ended, in words.
    static func expiryMessage(_ end: Date?, now: Date) -> String {
        guard let end else { return "the token does not say when it expires" }
        return "the token expired at \(PlainTime.text(end)), \(PlainTime.words(now.timeIntervalSince(end))) ago"
    }

    private static func begin(_ claims: TokenClaims, _ target: TokenTarget, _ now: Date) -> TokenContradiction? {
        guard let begin = claims.notBefore else { return nil }
        let wait = begin.timeIntervalSince(now)
        guard wait > Double(allowedClockDifference.components.seconds) else { return nil }
        return TokenContradiction(
            claim: "nbf",
            found: PlainTime.text(begin),
            expected: "before \(PlainTime.text(now))",
            message: "the token is not valid before \(PlainTime.text(begin)), in \(PlainTime.words(wait))",
            repair: target.cloud.name == "emulator"
                ? "set the emulator's clock back: exo-emulator control POST clock '{\"reset\": true}'"
                : "set this machine's clock right (timedatectl status shows it), or wait until then"
        )
    }
}
