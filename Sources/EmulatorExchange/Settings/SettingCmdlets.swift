import CmdletCatalogue
import Synchronization

/// The cmdlets that the catalogue's patterns answer: of settings, and of settings that belong to recipients.
///
/// A noun that means more than its properties is left out, and stands in ``CmdletTable`` with what it means.
final class SettingCmdlets: Sendable {
    private let made = Mutex<[String: any CmdletHandler]>([:])
    private let service: CmdletService

    init(service: CmdletService = .exchangeOnline) { self.service = service }

    /// What answers a cmdlet, `nil` when no pattern does.
    func handler(of facts: CmdletFacts) -> (any CmdletHandler)? {
        if let handler = made.withLock({ $0[facts.name] }) { return handler }
        guard let handler = Self.make(facts, of: service) else { return nil }
        made.withLock { $0[facts.name] = handler }
        return handler
    }

    /// The names of the cmdlets, sorted.
    static func names(of service: CmdletService) -> [String] {
        CmdletCatalogue.nounNames.compactMap { CmdletCatalogue.noun(named: $0) }.flatMap { noun in
            noun.cmdlets.filter { name in
                CmdletCatalogue.cmdlet(named: name).flatMap { make($0, of: service) } != nil
            }
        }.sorted()
    }

    /// The types of recipients whose settings a noun shows.
    private static let ofRecipients: [String: Set<String>] = [
        "CalendarProcessing": RecipientTypes.mailboxes,
        "CASMailbox": RecipientTypes.mailboxes,
        "Clutter": RecipientTypes.mailboxes,
        "EventsFromEmailConfiguration": RecipientTypes.mailboxes,
        "FocusedInbox": RecipientTypes.mailboxes,
        "MailboxAuditBypassAssociation": RecipientTypes.users,
        "MailboxAutoReplyConfiguration": RecipientTypes.mailboxes,
        "MailboxCalendarConfiguration": RecipientTypes.mailboxes,
        "MailboxJunkEmailConfiguration": RecipientTypes.mailboxes,
        "MailboxMessageConfiguration": RecipientTypes.mailboxes,
        "MailboxRegionalConfiguration": RecipientTypes.mailboxes,
        "MailboxSpellingConfiguration": RecipientTypes.mailboxes,
        "Place": ["RoomList", "RoomMailbox"],
        "TextMessagingAccount": RecipientTypes.mailboxes,
    ]

    /// Nouns whose objects belong to a mailbox.
    private static let owned: Set = ["App", "InboxRule", "SweepRule"]

    /// Nouns that mean more than their properties: recipients, access, content, jobs, lists of entries.
    private static let withMeaning: Set = [
        "AcceptedDomain", "ActiveSyncDevice", "ClientAccessRule", "ClassificationRuleCollection", "DistributionGroup",
        "DynamicDistributionGroup", "ElevatedAccessRequest", "MailboxFolder", "MailboxImportRequest",
        "MailboxIRMAccess", "MailboxLocation", "MailboxRestoreRequest",
        "MailboxSearch", "Mailbox", "MailContact", "MailPublicFolder", "MailUser", "ManagementRole",
        "ManagementRoleAssignment", "ManagementScope", "MigrationBatch", "MobileDevice", "MoveRequest",
        "OrganizationConfig", "PlaceMailbox", "QuarantineMessage", "Recipient", "RecoverableItems",
        "MailboxUserConfiguration", "PublicFolder", "PublicFolderMailboxMigrationRequest", "PublicFolderMoveRequest",
        "ReportSchedule", "RoleAssignmentPolicy", "RoleGroup",
        "ServicePrincipal", "TenantAllowBlockListItems", "TenantAllowBlockListSpoofItems", "UnifiedGroup",
    ]

    /// The patterns whose objects are settings; of a life cycle only what lists them and takes them away.
    private static let patterns: Set = ["collection", "fixed-collection", "lifecycle", "singleton"]

    private static func make(_ facts: CmdletFacts, of service: CmdletService) -> (any CmdletHandler)? {
        guard facts.module == nil, facts.services.contains(service) else { return nil }
        if let types = ofRecipients[facts.noun] {
            let settings = RecipientSettings(facts.noun, of: types)
            switch facts.verb {
            case "Get": return RecipientSettingsReader(settings: settings)
            case "Set": return RecipientSettingsWriter(settings: settings)
            default: return nil
            }
        }
        guard !withMeaning.contains(facts.noun) else { return nil }
        guard let noun = CmdletCatalogue.noun(named: facts.noun), patterns.contains(noun.pattern) else {
            return PlainCmdlets.handler(of: facts)
        }
        let setting = SettingNoun(
            facts.noun,
            isSingle: noun.pattern == "singleton",
            isOwned: owned.contains(facts.noun)
        )
        // What nobody can make has to be there from the beginning.
        if noun.pattern == "fixed-collection", facts.verb != "Get", FirstObjects.byNoun[facts.noun] == nil {
            return nil
        }
        let handler = handler(of: facts, setting)
        switch (facts.verb, facts.noun) {
        case ("Get", LegacyTokens.noun), ("Set", LegacyTokens.noun), ("Remove", LegacyTokens.noun):
            return handler.map { LegacyTokensCmdlet(handler: $0) }
        case ("Set", OptionalTags.noun.noun): return handler.map { OptionalTagsCmdlet(handler: $0) }
        default: return handler
        }
    }

    private static func handler(of facts: CmdletFacts, _ setting: SettingNoun) -> (any CmdletHandler)? {
        switch facts.verb {
        case "Get": return SettingReader(noun: setting)
        case "New":
            let naming = ["Name", "Identity", "DisplayName", "DomainName", "ForestName"]
            return SettingMaker(noun: setting, naming: naming)
        case "Set": return SettingWriter(noun: setting)
        case "Remove": return setting.isSingle ? nil : SettingRemover(noun: setting)
        case "Enable", "Disable":
            return setting.state.map { SettingSwitch(noun: setting, state: $0, isOn: facts.verb == "Enable") }
                ?? PlainCmdlets.handler(of: facts)
        default: return PlainCmdlets.handler(of: facts)
        }
    }
}
