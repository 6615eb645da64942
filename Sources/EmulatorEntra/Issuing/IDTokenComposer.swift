import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Composes id tokens, which tell a client who signed in.
struct IDTokenComposer: Sendable {
    private static let lifetime = 3600
    /// What a `claims` parameter may ask of an id token: what stands in each, the time of the sign-in, and the contexts that a
    /// web application needs.
    static let requestable: Set = ["acrs", "auth_time", "oid", "sub", "tid", "sid"]

    let issue: TokenIssue
    let version: ProtocolVersion
    let nonce: String?
    /// The scopes of OpenID Connect asked for, which decide what a token of version 2.0 tells.
    let scopes: [String]

    /// A token about a user.
    ///
    /// - Parameters:
    ///   - subject: The user.
    ///   - hashes: Claims that tie the token to what is handed out with it.
    /// - Returns: The token.
    /// - Throws: `CryptoError`.
    func token(_ subject: UserSubject, adding hashes: JSONObject = JSONObject()) throws -> String {
        let user = subject.user
        let begin = issue.issuedAt - Int(TokenFamily.skew)
        var claims: JSONObject = [
            "aud": .string(issue.client.id),
            "iss": .string(issuer(subject.tenant.id)),
            "iat": .integer(Int64(begin)),
            "nbf": .integer(Int64(begin)),
            "exp": .integer(Int64(issue.issuedAt + Self.lifetime)),
        ]
        if issue.wantsAuthenticationTime {
            claims["auth_time"] = .integer(Int64(subject.authenticatedOn.timeIntervalSince1970))
        }
        if version == .v1 || scopes.contains("profile") { claims["name"] = .string(user.displayName) }
        if let nonce { claims["nonce"] = .string(nonce) }
        claims["oid"] = .string(user.id)
        switch version {
        case .v1:
            claims["amr"] = .array(subject.authenticationMethods.map { .string($0) })
            claims["family_name"] = user.surname.map { .string($0) }
            claims["given_name"] = user.givenName.map { .string($0) }
            claims["ipaddr"] = .string(issue.call.request.remoteAddress)
            claims["unique_name"] = .string(user.userPrincipalName)
            claims["upn"] = .string(user.userPrincipalName)
        case .v2:
            if scopes.contains("profile") { claims["preferred_username"] = .string(user.userPrincipalName) }
            if scopes.contains("email"), let mail = user.mail { claims["email"] = .string(mail) }
        }
        if !issue.contexts.isEmpty { claims["acrs"] = .array(issue.contexts.map { .string($0) }) }
        let roles = try DelegatedAccess.roles(of: subject, at: issue.client.id, issue.call.context.directory)
        if !roles.isEmpty { claims["roles"] = .array(roles.map { .string($0) }) }
        claims["rh"] = .string(try issue.routingHint(subject.tenant.id, issue.client.id))
        claims["sid"] = .string(subject.sessionID)
        claims["sub"] = .string(try issue.pairwiseSubject(subject.tenant.id, user.id))
        claims["tid"] = .string(subject.tenant.id)
        claims["uti"] = .string(issue.tokenID)
        claims["ver"] = .string(version.rawValue)
        let asked = try OptionalClaims(issue.client.application, for: .id, of: issue.client.id, issue)
        try asked.add(to: &claims, subject)
        for hash in hashes.members { claims[hash.name] = hash.value }
        return try JSONWebToken.sign(claims, with: issue.call.keys.current())
    }

    private func issuer(_ tenantID: String) -> String {
        switch version {
        case .v1: IssuerName.version1(tenantID)
        case .v2: IssuerName.version2(tenantID, authority: issue.call.authority)
        }
    }
}
