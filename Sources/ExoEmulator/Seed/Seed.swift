import EmulatorAdministration
import EmulatorCore
import EmulatorExchange

/// Tenants ready to use: who is in them, what is registered, who may do what.
struct Seed: Sendable {
    /// A tenant and its domains.
    struct Tenant: Sendable, Hashable {
        var record: TenantRecord
        var domains: [DomainRecord]
    }

    /// Somebody who is gone and whose mailbox is there still.
    struct FormerPerson: Sendable, Hashable {
        var person: SeedPerson
        /// Whether the mailbox is kept, or waits for its end.
        var isOnHold: Bool
    }

    /// The password of everyone who has one.
    static let password = "Emulator-Passw0rd"
    /// The second factor's secret of everyone who administers something, base32 (RFC 6238: SHA-1, six digits, 30 s).
    static let oneTimePasswordSecret = "EXOEMULATORSECONDFACTOR234567AAA"

    var tenants: [Tenant]
    var people: [SeedPerson]
    var groups: [SeedGroup]
    var applications: [SeedApplication]
    /// Managed identities, which may manage Exchange and administer it.
    var managedIdentities: [ServicePrincipalRecord] = []
    var partnerRelationships: [PartnerRelationshipRecord]
    /// What is particular about mailboxes.
    var mailboxes: [SeedMailbox] = []
    /// Who leads whom: by tenant, aliases of people and of who leads them.
    var managers: [String: [String: String]] = [:]
    /// Who is gone; the directory knows nothing of them.
    var formerPeople: [FormerPerson] = []
    /// The tenants that use Exchange as it was delivered.
    var newTenantIDs: Set<String> = []

    /// The people of one tenant.
    func people(of tenantID: String) -> [SeedPerson] {
        people.filter { $0.tenantID == tenantID }
    }

    /// The groups of one tenant.
    func groups(of tenantID: String) -> [SeedGroup] {
        groups.filter { $0.tenantID == tenantID }
    }

    /// The object ids of a group's members, in the order of their aliases.
    func memberIDs(of group: SeedGroup) -> [String] {
        ids(group.members, in: group.tenantID)
    }

    /// The object ids of a group's owners.
    func ownerIDs(of group: SeedGroup) -> [String] {
        ids(group.owners, in: group.tenantID)
    }

    private func ids(_ aliases: [String], in tenantID: String) -> [String] {
        let known = Dictionary(
            people(of: tenantID).map { ($0.alias, $0.id) } + groups(of: tenantID).map { ($0.alias, $0.id) },
            uniquingKeysWith: { first, _ in first }
        )
        return aliases.compactMap { known[$0] }
    }
}
