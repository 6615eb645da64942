import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension TokenRequest {
    /// Issues a token to an application that acts for itself.
    ///
    /// - Throws: ``EntraError`` 50059, 7000216, those of the credential, 900144, 70011, 7000229, 7000112, 500011, 50173, 901002 or 501051.
    func issueForApplication() throws -> JSONValue {
        guard let tenant = authority.tenant else { throw EntraError.noTenant }
        guard credential.isPresent else { throw EntraError.noCredential }
        try credential.check(client, call)
        let identifier = try askedResource()
        let asked = try lookUp(identifier, tenant: tenant)
        let issue = TokenIssue(call, client: client, proof: credential.proof, claims: claims, for: asked.resource)
        let token = try AccessTokenComposer(issue: issue).application(
            asked.principal,
            tenant: tenant,
            resource: asked.resource,
            roles: asked.roles,
            directoryRoles: asked.directoryRoles
        )
        var reply: JSONObject = ["token_type": "Bearer"]
        reply.members += times(issue.lifetime, issuedAt: issue.issuedAt, resource: asked.resource).members
        reply["access_token"] = .string(token)
        return .object(reply)
    }

    /// What the directory knows of an application and of what it asks for.
    private struct Found: Sendable {
        let principal: ServicePrincipalRecord
        let resource: ResourceAPI
        let roles: [String]
        let directoryRoles: [String]
    }

    private func lookUp(_ identifier: String, tenant: TenantRecord) throws -> Found {
        let directory = call.context.directory
        guard let principal = try directory.servicePrincipal(client.id, in: tenant.id) else {
            throw EntraError.noServicePrincipal(client.id, tenant: tenant.displayName)
        }
        call.signIn.note(principal)
        guard principal.accountEnabled else { throw EntraError.disabledApplication(client.id) }
        let refusal = EntraError.unknownResource(identifier, tenant: tenant.displayName)
        guard let resource = try ResourceAPI.named(identifier, in: call.context) else { throw refusal }
        call.signIn.note(resource)
        let service = try directory.servicePrincipal(resource.appID, in: tenant.id)
        guard let service, service.accountEnabled else { throw refusal }
        try claims.checkNewness(at: call.trace.now)
        let roles = try directory.appRoles(of: principal.objectID, on: resource.appID, in: tenant.id)
        guard try !service.appRoleAssignmentRequired || isAssigned(principal, to: resource, roles) else {
            throw EntraError.applicationNotAssigned(client.id, resource: resource.appID)
        }
        try ConditionalAccess(call).check(principal, of: client, resource: resource.appID, version)
        return Found(
            principal: principal,
            resource: resource,
            roles: roles,
            directoryRoles: try directory.directoryRoles(of: principal.objectID, in: tenant.id)
        )
    }

    private func isAssigned(
        _ principal: ServicePrincipalRecord,
        to resource: ResourceAPI,
        _ roles: [String]
    ) throws -> Bool {
        guard roles.isEmpty else { return true }
        return try call.context.directory.isAssigned(principal.objectID, to: resource.appID, in: principal.tenantID)
    }

    private func askedResource() throws -> String {
        switch version {
        case .v1: return try required("resource")
        case .v2:
            let text = try requiredScope()
            let targets = try ScopeRequest(parsing: text).targets
            guard targets.count == 1, let target = targets.first, target.isDefault else {
                throw EntraError.invalidScope(
                    "the scope \(text) is not valid for the client credentials flow; it has to be one resource followed by "
                        + "/.default"
                )
            }
            return target.identifier
        }
    }
}
