/// The recipient types in detail and what they belong to.
enum RecipientTypes {
    static let mailboxes: Set = [
        "UserMailbox", "SharedMailbox", "RoomMailbox", "EquipmentMailbox", "SchedulingMailbox", "DiscoveryMailbox",
        "LinkedMailbox", "TeamMailbox",
    ]
    static let users: Set = mailboxes.union(["User", "MailUser", "GuestMailUser", "DisabledUser"])
    static let distributionGroups: Set = [
        "MailUniversalDistributionGroup", "MailUniversalSecurityGroup", "MailNonUniversalGroup", "RoomList",
    ]
    /// The service's own mailboxes, which lists of types leave out and cmdlets take.
    static let system = [
        "ArbitrationMailbox", "AuditLogMailbox", "AuxAuditLogMailbox", "MonitoringMailbox", "PublicFolderMailbox",
    ]
    static let groupMailbox = "GroupMailbox"
    /// What stands for a public folder that mail reaches.
    static let publicFolder = "PublicFolder"
    static let groups: Set = distributionGroups.union([groupMailbox])
    /// What rights can be given to, by itself or for its members.
    static let principals: Set = ["UserMailbox", "MailUser", "GuestMailUser", "MailUniversalSecurityGroup"]
    /// What rights cannot be given to: groups that are for mail alone.
    static let mailOnly: Set = distributionGroups.subtracting(["MailUniversalSecurityGroup"])
    /// What is a recipient because mail reaches it.
    static let recipients: Set = mailboxes.union(distributionGroups).union([
        groupMailbox, "MailUser", "GuestMailUser", "MailContact", "DynamicDistributionGroup", publicFolder,
    ])

    /// Whether there is a mailbox behind a type.
    static func hasMailbox(_ details: String) -> Bool { mailboxes.contains(details) || system.contains(details) }

    /// The coarse type of a type in detail.
    static func recipientType(of details: String) -> String {
        if mailboxes.contains(details) { return "UserMailbox" }
        switch details {
        case groupMailbox: return "MailUniversalDistributionGroup"
        case "RoomList": return "MailUniversalDistributionGroup"
        case "GuestMailUser": return "MailUser"
        case "DisabledUser": return "User"
        case _ where system.contains(details): return "UserMailbox"
        default: return details
        }
    }
}
