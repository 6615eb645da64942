import EmulatorCore
import ExoJSON

/// The rule that moves junk, which every mailbox has, which no cmdlet makes and which is listed to who asks for hidden rules.
enum JunkRule {
    /// The parameter that asks for it.
    static let parameter = "IncludeHidden"

    /// Whether a call asks for it.
    static func isWanted(_ call: BoundCall, of noun: SettingNoun) -> Bool {
        noun.noun == "InboxRule" && call.isOn(parameter)
    }

    /// The rule of a mailbox, on as long as the mailbox filters junk.
    ///
    /// - Throws: `DatabaseError`.
    static func rule(of mailbox: ExchangeObject, _ noun: SettingNoun, _ objects: ObjectStore) throws -> ExchangeObject {
        let settings = RecipientSettings("MailboxJunkEmailConfiguration", of: RecipientTypes.mailboxes)
        let said = try settings.settings(of: mailbox, in: objects)?.properties["Enabled"]
        var rule = ExchangeObject(
            tenantID: mailbox.tenantID,
            objectClass: noun.objectClass,
            guid: SeedIdentifier.make("junkRule", mailbox.tenantID, mailbox.guid),
            name: "Junk E-mail Rule",
            created: mailbox.created,
            changed: mailbox.created
        )
        rule.owner = mailbox.guid
        rule.properties = ["Enabled": said ?? true]
        return rule
    }
}
