import ExoJSON
import Testing

@testable import EmulatorExchange

/// What published scripts read of recipients: each property is there, under the name they use.
@Suite struct ExchangeNeedsTests {
    /// By cmdlet, without what scripts read of other objects or of none.
    private static let read: KeyValuePairs = [
        "Get-Mailbox":
            "AccountDisabled Alias ArchiveDatabase ArchiveDatabaseGuid ArchiveGuid ArchiveName ArchiveQuota "
            + "ArchiveState ArchiveStatus ArchiveWarningQuota AuditAdmin AuditDelegate AuditEnabled AuditOwner "
            + "AutoExpandingArchiveEnabled CalendarRepairDisabled CalendarVersionStoreDisabled "
            + "ComplianceTagHoldApplied Database DefaultAuditSet DelayHoldApplied DeliverToMailboxAndForward "
            + "Displayname DistinguishedName EffectivePublicFolderMailbox EndDateForRetentionHold "
            + "EnforcedTimestamps ExchangeGuid ExternalDirectoryObjectId ForwardingAddress "
            + "ForwardingSMTPAddress GrantSendOnBehalfTo Guid HiddenFromAddressListsEnabled Id Identity "
            + "InPlaceHolds IsDirSynced IsExchangeCloudManaged IsExcludedFromServingHierarchy IsHierarchyReady "
            + "IsHierarchySyncEnabled IsInactiveMailbox IsMailboxEnabled IsSoftDeletedByDisable "
            + "IsSoftDeletedByRemove IssueWarningQuota LitigationHoldDate LitigationHoldDuration "
            + "LitigationHoldEnabled LitigationHoldOwner ManagedFolderMailboxPolicy "
            + "MessageCopyForSendOnBehalfEnabled MessageCopyForSentAsEnabled Name OrganizationalUnitRoot "
            + "OriginatingServer PersistedCapabilities PrimarySMTPAddress ProhibitSendQuota "
            + "ProhibitSendReceiveQuota RecipientType RecipientTypeDetails RecoverableItemsQuota "
            + "ResourceCapacity ResourceType RetentionHoldEnabled RetentionPolicy ServerName SkuAssigned "
            + "StartDateForRetentionHold UserPrincipalName WhenChangedUTC WhenCreated WhenSoftDeleted "
            + "WindowsEmailAddress emailaddresses",
        "Get-DistributionGroup":
            "AcceptMessagesOnlyFrom AcceptMessagesOnlyFromDLMembers AcceptMessagesOnlyFromSendersOrMembers "
            + "Alias BccBlocked BypassNestedModerationEnabled CustomAttribute1 CustomAttribute10 "
            + "CustomAttribute11 CustomAttribute12 CustomAttribute13 CustomAttribute14 CustomAttribute15 "
            + "CustomAttribute2 CustomAttribute3 CustomAttribute4 CustomAttribute5 CustomAttribute6 "
            + "CustomAttribute7 CustomAttribute8 CustomAttribute9 Description Displayname EmailAddresses "
            + "ExtensionCustomAttribute1 ExtensionCustomAttribute2 ExtensionCustomAttribute3 "
            + "ExtensionCustomAttribute4 ExtensionCustomAttribute5 ExternalDirectoryObjectId "
            + "GrantSendOnBehalfTo GroupType Guid HiddenFromAddressListsEnabled HiddenGroupMembershipEnabled "
            + "Id Identity LegacyExchangeDN MailTip MailTipTranslations MemberDepartRestriction "
            + "MemberJoinRestriction ModeratedBy ModerationEnabled Name Notes OrganizationalUnit "
            + "PrimarySMTPAddress RecipientTypeDetails RejectMessagesFromSendersOrMembers "
            + "RequireSenderAuthenticationEnabled SendModerationNotifications "
            + "SendOofMessageToOriginatorEnabled WhenCreated managedby",
        "Get-UnifiedGroup":
            "AcceptMessagesOnlyFromSendersOrMembers AccessType Alias AlwaysSubscribeMembersToCalendarEvents "
            + "AuditLogAgeLimit AutoSubscribeNewMembers CalendarMemberReadOnly Classification "
            + "ConnectorsEnabled CustomAttribute1 CustomAttribute10 CustomAttribute11 CustomAttribute12 "
            + "CustomAttribute13 CustomAttribute14 CustomAttribute15 CustomAttribute2 CustomAttribute3 "
            + "CustomAttribute4 CustomAttribute5 CustomAttribute6 CustomAttribute7 CustomAttribute8 "
            + "CustomAttribute9 DataEncryptionPolicy Displayname DistinguishedName EmailAddresses "
            + "ExtensionCustomAttribute1 ExtensionCustomAttribute2 ExtensionCustomAttribute3 "
            + "ExtensionCustomAttribute4 ExtensionCustomAttribute5 ExternalDirectoryObjectId "
            + "GrantSendOnBehalfTo GroupExternalMemberCount GroupMemberCount GroupSku "
            + "HiddenFromAddressListsEnabled HiddenFromExchangeClientsEnabled Id Identity "
            + "InformationBarrierMode IsMemberAllowedToEditContent Language MailTip MailTipTranslations "
            + "MailboxRegion ManagedBy MaxReceiveSize MaxSendSize ModeratedBy ModerationEnabled Notes "
            + "PrimarySMTPAddress RecipientTypeDetails RejectMessagesFromSendersOrMembers "
            + "RequireSenderAuthenticationEnabled ResourceProvisioningOptions SensitivityLabel "
            + "SensitivityLabelId SharePointDocumentsUrl SharePointSiteUrl UnifiedGroupWelcomeMessageEnabled "
            + "WhenCreated subscriptionEnabled",
        "Get-Recipient":
            "Alias Displayname DistinguishedName EmailAddresses ExternalDirectoryObjectId "
            + "ExternalEmailAddress Guid Identity ManagedBy Name PrimarySmtpAddress RecipientTypeDetails "
            + "WindowsLiveID whencreated",
        "Get-User":
            "AccountDisabled AuthenticationPolicy City Company CountryOrRegion Department DisplayName "
            + "DistinguishedName ExternalDirectoryObjectId Fax FirstName Identity LastName LegacyExchangeDN "
            + "Manager MobilePhone Name Office Phone PostalCode RecipientType RecipientTypeDetails "
            + "RemotePowerShellEnabled SamAccountName Sid StateOrProvince StreetAddress Title "
            + "UserAccountControl UserPrincipalName WindowsEmailAddress",
        "Get-DistributionGroupMember":
            "DisplayName DistinguishedName ExternalDirectoryObjectId ExternalEmailAddress Guid Name "
            + "PrimarySmtpAddress RecipientType RecipientTypeDetails WindowsLiveID alias",
        "Get-MailboxPermission":
            "AccessRights Deny Identity InheritanceType IsInherited User UserSid",
        "Get-UnifiedGroupLinks":
            "City CountryOrRegion Department DisplayName ExternalDirectoryObjectId ExternalEmailAddress Guid "
            + "Name Office PostalCode PrimarySmtpAddress RecipientTypeDetails Title WindowsLiveID",
        "Get-DynamicDistributionGroup":
            "Alias Displayname EmailAddresses ExternalDirectoryObjectId GrantSendOnBehalfTo Identity "
            + "Managedby Name PrimarySMTPAddress RecipientFilter RecipientTypeDetails",
        "Get-RecipientPermission":
            "AccessControlType AccessRights Identity InheritanceType IsInherited Trustee",
        "Get-MailContact":
            "Alias DisplayName ExternalDirectoryObjectId ExternalEmailAddress HiddenFromAddressListsEnabled "
            + "Identity LegacyExchangeDN MacAttachmentFormat MailTip MessageBodyFormat MessageFormat "
            + "ModeratedBy ModerationEnabled Name OrganizationalUnit SendModerationNotifications "
            + "UsePreferMessageFormat",
        "Get-MailUser":
            "Alias DisplayName EmailAddresses ExternalDirectoryObjectId ExternalEmailAddress "
            + "HiddenFromAddressListsEnabled Identity LegacyExchangeDN PrimarySmtpAddress UserPrincipalName "
            + "WhenCreated",
        "Get-Contact":
            "City Company CountryOrRegion Department DisplayName FirstName Guid Id IsDirSynced LastName "
            + "MobilePhone Notes Phone PostalCode StateOrProvince StreetAddress Title WebPage "
            + "WindowsEmailAddress",
        "Get-Group":
            "Guid SamAccountName WindowsEmailAddress",
        "Get-MailboxPlan":
            "DisplayName Guid Identity IssueWarningQuota MaxReceiveSize MaxSendSize ProhibitSendQuota "
            + "ProhibitSendReceiveQuota RetainDeletedItemsFor RetentionPolicy RoleAssignmentPolicy",
        "Get-CASMailbox":
            "ActiveSyncAllowedDeviceIDs ActiveSyncBlockedDeviceIDs ActiveSyncDebugLogging ActiveSyncEnabled "
            + "ActiveSyncMailboxPolicy ActiveSyncSuppressReadReceipt DisplayName ECPEnabled EwsAllowEntourage "
            + "EwsAllowList EwsAllowMacOutlook EwsAllowOutlook EwsApplicationAccessPolicy EwsBlockList "
            + "EwsEnabled ExternalDirectoryObjectId Guid Identity ImapEnabled "
            + "ImapForceICalForCalendarRetrievalOption ImapMessagesRetrievalMimeFormat ImapSuppressReadReceipt "
            + "ImapUseProtocolDefaults MAPIEnabled MacOutlookEnabled Name OWAEnabled OWAforDevicesEnabled "
            + "OneWinNativeOutlookEnabled OutlookMobileEnabled OwaMailboxPolicy PopEnabled "
            + "PopForceICalForCalendarRetrievalOption PopMessagesRetrievalMimeFormat PopSuppressReadReceipt "
            + "PopUseProtocolDefaults PrimarySMTPAddress PublicFolderClientAccess ShowGalAsDefaultView "
            + "SmtpClientAuthenticationDisabled UniversalOutlookEnabled",
        "Get-CASMailboxPlan":
            "ActiveSyncEnabled DisplayName Identity ImapEnabled OwaMailboxPolicy PopEnabled",
        "Get-TenantAllowBlockListItems":
            "Action ExpirationDate Identity ListSubType Notes RemoveAfter SubmissionID Value",
        "Get-TenantAllowBlockListSpoofItems":
            "Action Identity SendingInfrastructure",
        "Get-SecurityPrincipal":
            "Guid",
        "Get-MailboxLocation":
            "Identity MailboxGuid MailboxLocationType",
        "Get-ServicePrincipal":
            "AppId DisplayName ExternalDirectoryObjectId",
    ]

