import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import ExoJSON
import HTTPServer

/// What every access token of version 1.0 has.
extension AccessTokenComposer {
    /// The claims of a user's token.
    func version1(_ subject: UserSubject, _ access: DelegatedAccess) throws -> JSONObject {
        let user = subject.user
        var claims = try opening1(tenant: subject.tenant, resource: access.resource)
        claims["acr"] = "1"
        if !issue.contexts.isEmpty { claims["acrs"] = .array(issue.contexts.map { .string($0) }) }
        claims["amr"] = .array(subject.authenticationMethods.map { .string($0) })
        claims["family_name"] = user.surname.map { .string($0) }
        claims["given_name"] = user.givenName.map { .string($0) }
        claims["ipaddr"] = .string(issue.call.request.remoteAddress)
        claims["name"] = .string(user.displayName)
        claims["oid"] = .string(user.id)
        claims["rh"] = .string(try issue.routingHint(subject.tenant.id, access.resource.appID))
        if !access.roles.isEmpty { claims["roles"] = .array(access.roles.map { .string($0) }) }
        claims["scp"] = .string(access.scopes.joined(separator: " "))
        claims["sub"] = .string(
            try issue.pairwiseSubject(subject.tenant.id, user.id, access.resource.appID)
        )
        claims["unique_name"] = .string(user.userPrincipalName)
        claims["upn"] = .string(user.userPrincipalName)
        return closing1(claims, tenant: subject.tenant)
    }

    /// The claims of an application's token.
    func version1(
        _ principal: ServicePrincipalRecord,
        tenant: TenantRecord,
        resource: ResourceAPI,
        roles: [String]
    ) throws -> JSONObject {
        var claims = try opening1(tenant: tenant, resource: resource)
        claims["idp"] = .string(IssuerName.version1(tenant.id))
        claims["oid"] = .string(principal.objectID)
        claims["rh"] = .string(try issue.routingHint(tenant.id, resource.appID))
        if !roles.isEmpty { claims["roles"] = .array(roles.map { .string($0) }) }
        claims["sub"] = .string(principal.objectID)
        return closing1(claims, tenant: tenant)
    }

    private func opening1(tenant: TenantRecord, resource: ResourceAPI) throws -> JSONObject {
        let begin = Int64(issue.issuedAt) - Int64(TokenFamily.skew)
        return [
            "aud": .string(resource.identifier),
            "iss": .string(IssuerName.version1(tenant.id)),
            "iat": .integer(begin),
            "nbf": .integer(begin),
            "exp": .integer(Int64(issue.issuedAt + issue.lifetime.seconds)),
            "aio": .string(try TokenFamily.opaqueText(issue.familyID, issuedOn: issue.call.trace.now)),
            "appid": .string(issue.client.id),
            "appidacr": .string(issue.authenticationMethod),
        ]
    }

    private func closing1(_ claims: JSONObject, tenant: TenantRecord) -> JSONObject {
        var claims = claims
        claims["tid"] = .string(tenant.id)
        claims["uti"] = .string(issue.tokenID)
        claims["ver"] = .string(ProtocolVersion.v1.rawValue)
        return claims
    }
}
