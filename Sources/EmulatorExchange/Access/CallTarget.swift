import CmdletCatalogue

/// Whose thing a call is about: the recipient itself, or the mailbox that something lies in.
struct CallTarget {
    /// The parameter that names it.
    let parameter: String
    /// What the call names, `nil` where it names nobody or several.
    let identity: String?

    /// Types of parameters that mean a recipient.
    private static let recipients: Set = [
        "ContactIdParameter", "DistributionGroupIdParameter", "DistributionGroupMemberIdParameter",
        "DynamicDistributionGroupMemberIdParameter", "DynamicGroupIdParameter", "GeneralMailboxIdParameter",
        "GeneralMailboxOrMailUserIdParameter", "GroupIdParameter", "LogonableObjectIdParameter",
        "MailboxAuditBypassAssociationIdParameter", "MailboxIdParameter", "MailboxLocationIdParameter",
        "MailboxOrMailUserIdParameter", "MailboxUserConfigurationIdParameter", "MailboxUserContactIdParameter",
        "MailContactIdParameter", "MailUserIdParameter", "MoveRequestIdParameter", "RecipientIdParameter",
        "UnifiedGroupIdParameter", "UnifiedGroupOrUserMailboxIdParameter", "UserIdParameter",
    ]
    /// Types of parameters that mean a folder of a mailbox.
    private static let folders: Set = ["MailboxFolderIdParameter"]
    /// Types of parameters that mean a device.
    static let devices: Set = ["ActiveSyncDeviceIdParameter", "MobileDeviceIdParameter"]
    /// Types of parameters that mean something in a mailbox, which may stand in front of it.
    private static let content: Set = devices.union([
        "AppIdParameter", "InboxRuleIdParameter", "MessageCategoryIdParameter", "SweepRuleIdParameter",
    ])

    /// - Returns: `nil` for a call about something that is nobody's.
    init?(_ call: BoundCall) {
        let facts = call.facts
        let identity = facts.parameter(named: "Identity")
        let isContent = identity.map { Self.content.contains($0.type) } ?? true
        if let mailbox = call.text("Mailbox"), facts.parameter(named: "Mailbox") != nil {
            self.init(parameter: "Mailbox", identity: mailbox)
        } else if let identity, Self.recipients.contains(identity.type.replacing("[]", with: "")) {
            let named = (call.texts("Identity") ?? []).filter { !$0.isEmpty }
            self.init(parameter: "Identity", identity: named.count == 1 ? named.first : nil)
        } else if let identity, Self.folders.contains(identity.type) || facts.noun == "MailboxFolder" {
            self.init(parameter: identity.name, identity: call.text("Identity").flatMap(Self.mailbox(ofFolder:)))
        } else if let parent = facts.parameter(named: "Parent"), facts.noun == "MailboxFolder" {
            self.init(parameter: parent.name, identity: call.text("Parent").flatMap(Self.mailbox(ofFolder:)))
        } else if isContent, let identity {
            let owner = call.text("Identity").flatMap { Self.owner(of: $0, identity.type) }
            let parameter = facts.parameter(named: "Mailbox")?.name ?? identity.name
            self.init(parameter: parameter, identity: owner)
        } else if isContent, facts.parameter(named: "Mailbox") != nil {
            self.init(parameter: "Mailbox", identity: nil)
        } else {
            return nil
        }
    }

    private init(parameter: String, identity: String?) {
        self.parameter = parameter
        self.identity = identity
    }

    /// The mailbox in front of a folder's path, `nil` for one's own.
    private static func mailbox(ofFolder text: String) -> String? {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 { return parts[0].isEmpty ? nil : String(parts[0]) }
        return text.hasPrefix("\\") ? nil : text
    }

    /// The mailbox in front of what lies in it; other names than those of devices may have a slash in them.
    private static func owner(of text: String, _ type: String) -> String? {
        let isDevice = devices.contains(type)
        return text.firstIndex { $0 == "\\" || isDevice && $0 == "/" }.map { String(text[..<$0]) }
    }
}
