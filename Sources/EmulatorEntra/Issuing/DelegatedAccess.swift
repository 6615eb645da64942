import EmulatorAdministration
package import EmulatorCore

/// What an application may do for a user at a resource.
package struct DelegatedAccess: Sendable {
    package let resource: ResourceAPI
    /// Scopes of the resource that go into the token.
    let scopes: [String]
    /// App roles of the resource that were assigned to the user.
    package let roles: [String]
    /// Scopes of OpenID Connect that were asked for.
    let openID: [String]
    /// What was asked for.
    private let target: ScopeRequest.Target
    /// Whether nothing but the sign-in was asked for.
    let isProfileAlone: Bool

    /// Looks up what was granted.
    ///
    /// - Parameters:
    ///   - target: What is asked for.
    ///   - openID: The scopes of OpenID Connect asked for.
    ///   - client: The application.
    ///   - subject: The user.
    ///   - context: The directory.
    /// - Throws: ``EntraError`` 500011, 50105, 90008, 90009, 65001 or 65002.
    package init(
        _ target: ScopeRequest.Target,
        openID: [String],
        client: Client,
        subject: UserSubject,
        _ context: EmulatorContext
    ) throws {
        let tenant = subject.tenant
        guard let resource = try ResourceAPI.named(target.identifier, in: context),
            try context.directory.servicePrincipal(resource.appID, in: tenant.id)?.accountEnabled == true
        else { throw EntraError.unknownResource(target.identifier, tenant: tenant.displayName) }
        try Self.checkAssignment(of: subject, to: client, context)
        let granted = try Self.granted(client, at: resource, subject, context.directory)
        isProfileAlone = target == ScopeRequest.profile
        let names = Set(granted.map { $0.lowercased() })
        let isGranted = try isProfileAlone ? subject.hasAgreed(to: client, context.directory) : !granted.isEmpty
        guard isGranted, target.scopes.allSatisfy({ names.contains($0.lowercased()) }) else {
            throw client.isFirstParty
                ? EntraError.notPreauthorized(client.id, resource: resource.appID)
                : EntraError.noConsent(client.name, id: client.id)
        }
        let profile = resource.appID == ResourceAPI.graph ? openID.filter { $0 != "offline_access" } : []
        scopes = granted + profile.filter { !granted.contains($0) }
        roles = try Self.roles(of: subject, at: resource.appID, context.directory)
        self.resource = resource
        self.openID = openID
        self.target = target
    }

    /// The `scope` of a reply: clients file the token under it, so what was asked for has to be in it.
    package func text(_ version: ProtocolVersion) -> String {
        guard version == .v2 else { return scopes.joined(separator: " ") }
        let named = scopes.filter { !ScopeRequest.openIDScopes.contains($0) || target.names($0) }
        return
            (openID.filter { $0 != "offline_access" }
            + (named + (target.isDefault ? [ScopeRequest.defaultScope] : [])).map(target.name)).joined(separator: " ")
    }

    /// Refuses a user who is not assigned to an application that requires it.
    ///
    /// - Throws: ``EntraError`` 7000112 or 50105.
    static func checkAssignment(of subject: UserSubject, to client: Client, _ context: EmulatorContext) throws {
        let tenantID = subject.tenant.id
        guard let principal = try context.directory.servicePrincipal(client.id, in: tenantID) else { return }
        guard principal.accountEnabled else { throw EntraError.disabledApplication(client.id) }
        guard principal.appRoleAssignmentRequired else { return }
        guard try !context.directory.isAssigned(subject.user.id, to: client.id, in: tenantID) else { return }
        throw EntraError.userNotAssigned(client.name, id: client.id)
    }
}
