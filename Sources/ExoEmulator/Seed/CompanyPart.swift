import EmulatorCore
import EmulatorExchange

/// Some mailboxes of a company, ready to be written.
struct CompanyPart: Sendable {
    let members: [CompanyMember]
    let recipients: PreparedObjects
    /// What others may do with the mailboxes, and settings beside them.
    let rights: PreparedObjects
    let folderRights: [SeedFolderRight]
    /// The staff once these were made.
    let staff: CompanyStaff

    init(_ members: [CompanyMember], of staff: CompanyStaff, _ maker: ExchangeObjectMaker) {
        self.members = members
        self.staff = staff
        var recipients: [ExchangeObject] = []
        var rights: [ExchangeObject] = []
        var folderRights: [SeedFolderRight] = []
        for member in members {
            let mailbox = maker.mailbox(member)
            recipients.append(mailbox)
            rights += maker.rights(on: mailbox, of: member)
            guard let trait = member.trait else { continue }
            rights += trait.settings(of: mailbox, member.person, member.neighbour, maker)
            if let right = trait.folderRight(of: mailbox, member.neighbour) { folderRights.append(right) }
        }
        self.recipients = PreparedObjects(recipients, names: maker.names)
        self.rights = PreparedObjects(rights, names: maker.names)
        self.folderRights = folderRights
    }
}
