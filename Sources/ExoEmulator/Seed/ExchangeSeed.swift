import EmulatorAdministration
import EmulatorCore
import EmulatorExchange
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Seed {
    /// Writes what Exchange keeps of the seed: recipients, accepted domains, organizations.
    ///
    /// - Parameters:
    ///   - store: A store that has the directory side of the seed.
    ///   - now: When the objects were made.
    /// - Throws: `DatabaseError.constraint` when an object is there already.
    func writeExchange(to store: Store, now: Date) throws {
        let moment = ServiceDate(now)
        try store.write { _ in
            for tenant in tenants {
                let maker = ExchangeObjectMaker(tenant: tenant.record, now: moment, ages: true)
                let objects = ObjectStore(store: store, names: maker.names)
                try objects.insert(maker.organization(isCustomized: !newTenantIDs.contains(tenant.record.id)))
                for domain in tenant.domains { try objects.insert(maker.acceptedDomain(domain)) }
                for person in people(of: tenant.record.id) { try objects.insert(recipient(person, maker)) }
                for group in groups(of: tenant.record.id) {
                    let owners = people(of: group.tenantID).filter { group.owners.contains($0.alias) }
                    guard let object = maker.group(group, owners: owners.map(\.displayName)) else { continue }
                    try objects.insert(object)
                }
                for former in formerPeople where former.person.tenantID == tenant.record.id {
                    try objects.insert(maker.former(former.person, isOnHold: former.isOnHold))
                }
            }
        }
    }

    private func recipient(_ person: SeedPerson, _ maker: ExchangeObjectMaker) -> ExchangeObject {
        var object = maker.recipient(person)
        for mailbox in mailboxes where mailbox.tenantID == person.tenantID && mailbox.alias == person.alias {
            maker.add(mailbox, to: &object) { alias in
                people(of: person.tenantID).first { $0.alias == alias }?.displayName
            }
        }
        return object
    }
}
