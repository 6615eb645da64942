import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension TokenRequest {
    /// Redeems an authorization code, once.
    ///
    /// - Throws: ``EntraError`` 900144, 70011, 70000, 700005, 54005, 70008 (with 70002 on v1.0), 500112, 501481 and those of what is issued.
    func redeemCode() throws -> JSONValue {
        let redirect = form["redirect_uri"]
        let registration = try redirect.flatMap { try client.registration(of: $0, own: call.authority) }
        if let registration { try credential.check(client, as: registration.kind, call) }
        let code = try required("code")
        let redirectURI = try required("redirect_uri")
        let asked = try askedScope()
        _ = try asked?.target()
        let directory = call.context.directory
        let hash = try OpaqueText.digest(code)
        guard let record = try directory.authorizationCode(hash: hash), record.clientID == client.id else {
            throw EntraError.malformedGrant
        }
        if let tenant = authority.tenant, tenant.id != record.tenantID { throw EntraError.otherTenant }
        if record.consumedOn != nil {
            // What the first one got is void, whatever else may be wrong with this request.
            try directory.voidTokens(family: record.codeHash, at: call.trace.now)
            throw EntraError.usedCode
        }
        guard record.expiresOn > call.trace.now else {
            throw version == .v1 ? EntraError.expiredCode.pairedOnVersion1 : .expiredCode
        }
        guard record.redirectURI == redirectURI, let registration else { throw EntraError.otherRedirect }
        try checkVerifier(record)
        let grant = DelegatedGrant(record, kind: registration.kind)
        return try issue(prepare(grant, asked: asked), for: .code(record))
    }

    private func checkVerifier(_ record: AuthorizationCodeRecord) throws {
        let challenge = CodeChallenge(text: record.codeChallenge, method: record.codeChallengeMethod)
        let verifier = form["code_verifier"]
        guard let challenge else {
            guard verifier == nil else { throw EntraError.wrongVerifier }
            return
        }
        guard let verifier, try challenge.isMet(by: verifier) else { throw EntraError.wrongVerifier }
    }
}
