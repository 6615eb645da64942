internal import ExoJSON

/// The columns a table shows where the user names none.
enum DefaultColumns {
    private static let ofNouns: [String: [String]] = [
        "accepteddomain": ["Name", "DomainName", "DomainType", "Default"],
        "casmailbox": [
            "DisplayName", "PrimarySmtpAddress", "ActiveSyncEnabled", "OWAEnabled", "PopEnabled", "ImapEnabled",
        ],
        "distributiongroup": ["DisplayName", "GroupType", "PrimarySmtpAddress"],
        "distributiongroupmember": ["DisplayName", "RecipientType", "PrimarySmtpAddress"],
        "mailbox": ["DisplayName", "Alias", "PrimarySmtpAddress", "RecipientTypeDetails"],
        "mailboxfolderpermission": ["FolderName", "User", "AccessRights", "SharingPermissionFlags"],
        "mailboxpermission": ["Identity", "User", "AccessRights", "IsInherited", "Deny"],
        "mailboxstatistics": ["DisplayName", "ItemCount", "TotalItemSize", "LastLogonTime"],
        "mailboxautoreplyconfiguration": ["Identity", "AutoReplyState", "StartTime", "EndTime", "ExternalAudience"],
        "mailboxcalendarconfiguration": [
            "Identity", "WorkingHoursStartTime", "WorkingHoursEndTime", "WorkingHoursTimeZone",
        ],
        "mailboxregionalconfiguration": ["Identity", "Language", "DateFormat", "TimeFormat", "TimeZone"],
        "managementrole": ["Name", "RoleType"],
        "managementroleassignment": ["Name", "Role", "RoleAssigneeName", "RoleAssigneeType", "Enabled"],
        "organizationconfig": ["Name", "DisplayName", "Identity", "OrganizationId"],
        "recipient": ["DisplayName", "RecipientTypeDetails", "PrimarySmtpAddress"],
        "recipientpermission": ["Identity", "Trustee", "AccessRights", "AccessControlType"],
        "rolegroup": ["Name", "AssignedRoles", "Roles", "ManagedBy"],
        "transportrule": ["Name", "State", "Mode", "Priority", "Comments"],
        "user": ["DisplayName", "UserPrincipalName", "RecipientTypeDetails"],
    ]
    private static let usual = [
        "DisplayName", "Name", "Alias", "PrimarySmtpAddress", "UserPrincipalName", "DomainName", "RecipientTypeDetails",
        "Identity", "State", "Status", "Enabled", "Priority", "WhenCreated",
    ]

    /// Chooses columns.
    ///
    /// - Parameters:
    ///   - noun: What the rows are, in any letter case.
    ///   - first: The first row.
    /// - Returns: Names that the row has, at least one where it has any.
    static func of(noun: String, first: JSONObject) -> [String] {
        var wanted = ofNouns[noun.lowercased()] ?? []
        if noun.lowercased().hasPrefix("exo") { wanted = ofNouns[String(noun.lowercased().dropFirst(3))] ?? wanted }
        let known = wanted.filter { first[$0] != nil }
        if known.count > 1 { return known }
        // Few properties, as in the rows of this program and of small objects, are shown as they are.
        if first.count <= 6 { return first.names }
        var general = usual.filter { first[$0].map { !$0.isNull } ?? false }
        if general.contains("DisplayName") { general.removeAll { $0 == "Name" } }
        if general.count > 1 { return Array(general.prefix(5)) }
        return first.members.filter { isShort($0.value) }.prefix(5).map(\.name)
    }

    private static func isShort(_ value: JSONValue) -> Bool {
        switch value {
        case .bool, .integer, .unsigned, .double: true
        case .string(let text): text.utf8.count <= 40
        default: false
        }
    }
}
