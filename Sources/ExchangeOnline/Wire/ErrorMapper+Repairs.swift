internal import EntraTokens
internal import ExoJSON
internal import ExoTransport

extension ErrorMapper {
    /// The directory roles that every member and every application has; they grant nothing here.
    private static let everybodysRoles: Set = [
        "b79fbf4d-3ef9-4689-8143-76b194e85509", "0997a1d0-0d1d-4acb-b408-d5ca73121e90",
    ]

    /// What mends a refusal, judged by the token's claims.
    func repair(for code: ExchangeError.Code, of refusal: ServiceRefusal) -> Repair? {
        switch code {
        case .unauthorized where refusal.hasBadSignature:
            "the token was changed or cut on its way, or is not of this cloud's token service: get it anew"
        case .unauthorized where refusal.claimsChallenge != nil: challenged
        case .unauthorized: unauthorized
        case .forbidden: forbidden
        case .throttled:
            refusal.retryAfter.flatMap { RetryPolicy.retryAfter($0, now: now) }.map { .wait($0) }
                ?? "wait, and run fewer commands at once"
        case .unexpectedResponse where refusal.status == 404:
            "check the cloud of the connection: \(origin) does not know the tenant \(tenantID)"
        case .serviceFailed where refusal.isLackOfEmulator: .listEmulated
        case .serviceFailed where refusal.status == 501: nil
        // Security & Compliance answers so to a token that it cannot parse.
        case .serviceFailed where refusal.status == 500 && token?.claims.raw.isEmpty == true:
            "get a new token: the one that was sent is none that the service can read"
        case .timedOut where call.cmdlet != nil: .advice(TimeLimit.advice(for: call.cmdlet ?? ""))
        case .serviceFailed, .unavailable, .timedOut:
            "run it again in a few minutes; if it stays so, give Microsoft's support the ids of the request"
        default: nil
        }
    }

    /// What mends the refusal of a token that was good when it was issued.
    private var challenged: Repair {
        guard renewal != .none else { return "sign in again and connect with the new token" }
        return refusedAnew ?? .connectAgain
    }

    /// What mends the refusal of an application's tokens, which it gets by itself: the new one was refused as well.
    private var refusedAnew: Repair? {
        guard renewal != .none, let claims = token?.claims, claims.kind == .application else { return nil }
        return .advice("the service refuses every new token too: \(RefusedToken.advice(onApplicationOf: claims))")
    }

    private var unauthorized: Repair {
        guard let claims = token?.claims else { return .inspectToken }
        if claims.kind == .application, claims.roles.isEmpty {
            return """
                grant the application \(claims.applicationID ?? "") the permission Exchange.ManageAsApp, give admin consent, \
                and get a new token
                """
        }
        if claims.kind == .user, claims.scopes.isEmpty {
            return "request the token with the scope Exchange.Manage of Office 365 Exchange Online"
        }
        return refusedAnew ?? .inspectToken
    }

    private var forbidden: Repair {
        guard let claims = token?.claims else { return .inspectRoles }
        let roles = claims.directoryRoles.filter { !Self.everybodysRoles.contains($0.lowercased()) }
        let subject =
            claims.kind == .application
            ? "the application \(claims.applicationID ?? "")" : (claims.userPrincipalName ?? "the user")
        if roles.isEmpty {
            return """
                assign \(subject) a role such as Exchange Administrator in Entra ID (activate it first where it is only \
                eligible), and get a new token: this one carries no directory role
                """
        }
        return call.cmdlet.map { .findRoles(cmdlet: $0, subject: subject) } ?? .inspectRoles
    }
}
