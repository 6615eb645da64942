/// A noun as a view of the stored objects: which of them it shows, and in which shape.
///
/// A noun whose Get- and Set- cmdlets need nothing but this is one line of the table.
struct NounView: Sendable {
    let noun: String
    let objectClass: ExchangeObject.Class
    let shape: ObjectShape
    /// The recipient types in detail that it shows unless a parameter says otherwise; `nil` for no recipients.
    let types: Set<String>?

    static let acceptedDomain = NounView("AcceptedDomain", .acceptedDomain, nil)
    static let distributionGroup = NounView("DistributionGroup", .recipient, RecipientTypes.distributionGroups)
    static let distributionGroupMember = NounView("DistributionGroupMember", .recipient, RecipientTypes.recipients)
    static let mailbox = NounView("Mailbox", .recipient, RecipientTypes.mailboxes, .mailbox)
    static let organizationConfig = NounView("OrganizationConfig", .organization, nil)
    static let recipient = NounView("Recipient", .recipient, RecipientTypes.recipients)
    static let user = NounView("User", .recipient, RecipientTypes.users)

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
