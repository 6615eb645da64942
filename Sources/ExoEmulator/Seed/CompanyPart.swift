import EmulatorCore
import EmulatorExchange

/// Some mailboxes of a company, ready to be written.
struct CompanyPart: Sendable {
    let members: [CompanyMember]
    let recipients: PreparedObjects
    let rights: PreparedObjects
    /// The staff once these were made.
    let staff: CompanyStaff

    init(_ members: [CompanyMember], of staff: CompanyStaff, _ maker: ExchangeObjectMaker) {
        self.members = members
        self.staff = staff
        var recipients: [ExchangeObject] = []
        var rights: [ExchangeObject] = []
        for member in members {
            let mailbox = maker.mailbox(member)
            recipients.append(mailbox)
            rights += maker.rights(on: mailbox, of: member)
        }
        self.recipients = PreparedObjects(recipients, names: maker.names)
        self.rights = PreparedObjects(rights, names: maker.names)
    }
}
