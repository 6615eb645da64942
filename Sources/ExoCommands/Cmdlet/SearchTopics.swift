/// What people call things, and the cmdlets that are about them: the words of administrators' questions, which the names of cmdlets
/// do not have.
struct SearchTopics {
    /// A cmdlet of a topic, and the parameter of it that the topic is about.
    struct Entry: Equatable {
        var cmdlet: String
        var parameter: String?
    }

    /// Words that are in a question and say nothing of what it is about.
    static let fillers: Set = [
        "a", "an", "the", "of", "to", "in", "on", "for", "from", "by", "with", "and", "or", "my", "all", "is", "are",
        "do",
        "does", "how", "what", "which", "who", "whom", "can", "could", "i", "has", "have", "had", "somebody", "someone",
        "it", "that", "this", "at",
    ]

    /// The words that mean the same where cmdlets have one of them.
    static let synonyms: [String: [String]] = [
        "access": ["permission"], "right": ["permission"], "email": ["mail", "message"], "mail": ["message"],
        "spam": ["contentfilter", "junk"], "login": ["logon"], "virus": ["malware"], "log": ["audit", "trace"],
        "delegate": ["permission"], "team": ["unifiedgroup"], "room": ["place", "calendarprocessing"],
    ]

    /// The cmdlets of the topics that the words name, those of the longest name first.
    ///
    /// - Parameter words: The words of a question, in small letters and without the ending of several.
    /// - Returns: Their entries; none where no topic is named.
    static func entries(_ words: [String]) -> [Entry] {
        let words = words.map { Array($0.utf8) }
        let found = lines.flatMap { line -> [(size: Int, entries: Substring.UTF8View)] in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return [] }
            return line[..<colon].split(separator: UInt8(ascii: "|")).compactMap { name in
                let wanted = name.split(separator: UInt8(ascii: " "))
                let isNamed = wanted.allSatisfy { part in words.contains { $0.elementsEqual(part) } }
                return isNamed ? (wanted.count, line[line.index(after: colon)...]) : nil
            }
        }
        var entries: [Entry] = []
        for topic in found.sorted(by: { $0.size > $1.size }) {
            for text in topic.entries.split(separator: UInt8(ascii: ",")) {
                let parts = text.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
                guard !entries.contains(where: { $0.cmdlet == parts[0] }) else { continue }
                entries.append(Entry(cmdlet: parts[0], parameter: parts.count > 1 ? parts[1] : nil))
            }
        }
        return entries
    }

    /// The lines of the topics, as bytes: splitting them by letters takes ten times as long.
    static let lines = text.utf8.split(separator: UInt8(ascii: "\n"))

    /// Names of a topic with bars between them, each of stems of words in any order; behind the colon its cmdlets.
    private static let text = """
        out office|automatic reply|auto reply|autoreply|oof|vacation|absence:\
        Get-MailboxAutoReplyConfiguration,Set-MailboxAutoReplyConfiguration
        mailbox permission|share mailbox permission|shared mailbox permission|mailbox access|access|full access|delegate|\
        open mailbox:Get-MailboxPermission,Add-MailboxPermission,Remove-MailboxPermission,Get-RecipientPermission,\
        Get-MailboxFolderPermission
        send as:Get-RecipientPermission,Add-RecipientPermission,Remove-RecipientPermission
        send behalf|behalf:Set-Mailbox GrantSendOnBehalfTo
        calendar permission|calendar access|share calendar|shared calendar:\
        Get-MailboxFolderPermission,Add-MailboxFolderPermission,Set-MailboxFolderPermission
        forward external|external forward|forward mail external|external address:\
        Set-Mailbox ForwardingSmtpAddress,Set-RemoteDomain AutoForwardEnabled,\
        Set-HostedOutboundSpamFilterPolicy AutoForwardingMode
        block forward|block forwarding|automatic forwarding|auto forward|block automatic forwarding:\
        Set-HostedOutboundSpamFilterPolicy AutoForwardingMode,Set-RemoteDomain AutoForwardEnabled
        forward mail|forward email|forward message|forwarding|forward|redirect mail|redirect:\
        Set-Mailbox ForwardingAddress,Get-InboxRule,New-InboxRule ForwardTo,New-TransportRule RedirectMessageTo
        block sender|blocked sender|block domain|block address|block email|block mail|allow sender|allow domain|allow list|\
        block list|whitelist|blacklist:New-TenantAllowBlockListItems,Get-TenantAllowBlockListItems,\
        Set-HostedContentFilterPolicy BlockedSenders,Set-MailboxJunkEmailConfiguration BlockedSendersAndDomains
        restricted|unblock|blocked sending:Get-BlockedSenderAddress,Remove-BlockedSenderAddress
        message trace|trace|track message|track mail|where mail|where message|mail log|delivered|delivery|track email|who sent|sent mail|sent email|sent message:\
        Get-MessageTraceV2,Get-MessageTraceDetailV2,Start-HistoricalSearch
        license|mailbox plan|plan:Get-MailboxPlan,Set-MailboxPlan,Get-CASMailboxPlan
        quarantine|release mail|release message:Get-QuarantineMessage,Release-QuarantineMessage
        mailbox size|size|quota|storage|full mailbox:\
        Get-MailboxStatistics,Get-MailboxFolderStatistics,Set-Mailbox ProhibitSendQuota
        litigation hold|legal hold|hold mailbox|hold:Set-Mailbox LitigationHoldEnabled
        archive mailbox|enable archive|online archive|archive:Enable-Mailbox Archive,Get-MailboxStatistics Archive
        convert mailbox|convert:Set-Mailbox Type
        room mailbox|meeting room|room|booking|book:Set-CalendarProcessing,Get-CalendarProcessing,New-Mailbox Room,Get-Place
        group owner|owner group|owner:Set-DistributionGroup ManagedBy,Get-UnifiedGroupLinks,Set-Group ManagedBy
        external sender|external sender group|outside sender:\
        Set-DistributionGroup RequireSenderAuthenticationEnabled,Set-UnifiedGroup RequireSenderAuthenticationEnabled
        room list|roomlist:New-DistributionGroup RoomList,Get-DistributionGroup RecipientTypeDetails
        list shared mailbox|shared mailbox list|kind mailbox:Get-Mailbox RecipientTypeDetails
        mailing list|distribution list|list member|group member|member:\
        Get-DistributionGroupMember,Add-DistributionGroupMember,Get-DistributionGroup,New-DistributionGroup
        remove user group|remove member|remove member group|user group leave:\
        Remove-DistributionGroupMember,Remove-UnifiedGroupLinks
        delete mailbox|remove mailbox:Remove-Mailbox,Disable-Mailbox
        external share|external sharing|share external calendar|external calendar|sharing:\
        Get-SharingPolicy,Set-SharingPolicy,New-SharingPolicy,Get-OrganizationRelationship
        team|office group|m365 group:Get-UnifiedGroup,Get-UnifiedGroupLinks,Add-UnifiedGroupLinks
        alias|add alias|add alias mailbox|email address|proxy address|smtp address|add address:Set-Mailbox EmailAddresses
        hide address list|hidden address list|hide address book|hide gal:\
        Set-Mailbox HiddenFromAddressListsEnabled,Set-DistributionGroup HiddenFromAddressListsEnabled
        disclaimer:New-TransportRule ApplyHtmlDisclaimerText
        deleted mailbox|restore mailbox|recover mailbox:\
        Get-Mailbox SoftDeletedMailbox,New-MailboxRestoreRequest,Undo-SoftDeletedMailbox
        deleted item|recover item|restore item|recover message|recover mail|restore mail:\
        Get-RecoverableItems,Restore-RecoverableItems
        audit log|audit|changed|who deleted|who changed|admin change|admin did|activity:Search-UnifiedAuditLog,Get-MailboxAuditBypassAssociation
        last login|last logon|inactive|unused:Get-MailboxStatistics
        phone|mobile device|activesync|wipe:Get-MobileDevice,Get-MobileDeviceStatistics,Clear-MobileDevice
        smtp auth|smtp authentication|authenticated smtp:\
        Set-CASMailbox SmtpClientAuthenticationDisabled,Set-TransportConfig SmtpClientAuthenticationDisabled
        imap|pop|protocol:Get-CASMailbox,Set-CASMailbox ImapEnabled
        spam filter|anti spam|spam policy|spam:Get-HostedContentFilterPolicy,Set-HostedContentFilterPolicy
        phishing:Get-AntiPhishPolicy
        malware|virus:Get-MalwareFilterPolicy
        connector|smart host|relay:Get-InboundConnector,New-InboundConnector,New-OutboundConnector
        safe link|safelink:Get-SafeLinksPolicy
        safe attachment:Get-SafeAttachmentPolicy
        purge mail|purge message|delete mail everyone|delete message everyone|search destroy:\
        New-ComplianceSearch,New-ComplianceSearchAction
        ediscovery|content search:New-ComplianceSearch,Get-ComplianceCase
        sensitivity label|sensitivity:Get-Label,Get-LabelPolicy
        data loss|dlp:Get-DlpCompliancePolicy
        retention:Get-RetentionCompliancePolicy,Get-RetentionPolicy,Set-Mailbox RetentionPolicy
        admin role|administrator|admin|role group|role member:\
        Get-RoleGroup,Get-RoleGroupMember,Add-RoleGroupMember,Get-ManagementRoleAssignment
        application access|app access|restrict application|restrict app:\
        New-ServicePrincipal,New-ManagementRoleAssignment App,New-ApplicationAccessPolicy
        time zone|timezone|language|regional:Set-MailboxRegionalConfiguration,Get-MailboxRegionalConfiguration
        signature:Set-MailboxMessageConfiguration SignatureText
        migration|migrate:Get-MigrationUser,New-MigrationBatch
        external contact|contact:New-MailContact,Get-MailContact
        message size|attachment size|maximum size:Set-Mailbox MaxSendSize
        cancel meeting|remove meeting:Remove-CalendarEvents
        """
}
