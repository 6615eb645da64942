internal import ExoJSON

/// The columns a table shows where the user names none.
enum DefaultColumns {
    private static let ofNouns: [String: [String]] = [
        "accepteddomain": ["Name", "DomainName", "DomainType", "Default"],
        "activesyncdevice": ["FriendlyName", "DeviceType", "DeviceModel", "UserDisplayName", "FirstSyncTime"],
        "activesyncdeviceaccessrule": ["Name", "Characteristic", "AccessLevel"],
        "addressbookpolicy": ["Name", "GlobalAddressList", "AddressLists"],
        "addresslist": ["Name", "DisplayName", "RecipientFilter"],
        "antiphishpolicy": ["Name", "Enabled", "IsDefault"],
        "antispampolicy": ["Name", "IsDefault"],
        "app": ["DisplayName", "Enabled", "AppVersion"],
        "auditconfigurationpolicy": ["Name", "Workload", "Enabled"],
        "bulkresult": ["Line", "Target", "Status", "Error"],
        "fleetresult": ["Connection", "Status", "Error"],
        "calendarprocessing": ["Identity", "AutomateProcessing", "AllowConflicts", "BookingWindowInDays"],
        "casmailbox": [
            "DisplayName", "PrimarySmtpAddress", "ActiveSyncEnabled", "OWAEnabled", "PopEnabled", "ImapEnabled",
        ],
        "compliancecase": ["Name", "Status", "CaseType", "CreatedDateTime"],
        "compliancesearch": ["Name", "RunBy", "JobEndTime", "Status"],
        "compliancetag": ["Name", "RetentionAction", "RetentionDuration", "RetentionType"],
        "contact": ["DisplayName", "WindowsEmailAddress", "RecipientTypeDetails"],
        "dkimsigningconfig": ["Domain", "Enabled", "Status"],
        "distributiongroup": ["DisplayName", "GroupType", "PrimarySmtpAddress"],
        "distributiongroupmember": ["DisplayName", "RecipientType", "PrimarySmtpAddress"],
        "dlpcompliancepolicy": ["Name", "Workload", "Mode", "Enabled"],
        "dlpcompliancerule": ["Name", "Policy", "Priority", "Disabled"],
        "dynamicdistributiongroup": ["DisplayName", "ManagedBy", "PrimarySmtpAddress"],
        "dynamicdistributiongroupmember": ["DisplayName", "RecipientType", "PrimarySmtpAddress"],
        "externalinoutlook": ["Identity", "Enabled", "AllowList"],
        "group": ["DisplayName", "GroupType", "WindowsEmailAddress"],
        "hostedcontentfilterpolicy": ["Name", "IsDefault", "SpamAction", "HighConfidenceSpamAction"],
        "inboundconnector": ["Name", "ConnectorType", "SenderDomains", "SenderIPAddresses", "Enabled"],
        "inboxrule": ["Name", "Enabled", "Priority", "RuleIdentity"],
        "journalrule": ["Name", "Scope", "Recipient", "JournalEmailAddress", "Enabled"],
        "mailbox": ["DisplayName", "Alias", "PrimarySmtpAddress", "RecipientTypeDetails"],
        "mailboxautoreplyconfiguration": ["Identity", "AutoReplyState", "StartTime", "EndTime", "ExternalAudience"],
        "mailboxcalendarconfiguration": [
            "Identity", "WorkingHoursStartTime", "WorkingHoursEndTime", "WorkingHoursTimeZone",
        ],
        "mailboxfolderpermission": ["FolderName", "User", "AccessRights", "SharingPermissionFlags"],
        "mailboxfolderstatistics": ["FolderPath", "FolderType", "ItemsInFolder", "FolderSize"],
        "mailboximportrequest": ["Name", "Mailbox", "Status"],
        "mailboxpermission": ["Identity", "User", "AccessRights", "IsInherited", "Deny"],
        "mailboxplan": ["DisplayName", "IsDefault", "ProhibitSendQuota", "RetentionPolicy"],
        "mailboxregionalconfiguration": ["Identity", "Language", "DateFormat", "TimeFormat", "TimeZone"],
        "mailboxrestorerequest": ["Name", "TargetMailbox", "Status"],
        "mailboxstatistics": ["DisplayName", "ItemCount", "TotalItemSize", "LastLogonTime"],
        "mailcontact": ["DisplayName", "ExternalEmailAddress", "RecipientTypeDetails"],
        "mailpublicfolder": ["DisplayName", "PrimarySmtpAddress", "EntryId"],
        "mailuser": ["DisplayName", "UserPrincipalName", "ExternalEmailAddress"],
        "managementrole": ["Name", "RoleType"],
        "managementroleassignment": ["Name", "Role", "RoleAssigneeName", "RoleAssigneeType", "Enabled"],
        "managementroleentry": ["Name", "Role", "Parameters"],
        "managementscope": ["Name", "ScopeRestrictionType", "Exclusive", "RecipientFilter"],
        "messagetrace": ["Received", "SenderAddress", "RecipientAddress", "Subject", "Status"],
        "messagetracev2": ["Received", "SenderAddress", "RecipientAddress", "Subject", "Status"],
        "messagetracedetail": ["Date", "Event", "Action", "Detail"],
        "messagetracedetailv2": ["Date", "Event", "Action", "Detail"],
        "migrationbatch": ["Identity", "Status", "MigrationType", "TotalCount"],
        "migrationendpoint": ["Identity", "EndpointType", "RemoteServer"],
        "migrationuser": ["Identity", "BatchId", "Status", "LastSuccessfulSyncTime"],
        "mobiledevice": ["FriendlyName", "DeviceType", "DeviceModel", "UserDisplayName", "FirstSyncTime"],
        "mobiledevicemailboxpolicy": ["Name", "IsDefault", "PasswordEnabled", "AllowNonProvisionableDevices"],
        "mobiledevicestatistics": ["DeviceFriendlyName", "DeviceType", "DeviceModel", "LastSuccessSync", "Status"],
        "moverequest": ["DisplayName", "Status", "RecipientTypeDetails"],
        "moverequeststatistics": ["DisplayName", "Status", "PercentComplete", "TotalMailboxSize"],
        "organizationconfig": ["Name", "DisplayName", "Identity", "OrganizationId"],
        "organizationrelationship": ["Name", "DomainNames", "Enabled", "FreeBusyAccessLevel"],
        "outboundconnector": ["Name", "ConnectorType", "RecipientDomains", "SmartHosts", "Enabled"],
        "owamailboxpolicy": ["Name", "IsDefault"],
        "place": ["DisplayName", "Type", "Capacity", "Building", "City"],
        "publicfolder": ["Name", "ParentPath", "MailEnabled", "HasSubFolders"],
        "publicfolderclientpermission": ["FolderName", "User", "AccessRights"],
        "publicfolderstatistics": ["Name", "ItemCount", "LastModificationTime"],
        "quarantinemessage": ["ReceivedTime", "SenderAddress", "RecipientAddress", "Subject", "Type", "ReleaseStatus"],
        "recipient": ["DisplayName", "RecipientTypeDetails", "PrimarySmtpAddress"],
        "recipientpermission": ["Identity", "Trustee", "AccessRights", "AccessControlType"],
        "remotedomain": ["Name", "DomainName", "AllowedOOFType"],
        "retentioncompliancepolicy": ["Name", "Workload", "Enabled", "Mode"],
        "retentionpolicy": ["Name", "RetentionPolicyTagLinks"],
        "retentionpolicytag": ["Name", "Type", "RetentionAction", "AgeLimitForRetention"],
        "roleassignmentpolicy": ["Name", "IsDefault", "AssignedRoles"],
        "rolegroup": ["Name", "AssignedRoles", "Roles", "ManagedBy"],
        "rolegroupmember": ["Name", "RecipientType"],
        "safeattachmentpolicy": ["Name", "Enable", "Action"],
        "safelinkspolicy": ["Name", "EnableSafeLinksForEmail", "IsBuiltInProtection"],
        "serviceprincipal": ["DisplayName", "AppId", "ObjectId"],
        "sharingpolicy": ["Name", "Domains", "Enabled", "Default"],
        "sweeprule": ["Name", "Enabled", "Provider", "RuleIdentity"],
        "tenantallowblocklistitems": ["Value", "Action", "ListSubType", "ExpirationDate"],
        "transportconfig": ["Name", "SmtpClientAuthenticationDisabled", "MaxSendSize", "MaxReceiveSize"],
        "transportrule": ["Name", "State", "Mode", "Priority", "Comments"],
        "unifiedauditlog": ["CreationDate", "UserIds", "Operations", "RecordType"],
        "unifiedgroup": ["DisplayName", "Alias", "PrimarySmtpAddress", "AccessType"],
        "unifiedgrouplinks": ["DisplayName", "RecipientType", "PrimarySmtpAddress"],
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
        // The rows of a fleet say first whose they are.
        if known.count > 1 { return first.names.first == "Connection" ? ["Connection"] + known : known }
        // Few properties, as in the rows of this program and of small objects, are shown as they are.
        if first.count <= 6 { return first.names }
        var general = usual.filter { first[$0].map { !$0.isNull } ?? false }
        if general.contains("DisplayName") { general.removeAll { $0 == "Name" } }
        // Many objects are called by their names, and no column is there twice.
        if general.contains("Name"), first["Name"] == first["Identity"] { general.removeAll { $0 == "Identity" } }
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
