#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Who calls, as an access token proved.
package struct CallerIdentity: Sendable, Equatable {
    /// The tenant the token is for; for a partner's user that of the customer.
    package var tenantID: String
    /// The tenant that the caller comes from: another one for a partner's user.
    package var homeTenantID: String
    /// Whether an application acts for itself, without a user.
    package var isApplication: Bool
    /// The object that acts: the user, or the application's service principal.
    package var objectID: String
    /// The user's name; `nil` for an application.
    package var userPrincipalName: String?
    /// The application that asked for the token.
    package var applicationID: String
    /// Delegated scopes (`scp`).
    package var scopes: Set<String>
    /// Application roles (`roles`).
    package var appRoles: Set<String>
    /// Template ids of directory roles (`wids`), lower case.
    package var directoryRoles: Set<String>
    /// The audience as it stood in the token.
    package var audience: String
    /// When the token begins to be good.
    package var beginsOn: Date
    /// When the token ends.
    package var expiresOn: Date
}
