import EmulatorCore
import EmulatorExchange
import ExoJSON

/// Somebody, or something, of a company that has a mailbox.
struct CompanyMember: Sendable {
    let person: SeedPerson
    /// The directory's id of who leads them.
    var managerID: String?
    /// Who may open the mailbox and send as it.
    var delegates: [CompanyStaff.Known] = []
    /// The name of who gets the mail.
    var forwardsTo: String?
    var isOnHold = false
    var isHidden = false
    var hasArchive = false
    var costCentre: Int?
    /// What few have.
    var trait: CompanyTrait?
    /// Whom that is about beside the owner.
    var neighbour: CompanyStaff.Known?
}

extension ExchangeObjectMaker {
    /// The mailbox of a member of a company.
    func mailbox(_ member: CompanyMember) -> ExchangeObject {
        var object = recipient(member.person)
        let facts = SeedMailbox(
            tenantID: member.person.tenantID,
            alias: member.person.alias,
            forwardsTo: member.forwardsTo,
            keepsForwarded: member.forwardsTo != nil,
            isOnHold: member.isOnHold,
            holds: member.trait?.holds(of: member.person) ?? [],
            hasArchive: member.hasArchive,
            isHidden: member.isHidden,
            senders: member.person.kind == .user ? member.delegates.map(\.name) : []
        )
        // Recipients are called by their names already.
        add(facts, to: &object) { $0 }
        if let centre = member.costCentre { add(["CustomAttribute1": .string("CC-\(centre)")], to: &object) }
        return object
    }

    /// What others may do with a mailbox.
    func rights(on mailbox: ExchangeObject, of member: CompanyMember) -> [ExchangeObject] {
        member.delegates.flatMap { delegate in
            (member.person.kind == .shared ? ["FullAccess", "SendAs"] : ["FullAccess"]).map { name in
                right(name, ofAlias: delegate.alias, address: delegate.address, on: mailbox)
            }
        }
    }
}
