import EmulatorAdministration
package import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A token of a managed identity, with what the replies say of it.
struct IdentityToken: Sendable {
    let text: String
    let principal: ServicePrincipalRecord
    let resource: String
    /// Seconds since 1970.
    let issuedAt: Int
    let lifetime: TokenLifetime

    /// Issues a token.
    ///
    /// - Parameters:
    ///   - request: For whom and for what.
    ///   - call: The call.
    /// - Throws: ``ManagedIdentityRefusal``, or ``EntraError`` 7000112, 500011 or 501051.
    init(_ request: ManagedIdentityRequest, _ call: EntraCall) throws {
        let directory = call.context.directory
        let principal = try directory.managedIdentity(request.selector)
        call.signIn.note(principal)
        guard principal.accountEnabled else { throw EntraError.disabledApplication(principal.appID) }
        guard let tenant = try directory.tenant(matching: principal.tenantID) else {
            throw ManagedIdentityRefusal.notFound
        }
        let refusal = EntraError.unknownResource(request.resource, tenant: tenant.displayName)
        guard let resource = try ResourceAPI.named(request.resource, in: call.context) else { throw refusal }
        call.signIn.note(resource)
        let service = try directory.servicePrincipal(resource.appID, in: tenant.id)
        guard service?.accountEnabled == true else { throw refusal }
        let roles = try call.context.appRoles(ofApplication: principal.objectID, on: resource, in: tenant.id)
        guard !roles.isEmpty || service?.appRoleAssignmentRequired != true else {
            throw EntraError.applicationNotAssigned(principal.appID, resource: resource.appID)
        }
        let issue = TokenIssue(call, identity: principal, capabilities: request.capabilities)
        text = try AccessTokenComposer(issue: issue).application(
            principal,
            tenant: tenant,
            resource: resource,
            roles: roles,
            directoryRoles: directory.directoryRoles(of: principal.objectID, in: tenant.id)
        )
        self.principal = principal
        self.resource = request.resource
        issuedAt = issue.issuedAt
        lifetime = issue.lifetime
    }

    /// When the token ends, as text of seconds since 1970.
    var endText: String { String(issuedAt + lifetime.seconds) }

    /// When the token begins, as text of seconds since 1970.
    var beginText: String { String(issuedAt - Int(TokenFamily.skew)) }

    /// What the instance metadata service and Azure Arc's agent reply.
    var reply: JSONObject {
        [
            "access_token": .string(text),
            "client_id": .string(principal.appID),
            "expires_in": .string(String(lifetime.expiresIn)),
            "expires_on": .string(endText),
            "ext_expires_in": .string(String(lifetime.expiresIn)),
            "not_before": .string(beginText),
            "resource": .string(resource),
            "token_type": "Bearer",
        ]
    }
}

extension TokenIssue {
    /// A day, as the tokens of managed identities live.
    private static let identityLifetime = 86_400

    /// What a token of a managed identity is issued with: its secret is a certificate that nobody sees.
    package init(_ call: EntraCall, identity: ServicePrincipalRecord, capabilities: [String]) {
        self.call = call
        client = Client(identity: identity)
        authenticationMethod = "2"
        self.capabilities = capabilities
        contexts = []
        wantsAuthenticationTime = false
        lifetime = TokenLifetime(
            seconds: call.context.settings.current.tokenLifetime ?? Self.identityLifetime
        )
    }
}

extension TokenLifetime {
    /// A lifetime that is known.
    init(seconds: Int) {
        self.seconds = seconds
        refreshIn = seconds >= 7200 ? seconds / 2 : nil
    }
}
