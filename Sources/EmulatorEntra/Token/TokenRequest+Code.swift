import EmulatorAdministration
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension TokenRequest {
    /// Redeems an authorization code, once.
    ///
    /// - Throws: ``EntraError`` 900144, 70011, 70000, 700005, 54005, 70008 (with 70002 on v1.0), 500112, 501481, 9002313 and
    ///   those of what is issued.
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
        guard let registration, record.fits(redirectURI, registration.kind) else { throw EntraError.otherRedirect }
        try checkVerifier(record)
        let wantsSinglePageCode = try wantsSinglePageCode(registration.kind)
        let grant = try DelegatedGrant(record, kind: registration.kind)
        let prepared = try prepare(grant, asked: asked)
        let reply = try issue(prepared, for: .code(record))
        guard wantsSinglePageCode, var members = reply.objectValue else { return reply }
        members["spa_code"] = .string(try singlePageCode(after: record, prepared))
        return .object(members)
    }

    // A web application that signed somebody in on its server hands the sign-in on to its own page in the browser.
    private func wantsSinglePageCode(_ kind: RedirectURIKind) throws -> Bool {
        guard let wanted = form["return_spa_code"], wanted != "0" else { return false }
        guard wanted == "1", kind == .web, try client.redirectURIs().contains(where: { $0.kind == .spa }) else {
            throw EntraError.malformedRequest(
                "'return_spa_code' is 1, for a web application that has a redirect URI of the kind spa, too"
            )
        }
        return true
    }

    private func singlePageCode(after record: AuthorizationCodeRecord, _ prepared: Prepared) throws -> String {
        let code = try OpaqueText.code()
        var next = record
        next.codeHash = try code.digest
        next.redirectURI = AuthorizationCodeRecord.anySinglePage
        next.codeChallenge = nil
        next.codeChallengeMethod = nil
        next.claims = prepared.claims.text
        next.expiresOn = call.trace.now.addingTimeInterval(Self.singlePageCodeLifetime)
        next.consumedOn = nil
        try call.context.directory.insert(next)
        return code.text
    }

    private static let singlePageCodeLifetime: TimeInterval = 600

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

extension AuthorizationCodeRecord {
    /// In the place of the redirect URI of a code that any page of the application may redeem.
    fileprivate static let anySinglePage = "spa"

    /// Whether a code may be redeemed with a redirect URI.
    fileprivate func fits(_ uri: String, _ kind: RedirectURIKind) -> Bool {
        redirectURI == uri || redirectURI == Self.anySinglePage && kind == .spa
    }
}
