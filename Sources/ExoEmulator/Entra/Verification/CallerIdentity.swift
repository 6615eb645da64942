#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Who calls, as an access token proved.
struct CallerIdentity: Sendable, Equatable {
    /// The tenant the token is for; for a partner's user that of the customer.
    var tenantID: String
    /// Whether an application acts for itself, without a user.
    var isApplication: Bool
    /// The object that acts: the user, or the application's service principal.
    var objectID: String
    /// The user's name; `nil` for an application.
    var userPrincipalName: String?
    /// The application that asked for the token.
    var applicationID: String
    /// Delegated scopes (`scp`).
    var scopes: Set<String>
    /// Application roles (`roles`).
    var appRoles: Set<String>
    /// Template ids of directory roles (`wids`), lower case.
    var directoryRoles: Set<String>
    /// The audience as it stood in the token.
    var audience: String
    /// When the token ends.
    var expiresOn: Date
}
