internal import EntraTokens

/// What repairs a refusal, judged by the token's claims.
struct Repair {
    /// The directory roles that every member and every application has; they grant nothing here.
    private static let everybodysRoles: Set = [
        "b79fbf4d-3ef9-4689-8143-76b194e85509", "0997a1d0-0d1d-4acb-b408-d5ca73121e90",
    ]

    var token: AccessToken
    var channel: AdminChannel
    var cmdlet: String?

    func text(for code: ExchangeError.Code, of failure: ServiceFailure) -> String? {
        switch code {
        case .unauthorized where failure.claimsChallenge != nil:
            "sign in again and connect with the new token; this connection's token has no source that renews it"
        case .unauthorized: unauthorized
        case .forbidden: forbidden
        case .throttled: "wait a minute, and run fewer commands at once"
        case .unexpectedResponse where failure.status == 404:
            "check the cloud of the connection: \(channel.origin.origin) does not know the tenant \(channel.tenantID)"
        case .serviceFailed where failure.status == 501:
            "use another cmdlet or tenant: this service does not have it"
        case .serviceFailed, .unavailable, .timedOut:
            "run it again in a few minutes; if it stays so, give Microsoft's support the ids of the request"
        default: nil
        }
    }

    private var unauthorized: String {
        let claims = token.claims
        if claims.kind == .application, claims.roles.isEmpty {
            return
                "grant the application \(claims.applicationID ?? "") the permission Exchange.ManageAsApp, give admin "
                + "consent, and get a new token"
        }
        if claims.kind == .user, claims.scopes.isEmpty {
            return "request the token with the scope Exchange.Manage of Office 365 Exchange Online"
        }
        return "the token may have been revoked, or the account blocked: get a new one; "
            + "'exo token check' compares it with the connection"
    }

    private var forbidden: String {
        let claims = token.claims
        let roles = claims.directoryRoles.filter { !Self.everybodysRoles.contains($0.lowercased()) }
        let subject =
            claims.kind == .application
            ? "the application \(claims.applicationID ?? "")" : (claims.userPrincipalName ?? "the user")
        if roles.isEmpty {
            return "assign \(subject) a role such as Exchange Administrator in Entra ID (activate it first where it is "
                + "only eligible), and get a new token: this one carries no directory role"
        }
        guard let cmdlet else { return "'exo token check' names the roles that the token carries" }
        return "the roles of \(subject) do not grant \(cmdlet); 'exo cmdlet show \(cmdlet)' names those that do"
    }
}
