/// A noun as a view of the stored objects: which of them it shows, and in which shape.
///
/// A noun whose Get- and Set- cmdlets need nothing but this is one line of the table.
struct NounView: Sendable {
    let noun: String
    let objectClass: ExchangeObject.Class
    let shape: ObjectShape
    /// The recipient types in detail that it shows unless a parameter says otherwise; `nil` for no recipients.
    let types: Set<String>?

    /// The view of a noun, `nil` for one that is not emulated.
    static func of(noun: String) -> NounView? {
        switch noun {
        case "Mailbox": NounView(noun, .recipient, RecipientTypes.mailboxes, .mailbox)
        case "Recipient", "DistributionGroupMember": NounView(noun, .recipient, RecipientTypes.recipients)
        case "User": NounView(noun, .recipient, RecipientTypes.users)
        case "DistributionGroup": NounView(noun, .recipient, RecipientTypes.distributionGroups)
        case "AcceptedDomain": NounView(noun, .acceptedDomain, nil)
        case "OrganizationConfig": NounView(noun, .organization, nil)
        default: nil
        }
    }

    private init(
        _ noun: String,
        _ objectClass: ExchangeObject.Class,
        _ types: Set<String>?,
        _ shape: ObjectShape? = nil
    ) {
        self.noun = noun
        self.objectClass = objectClass
        self.types = types
        self.shape = shape ?? .of(noun: noun)
    }
}
