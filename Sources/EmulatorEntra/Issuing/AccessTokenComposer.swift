import EmulatorAdministration
package import EmulatorCore
import ExoCrypto
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Composes access tokens, of the version that the service wants which they are for: Exchange, its protection service and
/// Graph get version 1.0 from either endpoint.
///
/// Tokens for the service's own tell more than those for others, whose registrations decide.
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
        let resource = access.resource
        issue.call.signIn.note(resource)
        issue.call.signIn.note(issue)
        var claims = try resource.tokenVersion == .v1 ? version1(subject, access) : version2(subject, access)
        if !resource.isFirstParty {
            try optional(resource).add(to: &claims, subject)
        } else if resource.tokenVersion == .v1 {
            claims["acct"] = subject.accountKind
            claims["idtyp"] = "user"
            claims["puid"] = .string(PersonalIdentifier.make(subject.user.id))
            addOwn(to: &claims, session: subject.sessionID, subject.tenant, roles: subject.roles)
        }
        return try sign(claims, for: resource)
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
        let directoryRoles = directoryRoles + [Self.applicationRole]
        var claims =
            try resource.tokenVersion == .v1
            ? version1(principal, tenant: tenant, resource: resource, roles: roles)
            : version2(principal, tenant: tenant, resource: resource, roles: roles)
        if let resourceID = principal.resourceID { claims["xms_mirid"] = .string(resourceID) }
        if !resource.isFirstParty {
            try optional(resource).add(to: &claims, principal, tenant: tenant, roles: directoryRoles)
        } else if resource.tokenVersion == .v1 {
            claims["idtyp"] = "app"
            addOwn(to: &claims, session: UUID.random().uuidString.lowercased(), tenant, roles: directoryRoles)
        }
        return try sign(claims, for: resource)
    }

    private func optional(_ resource: ResourceAPI) throws -> OptionalClaims {
        try OptionalClaims(resource.registration, for: .access, of: resource.appID, issue)
    }

    // What every token for the service's own has.
    private func addOwn(to claims: inout JSONObject, session: String, _ tenant: TenantRecord, roles: [String]) {
        claims["app_displayname"] = .string(issue.client.name)
        claims["sid"] = .string(session)
        claims["tenant_region_scope"] = .string(tenant.region)
        claims["wids"] = .array(roles.map { .string($0) })
        if !issue.capabilities.isEmpty { claims["xms_cc"] = .array(issue.capabilities.map { .string($0) }) }
    }

    private func sign(_ claims: JSONObject, for resource: ResourceAPI) throws -> String {
        var claims = claims
        if let confirmation = issue.confirmation { claims["cnf"] = .object(confirmation) }
        let isSealed = resource.takesNonce && issue.call.context.settings.current.accessTokensHaveNonce
        return try JSONWebToken.sign(
            claims,
            with: key ?? issue.call.keys.current(),
            namesThumbprint: resource.tokenVersion == .v1,
            nonce: isSealed ? Base64URL.encode(RandomBytes.make(32)) : nil
        )
    }
}
