internal import EntraTokens
internal import ExchangeOnline

/// What a refusal of Exchange means: "UnAuthorized" has a dozen causes, and the service's own word for them is in a header.
struct ServiceDiagnosis: Sendable {
    var message: String
    var repair: String?

    /// Names the cause; `nil` where the refusal says enough, or nothing is known of it.
    init?(_ error: ExchangeError, _ claims: TokenClaims) {
        switch (error.code, RefusedToken.category(in: error.diagnostics)) {
        case (.unauthorized, "invalid_signature"):
            self.init(
                message:
                    "the token was changed, cut or made by somebody else: its signature is not the token service's",
                repair: "get a new token, and hand it over whole"
            )
        case (.unauthorized, "invalid_token"):
            self.init(message: "the service cannot read the token", repair: "get a new token, and hand it over whole")
        case (.unauthorized, "token_expired"):
            self.init(message: "the token has expired by the service's clock", repair: "get a new token")
        case (.unauthorized, "invalid_lifetime"):
            self.init(
                message: "the token is not valid yet by the service's clock",
                repair: "wait a few minutes; the clock of whatever issued the token is ahead"
            )
        case (.unauthorized, "invalid_resource"):
            self.init(
                message: "the token is for another service (\(claims.audience ?? "none named"))",
                repair: "get a token for Exchange Online, and check --cloud"
            )
        case (.unauthorized, "invalid_issuer"):
            self.init(
                message: "the service does not trust who issued the token (\(claims.issuer ?? "not named"))",
                repair: "get the token from the tenant's own authority, and check --cloud"
            )
        case (.unauthorized, "invalid_grant") where claims.kind == .application,
            (.unauthorized, "invalid_user") where claims.kind == .application:
            self.init(
                message: "the token was revoked: the application was disabled, removed or blocked",
                repair: RefusedToken.advice(onApplicationOf: claims) + "; then get a new token"
            )
        case (.unauthorized, "invalid_grant"), (.unauthorized, "invalid_user"):
            self.init(
                message: "the token was revoked: the account was blocked or removed, its password changed, or its "
                    + "sessions ended",
                repair: "have the account looked at, sign in again and get a new token"
            )
        case (.forbidden, _) where claims.kind == .application:
            self.init(
                message: "the application has no directory role that the service accepts for it",
                repair: "exo app grant \(claims.applicationID ?? "CLIENT-ID")   and get a new token"
            )
        case (.unauthorized, _) where claims.kind == .user:
            self.init(
                message: "the token is as it has to be, and the service does not accept the user",
                repair: "an administrator looks whether the user may use PowerShell: exo Get-User -Identity "
                    + "\(claims.userPrincipalName ?? "USER") --columns RemotePowerShellEnabled"
            )
        default: return nil
        }
    }

    private init(message: String, repair: String?) {
        self.message = message
        self.repair = repair
    }
}
