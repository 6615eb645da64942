import EmulatorAdministration
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The access token of a user that a service was called with, and shows to get another one for that user.
struct UserAssertion: Sendable {
    let user: UserRecord
    let tenant: TenantRecord
    let sessionID: String?
    let authenticatedOn: Date
    let authenticationMethods: [String]

    /// Checks a token that was sent to a client.
    ///
    /// - Throws: ``EntraError`` 50027, 50013, 240002, 500131, 500133, 7000114, 50034, 50057 or 50173.
    init(_ text: String, for client: Client, at authority: Authority, _ call: EntraCall) throws {
        guard let token = JSONWebToken(text) else { throw EntraError.malformedAssertion("it is not a JSON Web Token") }
        let context = call.context
        guard token.header["alg"]?.stringValue == "RS256", let kid = token.header["kid"]?.stringValue,
            let key = try call.keys.key(named: kid), try token.isSigned(by: key)
        else { throw EntraError.wrongUserAssertion("its signature is none of this service's") }
        guard let issuer = token.claims["iss"]?.stringValue,
            let tenant = try IssuerName.tenant(of: issuer, in: context), token.claims["tid"] == .string(tenant.id),
            authority.tenant == nil || authority.tenant == tenant
        else { throw EntraError.wrongUserAssertion("its issuer is not this tenant's") }
        guard token.claims["appid"] != nil || token.claims["azp"] != nil else { throw EntraError.idTokenAsAssertion }
        guard let audience = token.claims["aud"]?.stringValue,
            try ResourceAPI.named(audience, in: context)?.appID == client.id
        else { throw EntraError.userAssertionForOthers }
        let now = call.trace.now.timeIntervalSince1970
        guard let begin = token.seconds("nbf"), let end = token.seconds("exp"), begin <= now, now < end else {
            throw EntraError.userAssertionOutsideItsTime
        }
        guard token.claims["scp"] != nil else { throw EntraError.applicationAsUser(client.id) }
        let identifier = token.claims["oid"]?.stringValue ?? ""
        guard let user = try context.directory.user(id: identifier) else {
            throw EntraError.unknownUser(identifier, tenant: tenant.displayName)
        }
        guard user.accountEnabled else { throw EntraError.disabledUser }
        guard try TokenFamily.voidedOn(token.claims, in: context.directory) == nil else {
            throw EntraError.revokedGrant
        }
        let issued = TokenFamily.issueTime(token.claims)
        guard issued >= user.tokensValidFrom.timeIntervalSince1970 else { throw EntraError.revokedGrant }
        self.user = user
        self.tenant = tenant
        sessionID = token.claims["sid"]?.stringValue
        authenticatedOn = Date(timeIntervalSince1970: issued)
        // Tokens of version 2.0 do not say how the user signed in; the session does.
        let methods = token.claims["amr"]?.arrayValue?.compactMap(\.stringValue)
        let known = try sessionID.flatMap { try context.directory.signInSession(sessionID: $0)?.authenticationMethods }
        authenticationMethods = methods ?? known ?? ["pwd"]
    }
}

extension EntraError {
    /// The user's token was not issued by this service.
    static func wrongUserAssertion(_ reason: String) -> Self {
        Self(
            code: 50013,
            name: "invalid_grant",
            text: "Assertion failed signature validation or is not valid here: \(reason)."
        )
    }

    /// The user's token is for another service.
    static var userAssertionForOthers: Self {
        Self(
            code: 500_131,
            name: "invalid_grant",
            text: "Assertion audience does not match the Client app presenting the assertion. The audience in the "
                + "assertion was not that of the app, and has to be."
        )
    }

    /// The user's token has ended or not begun.
    static var userAssertionOutsideItsTime: Self {
        Self(code: 500_133, name: "invalid_grant", text: "Assertion is not within its valid time range.")
    }

    /// An id token was sent where an access token should be.
    static var idTokenAsAssertion: Self {
        Self(
            code: 240_002,
            name: "invalid_grant",
            text: "Input id_token cannot be used as 'urn:ietf:params:oauth:grant-type:jwt-bearer' grant."
        )
    }

    /// The token is an application's, for which nobody can be acted.
    static func applicationAsUser(_ client: String) -> Self {
        Self(
            code: 7_000_114,
            name: "invalid_grant",
            text: "Application '\(client)' is not allowed to make application on-behalf-of calls."
        )
    }
}
