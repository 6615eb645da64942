extension AccessDefaults {
    /// What the members of a role group can do, for administrators to read, by the group's key.
    ///
    /// The service's own texts are not repeated here; these say the same in other words.
    static let descriptions: [String: String] = [
        "Compliance Management":
            "Members configure and manage compliance settings within Exchange, in line with their organization's policy.",
        "ComplianceAdmins_": synchronized("Compliance Administrator"),
        "Discovery Management":
            "Members search mailboxes for data that meets criteria, and place mailboxes on legal hold.",
        "ExchangeServiceAdmins_": synchronized("Exchange Administrator"),
        "GlobalReaders_": synchronized("Global Reader"),
        "Help Desk":
            "Members view and change options of recipients' mailboxes, such as their names, addresses and phone numbers.",
        "HelpdeskAdmins_": synchronized("Helpdesk Administrator"),
        "Hygiene Management": "Members manage what protects the organization's mail from spam and malware.",
        "Organization Management":
            "Members manage the whole Exchange organization and its recipients, and delegate role groups and roles.",
        "RIM-MailboxAdmins": "Members are accounts of the mobile device service, which read and write mailboxes.",
        "Recipient Management":
            "Members create, change and remove recipients, and manage what belongs to their mailboxes.",
        "Records Management":
            "Members configure compliance features: retention policy tags, message classifications, mail flow rules.",
        "Security Administrator": synchronized("Security Administrator"),
        "Security Reader": synchronized("Security Reader"),
        "TenantAdmins_": synchronized("Global Administrator"),
        "UM Management": "Members manage settings of Unified Messaging in mailboxes, prompts and auto attendants.",
        "View-Only Organization Management":
            "Members view the properties of recipients and the configuration of the organization, and change neither.",
    ]

    private static func synchronized(_ role: String) -> String {
        "Membership in this role group follows the directory: its members hold the role \(role) in Microsoft Entra ID. "
            + "It can't be changed here."
    }
}
