/// A noun as a view of the stored objects: which of them it shows, and in which shape.
///
/// A noun whose Get- and Set- cmdlets need nothing but this is one line of the table.
struct NounView: Sendable {
    let noun: String
    let objectClass: ExchangeObject.Class
    let shape: ObjectShape
    /// The recipient types in detail that it shows unless a parameter says otherwise; `nil` for no recipients.
    let types: Set<String>?
    /// Whether an object is named by the one that owns it.
    private(set) var isRelation = false

    static let acceptedDomain = NounView("AcceptedDomain", .acceptedDomain, nil)
    static let contact = NounView("Contact", .recipient, ["MailContact"])
    static let distributionGroup = NounView("DistributionGroup", .recipient, RecipientTypes.distributionGroups)
    static let distributionGroupMember = NounView("DistributionGroupMember", .recipient, RecipientTypes.recipients)
    static let group = NounView("Group", .recipient, RecipientTypes.groups)
    static let mailContact = NounView("MailContact", .recipient, ["MailContact"])
    static let mailUser = NounView("MailUser", .recipient, ["MailUser", "GuestMailUser"])
    static let mailbox = NounView("Mailbox", .recipient, RecipientTypes.mailboxes, .mailbox)
    static let organizationConfig = NounView("OrganizationConfig", .organization, nil)
    static let recipient = NounView("Recipient", .recipient, RecipientTypes.recipients)
    static let unifiedGroup = NounView("UnifiedGroup", .recipient, [RecipientTypes.groupMailbox])
    static let user = NounView("User", .recipient, RecipientTypes.users)

    /// The settings that the cmdlets of a noun keep.
    ///
    /// - Parameters:
    ///   - noun: The noun.
    ///   - store: The name under which they are kept, where it is not the noun's own.
    /// - Returns: The view.
    static func settings(_ noun: String, in store: String? = nil) -> NounView {
        NounView(noun, .setting(noun: store ?? noun), nil)
    }

    /// What objects of a noun say of two others, the first of which owns them.
    static func relation(_ noun: String) -> NounView {
        var view = settings(noun)
        view.isRelation = true
        return view
    }

    /// Recipients, in the shape of a noun.
    static func recipients(_ noun: String, _ types: Set<String>) -> NounView { NounView(noun, .recipient, types) }

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