    /// What has to be said to see one object of a noun.
    private static let asked: [String: JSONObject] = [
        "Get-ServicePrincipal": [:], "Get-TenantAllowBlockListSpoofItems": [:],
        "Get-DistributionGroupMember": ["Identity": "Needed"], "Get-MailboxLocation": ["User": "van"],
        "Get-MailboxPermission": ["Identity": "van"], "Get-TenantAllowBlockListItems": ["ListType": "Sender"],
        "Get-UnifiedGroupLinks": ["Identity": "Needed365", "LinkType": "Members"],
    ]

    @Test func everyPropertyThatScriptsReadIsThere() throws {
        let harness = try ExchangeHarness()
        let id = JSONValue.string("5f6a3fbe-6e4b-4f0e-8a9e-3a3a54c7d001")
        for (cmdlet, parameters): (String, JSONObject) in [
            ("New-DistributionGroup", ["Name": "Needed", "Members": ["van"]]),
            ("New-UnifiedGroup", ["DisplayName": "Needed 365", "Alias": "Needed365", "Members": ["van"]]),
            ("New-DynamicDistributionGroup", ["Name": "Needed always", "IncludedRecipients": "AllRecipients"]),
            ("New-ServicePrincipal", ["AppId": id, "ObjectId": id]),
            ("New-TenantAllowBlockListItems", ["ListType": "Sender", "Block": true, "Entries": ["x.example"]]),
            (
                "New-TenantAllowBlockListSpoofItems",
                [
                    "Identity": "Default", "SpoofedUser": "a.example", "SendingInfrastructure": "b.example",
                    "SpoofType": "External", "Action": "Block",
                ]
            ),
        ] {
            let made = try harness.run(cmdlet, parameters)
            #expect(made.status == 200, "\(cmdlet) \(made.errorText)")
        }
        for (cmdlet, properties) in Self.read {
            let reply = try harness.run(cmdlet, Self.asked[cmdlet] ?? ["ResultSize": 1])
            let row = try #require(reply.rows.first?.objectValue, "\(cmdlet) \(reply.errorText)")
            let names = Set(row.members.map { $0.name.lowercased() })
            for property in properties.split(separator: " ") {
                #expect(names.contains(property.lowercased()), "\(cmdlet) \(property)")
            }
        }
    }
}
