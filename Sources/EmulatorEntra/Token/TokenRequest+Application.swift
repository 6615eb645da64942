import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension TokenRequest {
    /// All that is needed to issue a token to an application, read from the store.
    struct ApplicationToken: Sendable {
        fileprivate let request: TokenRequest
        fileprivate let tenant: TenantRecord
        fileprivate let found: Found
        fileprivate let key: SigningKey

        /// Issues the token, without the store.
        ///
        /// - Throws: `CryptoError`.
        func issue() throws -> JSONValue {
            var issue = TokenIssue(
                request.call,
                client: request.client,
                proof: request.credential.proof,
                claims: request.claims,
                for: found.resource
            )
            issue.confirmation = request.binding.confirmation
            let token = try AccessTokenComposer(issue: issue, key: key).application(
                found.principal,
                tenant: tenant,
                resource: found.resource,
                roles: found.roles,
                directoryRoles: found.directoryRoles
            )
            var reply: JSONObject = ["token_type": .string(request.binding.tokenType)]
            reply.members += request.times(issue.lifetime, issuedAt: issue.issuedAt, resource: found.resource).members
            reply["access_token"] = .string(token)
            return .object(reply)
        }
    }

    /// Checks the request of an application that acts for itself.
    ///
    /// - Throws: ``EntraError`` 50059, 7000216, those of the credential, 900144, 70011, 1002012, 7000229, 7000112, 500011, 50173, 901002 or 501051.
    func prepareForApplication() throws -> ApplicationToken {
        guard let tenant = authority.tenant else { throw EntraError.noTenant }
        guard credential.isPresent else { throw EntraError.noCredential }
        try credential.check(client, call)
        let found = try lookUp(askedResource(), tenant: tenant)
        return ApplicationToken(request: self, tenant: tenant, found: found, key: try call.keys.current())
    }

    /// What the directory knows of an application and of what it asks for.
    fileprivate struct Found: Sendable {
        let principal: ServicePrincipalRecord
        let resource: ResourceAPI
        let roles: [String]
        let directoryRoles: [String]
    }

    private func lookUp(_ identifier: String, tenant: TenantRecord) throws -> Found {
        let directory = call.context.directory
        guard let principal = try client.principal(in: tenant) else {
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
        let roles = try call.context.appRoles(ofApplication: principal.objectID, on: resource, in: tenant.id)
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
                throw EntraError.noDefaultScope(text)
            }
            return target.identifier
        }
    }
}
