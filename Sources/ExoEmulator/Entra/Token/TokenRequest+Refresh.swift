import ExoJSON

extension TokenRequest {
    /// Redeems a refresh token, which stays good: at its own tenant, or at a customer's that the user administers.
    ///
    /// - Throws: ``EntraError`` 900144, 70011, 70000, 700082, 700084, 50173 and those of what is issued.
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
        guard record.clientID == client.id else { throw EntraError.otherClient }
        guard record.expiresOn > call.trace.now else {
            throw kind == .spa ? EntraError.endedRefreshToken : EntraError.idleRefreshToken
        }
        guard let user = try directory.user(id: record.userID) else { throw EntraError.malformedGrant }
        call.signIn.note(user)
        guard user.accountEnabled else { throw EntraError.disabledUser }
        guard record.issuedOn >= user.tokensValidFrom else { throw EntraError.revokedGrant }
        let prepared = try prepare(DelegatedGrant(record, kind: kind), asked: asked)
        _ = try directory.useRefreshToken(hash: hash, at: call.trace.now)
        return try issue(prepared)
    }
}
