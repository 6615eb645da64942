import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension TokenRequest {
    /// Redeems a refresh token: at its own tenant, or at a customer's that the user administers.
    ///
    /// The token stays good, as the service has it, unless the switch `refusesReusedRefreshTokens` is on: then a second use
    /// voids all that came from the sign-in (RFC 9700 section 4.14.2).
    ///
    /// - Throws: ``EntraError`` 900144, 70011, 70000, 50057, 700082, 700084, 50173 and those of what is issued.
    func redeemRefreshToken() throws -> JSONValue {
        let text = form["refresh_token"]
        let kind = text.flatMap { OpaqueText.kind(ofRefreshToken: $0) }
        if let kind { try credential.check(client, as: kind, call) }
        let token = try required("refresh_token")
        let asked = try askedScope()
        _ = try asked?.target()
        let directory = call.context.directory
        let hash = try OpaqueText.digest(token)
        guard let kind, let record = try directory.refreshToken(hash: hash) else { throw EntraError.malformedGrant }
        let isOfFamily = FirstParty.family.contains(record.clientID) && FirstParty.family.contains(client.id)
        guard record.clientID == client.id || isOfFamily else { throw EntraError.otherClient }
        guard record.expiresOn > call.trace.now else {
            throw kind == .spa ? EntraError.endedRefreshToken : EntraError.idleRefreshToken
        }
        guard let user = try directory.user(id: record.userID) else { throw EntraError.malformedGrant }
        call.signIn.note(user)
        guard user.accountEnabled else { throw EntraError.disabledUser }
        guard user.honours(signInOf: record.issuedOn) else { throw EntraError.revokedGrant }
        let grant = try DelegatedGrant(record, kind: kind)
        return try issue(prepare(grant, asked: asked), for: .refreshToken(record))
    }
}
