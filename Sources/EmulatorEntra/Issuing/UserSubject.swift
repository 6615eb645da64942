import EmulatorAdministration
package import EmulatorCore

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A user who signed in, as seen from the tenant a token is for.
package struct UserSubject: Sendable {
    /// The default role of every member.
    private static let memberRole = "b79fbf4d-3ef9-4689-8143-76b194e85509"
    /// The default role of every guest.
    private static let guestRole = "10dae51f-b6af-4016-8d66-8c2a99b929b3"

    package let user: UserRecord
    /// The tenant the token is for.
    package let tenant: TenantRecord
    /// The directory roles the user has there.
    package let roles: [String]
    package let sessionID: String
    let authenticatedOn: Date
    /// How the user proved to be it (`amr`).
    package let authenticationMethods: [String]

    /// Whether the user comes from a partner.
    var isForeign: Bool { user.tenantID != tenant.id }

    /// Looks a user up in a tenant.
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - tenant: The tenant the token is for.
    ///   - sessionID: The session in which the user signed in.
    ///   - authenticatedOn: When that was.
    ///   - authenticationMethods: How the user proved to be it.
    ///   - context: The directory and the time, since a partner's access ends some day.
    /// - Throws: ``EntraError`` 50057 or 50020.
    package init(
        _ user: UserRecord,
        in tenant: TenantRecord,
        sessionID: String,
        authenticatedOn: Date,
        authenticationMethods: [String],
        _ context: EmulatorContext
    )
        throws
    {
        guard user.accountEnabled else { throw EntraError.disabledUser }
        self.user = user
        self.tenant = tenant
        self.sessionID = sessionID
        self.authenticatedOn = authenticatedOn
        self.authenticationMethods = authenticationMethods
        if user.tenantID == tenant.id {
            roles =
                try context.directory.directoryRoles(of: user.id, in: tenant.id)
                + [user.userType == "Guest" ? Self.guestRole : Self.memberRole]
            return
        }
        let relationships = try context.directory.partnerRelationships(
            customer: tenant.id,
            principal: user.id,
            at: context.clock.now
        ).filter { $0.partnerTenantID == user.tenantID }
        guard !relationships.isEmpty else {
            throw EntraError.foreignUser(user.userPrincipalName, tenant: tenant.displayName)
        }
        roles = Set(relationships.flatMap(\.roleTemplateIDs)).sorted()
    }

    /// Whether the user may agree to what an application asks for.
    var isConsentingAdministrator: Bool { DirectoryRoleTemplate.mayConsent(roles) }
}
