import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Access tokens of version 2.0, for services whose registration asks for them.
extension AccessTokenComposer {
    /// The claims of a user's token.
    func version2(_ subject: UserSubject, _ access: DelegatedAccess) throws -> JSONObject {
        let user = subject.user
        var claims = try opening2(tenant: subject.tenant, resource: access.resource)
        if !issue.contexts.isEmpty { claims["acrs"] = .array(issue.contexts.map { .string($0) }) }
        claims["name"] = .string(user.displayName)
        claims["oid"] = .string(user.id)
        claims["preferred_username"] = .string(user.userPrincipalName)
        claims["rh"] = .string(try issue.routingHint(subject.tenant.id, access.resource.appID))
        if !access.roles.isEmpty { claims["roles"] = .array(access.roles.map { .string($0) }) }
        claims["scp"] = .string(access.scopes.joined(separator: " "))
        claims["sid"] = .string(subject.sessionID)
        claims["sub"] = .string(try issue.pairwiseSubject(subject.tenant.id, user.id, access.resource.appID))
        return closing2(claims, tenant: subject.tenant)
    }

    /// The claims of an application's token.
    func version2(
        _ principal: ServicePrincipalRecord,
        tenant: TenantRecord,
        resource: ResourceAPI,
        roles: [String]
    ) throws -> JSONObject {
        var claims = try opening2(tenant: tenant, resource: resource)
        claims["oid"] = .string(principal.objectID)
        claims["rh"] = .string(try issue.routingHint(tenant.id, resource.appID))
        if !roles.isEmpty { claims["roles"] = .array(roles.map { .string($0) }) }
        claims["sub"] = .string(principal.objectID)
        return closing2(claims, tenant: tenant)
    }

    private func opening2(tenant: TenantRecord, resource: ResourceAPI) throws -> JSONObject {
        let begin = Int64(issue.issuedAt) - Int64(TokenFamily.skew)
        return [
            "aud": .string(resource.appID),
            "iss": .string(IssuerName.version2(tenant.id, authority: issue.call.authority)),
            "iat": .integer(begin),
            "nbf": .integer(begin),
            "exp": .integer(Int64(issue.issuedAt + issue.lifetime.seconds)),
            "aio": .string(try TokenFamily.opaqueText(issue.familyID, issuedOn: issue.call.trace.now)),
            "azp": .string(issue.client.id),
            "azpacr": .string(issue.authenticationMethod),
        ]
    }

    private func closing2(_ claims: JSONObject, tenant: TenantRecord) -> JSONObject {
        var claims = claims
        claims["tid"] = .string(tenant.id)
        claims["uti"] = .string(issue.tokenID)
        claims["ver"] = .string(ProtocolVersion.v2.rawValue)
        return claims
    }
}
