extension EntraError {
    /// Who or what mends a refusal.
    @nonexhaustive
    public enum Remedy: Sendable, Hashable, CaseIterable {
        /// Asking again, after a while.
        case retry
        /// A person who signs in, consents, or proves more than so far.
        case askUser
        /// The application's registration, credential or consent in the tenant.
        case fixApplication
        /// The user's account.
        case fixAccount
        /// A policy of the tenant, or the device, place or application that it wants.
        case fixPolicy
        /// What was asked for, or of whom: scope, tenant, address, parameters.
        case fixRequest
        /// This machine's clock.
        case fixClock
    }

    /// Who or what mends it: by Entra ID's code, else by the OAuth code.
    public var remedy: Remedy {
        if suberror == "client_mismatch" { return .fixApplication }
        if let known = causes.lazy.compactMap(EntraAdvice.remedy(of:)).first { return known }
        if status == 429 || status >= 500 { return .retry }
        return switch error {
        case "authorization_pending", "slow_down", "temporarily_unavailable", "server_error": .retry
        case "invalid_grant", "interaction_required", "login_required", "consent_required", "access_denied",
            "authorization_declined", "expired_token", "code_expired", "bad_verification_code":
            .askUser
        case "invalid_client", "unauthorized_client": .fixApplication
        default: .fixRequest
        }
    }

    /// The codes that say more than that a credential is bad, with which the v1.0 endpoints begin their pairs.
    private var causes: [Int] { codes.count > 1 ? codes.filter { $0 != 70002 } : codes }

    /// Whether a machine whose clock is wrong meets it: what proves the application or user was signed by that clock.
    var mayBeClocks: Bool { remedy == .fixClock || causes.contains { [50012, 50013].contains($0) } }

    /// What to do about it, in one sentence; `nil` for a code that is not known.
    public var advice: String? {
        if suberror == "client_mismatch" {
            return "use the refresh token with the application that it was issued to, or sign in anew"
        }
        return causes.lazy.compactMap(EntraAdvice.sentence(for:)).first
    }
}
