import EmulatorAdministration
import EmulatorCore

/// An app registration with what it may do, as a seed describes it.
struct SeedApplication: Sendable, Hashable {
    var record: ApplicationRecord
    var redirectURIs: [RedirectURIRecord] = []
    /// In clear, because a seed is public.
    var secret: String?
    /// The tenants in which it has a service principal.
    var tenantIDs: [String]
    /// Values of app roles on Exchange, granted in each of the tenants.
    var exchangeRoles: [String] = []
    /// Scopes by resource, granted for all users in each of the tenants.
    var delegatedScopes: [String: String] = [:]
    /// Template ids of directory roles, held in each of the tenants.
    var directoryRoles: [String] = []

    /// The object id of its service principal in a tenant, the same in every database.
    func servicePrincipalID(in tenantID: String) -> String {
        SeedIdentifier.make("servicePrincipal", tenantID, record.appID)
    }
}
