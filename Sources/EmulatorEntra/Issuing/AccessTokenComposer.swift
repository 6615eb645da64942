import EmulatorAdministration
package import EmulatorCore
import ExoCrypto
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Composes access tokens, of the version that the service wants which they are for: Exchange, its protection service and
/// Graph get version 1.0 from either endpoint.
package struct AccessTokenComposer: Sendable {
    /// The default role of every application.
    private static let applicationRole = "0997a1d0-0d1d-4acb-b408-d5ca73121e90"

    package let issue: TokenIssue
    private let key: SigningKey?

    /// Composes tokens of an issue.
    ///
    /// - Parameters:
    ///   - issue: What they share.
    ///   - key: The key that signs them, where it was read before.
    package init(issue: TokenIssue, key: SigningKey? = nil) {
        self.issue = issue
        self.key = key
    }

    /// A token of a user.
    package func delegated(_ subject: UserSubject, _ access: DelegatedAccess) throws -> String {
        let user = subject.user
        issue.call.signIn.note(access.resource)
        issue.call.signIn.note(issue)
        guard access.resource.tokenVersion == .v1 else { return try sign2(version2(subject, access)) }
        var claims = try opening(tenant: subject.tenant, resource: access.resource)
        claims["acct"] = .integer(subject.isForeign || user.userType == "Guest" ? 1 : 0)
        claims["acr"] = "1"
        if !issue.contexts.isEmpty { claims["acrs"] = .array(issue.contexts.map { .string($0) }) }
        claims["amr"] = .array(subject.authenticationMethods.map { .string($0) })
        addClient(to: &claims)
        claims["family_name"] = user.surname.map { .string($0) }
        claims["given_name"] = user.givenName.map { .string($0) }
        claims["idtyp"] = "user"
        claims["ipaddr"] = .string(issue.call.request.remoteAddress)
        claims["name"] = .string(user.displayName)
        claims["oid"] = .string(user.id)
        claims["puid"] = .string(try Self.personalID(user.id))
        claims["rh"] = .string(try issue.routingHint(subject.tenant.id, access.resource.appID))
        if !access.roles.isEmpty { claims["roles"] = .array(access.roles.map { .string($0) }) }
        claims["scp"] = .string(access.scopes.joined(separator: " "))
        claims["sid"] = .string(subject.sessionID)
        claims["sub"] = .string(
            try issue.pairwiseSubject(subject.tenant.id, user.id, access.resource.appID)
        )
        claims["tenant_region_scope"] = .string(subject.tenant.region)
        claims["tid"] = .string(subject.tenant.id)
        claims["unique_name"] = .string(user.userPrincipalName)
        claims["upn"] = .string(user.userPrincipalName)
        close(&claims, roles: subject.roles)
        return try JSONWebToken.sign(claims, with: key ?? issue.call.keys.current())
    }

    /// A token of an application that acts for itself.
    package func application(
        _ principal: ServicePrincipalRecord,
        tenant: TenantRecord,
        resource: ResourceAPI,
        roles: [String],
        directoryRoles: [String]
    ) throws -> String {
        issue.call.signIn.note(issue)
        guard resource.tokenVersion == .v1 else {
            return try sign2(version2(principal, tenant: tenant, resource: resource, roles: roles))
        }
        var claims = try opening(tenant: tenant, resource: resource)
        addClient(to: &claims)
        claims["idp"] = .string(IssuerName.version1(tenant.id))
        claims["idtyp"] = "app"
        claims["oid"] = .string(principal.objectID)
        claims["rh"] = .string(try issue.routingHint(tenant.id, resource.appID))
        if !roles.isEmpty { claims["roles"] = .array(roles.map { .string($0) }) }
        claims["sid"] = .string(UUID.random().uuidString.lowercased())
        claims["sub"] = .string(principal.objectID)
        claims["tenant_region_scope"] = .string(tenant.region)
        claims["tid"] = .string(tenant.id)
        if let resourceID = principal.resourceID { claims["xms_mirid"] = .string(resourceID) }
        close(&claims, roles: directoryRoles + [Self.applicationRole])
        return try JSONWebToken.sign(claims, with: key ?? issue.call.keys.current())
    }

    private func sign2(_ claims: JSONObject) throws -> String {
        try JSONWebToken.sign(claims, with: key ?? issue.call.keys.current(), namesThumbprint: false)
    }

    private func opening(tenant: TenantRecord, resource: ResourceAPI) throws -> JSONObject {
        let begin = Int64(issue.issuedAt) - Int64(TokenFamily.skew)
        return [
            "aud": .string(resource.identifier),
            "iss": .string(IssuerName.version1(tenant.id)),
            "iat": .integer(begin),
            "nbf": .integer(begin),
            "exp": .integer(Int64(issue.issuedAt + issue.lifetime.seconds)),
            "aio": .string(try TokenFamily.opaqueText(issue.familyID, issuedOn: issue.call.trace.now)),
        ]
    }

    private func addClient(to claims: inout JSONObject) {
        claims["app_displayname"] = .string(issue.client.name)
        claims["appid"] = .string(issue.client.id)
        claims["appidacr"] = .string(issue.authenticationMethod)
    }

    private func close(_ claims: inout JSONObject, roles: [String]) {
        claims["uti"] = .string(issue.tokenID)
        claims["ver"] = "1.0"
        claims["wids"] = .array(roles.map { .string($0) })
        if !issue.capabilities.isEmpty { claims["xms_cc"] = .array(issue.capabilities.map { .string($0) }) }
    }

    // Sixteen digits that stay the same for a user.
    private static func personalID(_ userID: String) throws -> String {
        "100320" + Hex.encode(try Digest.sha256(Array(userID.utf8)).prefix(5)).uppercased()
    }
}
