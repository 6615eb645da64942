/// The properties of Get-Mailbox in the order in which the service writes them.
///
/// From one captured reply of the service; every line is name, kind and default as JSON. Values of a tenant or an object
/// stand as `null` here and come from the object.
enum MailboxProperties {
    static let table = #"""
        AcceptMessagesOnlyFromWithDisplayNames texts []
        AcceptMessagesOnlyFromSendersOrMembersWithDisplayNames texts []
        AcceptMessagesOnlyFromDLMembersWithDisplayNames texts []
        Database text null
        DatabaseGuid guid "00000000-0000-0000-0000-000000000000"
        MailboxProvisioningConstraint text null
        IsMonitoringMailbox flag false
        MailboxRegion text null
        MailboxRegionLastUpdateTime localDate null
        MailboxRegionSuffix text "None"
        MessageRecallProcessingEnabled flag true
        MessageCopyForSentAsEnabled flag true
        MessageCopyForSendOnBehalfEnabled flag false
        MailboxProvisioningPreferences texts []
        UseDatabaseRetentionDefaults flag false
        RetainDeletedItemsUntilBackup flag false
        DeliverToMailboxAndForward flag false
        IsExcludedFromServingHierarchy flag false
        IsHierarchyReady flag true
        IsHierarchySyncEnabled flag true
        IsPublicFolderSystemMailbox flag false
        HasSnackyAppData flag false
        LitigationHoldEnabled flag false
        SingleItemRecoveryEnabled flag true
        RetentionHoldEnabled flag false
        EndDateForRetentionHold localDate null
        StartDateForRetentionHold localDate null
        RetentionComment text ""
        RetentionUrl text ""
        LitigationHoldDate localDate null
        LitigationHoldOwner text ""
        ElcProcessingDisabled flag false
        ComplianceTagHoldApplied flag false
        WasInactiveMailbox flag false
        DelayHoldApplied flag false
        DelayReleaseHoldApplied flag false
        PitrEnabled flag false
        PitrCopyIntervalInSeconds int16 0
        PitrPaused flag false
        PitrPausedTimestamp localDate null
        PitrOffboardedTimestamp localDate null
        PitrState text "None"
        InactiveMailboxRetireTime localDate null
        OrphanSoftDeleteTrackingTime localDate null
        LitigationHoldDuration text "Unlimited"
        ManagedFolderMailboxPolicy text null
        RetentionPolicy text "Default MRM Policy"
        AddressBookPolicy text null
        CalendarRepairDisabled flag false
        ExchangeGuid guid "00000000-0000-0000-0000-000000000000"
        MailboxContainerGuid text null
        UnifiedMailbox text null
        MailboxLocations texts []
        AggregatedMailboxGuids texts []
        ExchangeSecurityDescriptor text "System.Security.AccessControl.RawSecurityDescriptor"
        ExchangeUserAccountControl text "None"
        AdminDisplayVersion text "Version 15.20 (Build 7587.28)"
        MessageTrackingReadStatusEnabled flag true
        ExternalOofOptions text "External"
        ForwardingAddress text null
        ForwardingSmtpAddress text null
        RetainDeletedItemsFor text "14.00:00:00"
        IsMailboxEnabled flag true
        Languages texts ["en-US"]
        OfflineAddressBook text null
        ProhibitSendQuota text "99 GB (106,300,440,576 bytes)"
        ProhibitSendReceiveQuota text "100 GB (107,374,182,400 bytes)"
        RecoverableItemsQuota text "30 GB (32,212,254,720 bytes)"
        RecoverableItemsWarningQuota text "20 GB (21,474,836,480 bytes)"
        CalendarLoggingQuota text "6 GB (6,442,450,944 bytes)"
        DowngradeHighPriorityMessagesEnabled flag false
        ProtocolSettings texts ["HTTP§1§1§§§§§§", "PublicFolderClientAccess§0", "OWA§1", "ECP§1"]
        RecipientLimits text "500"
        ImListMigrationCompleted flag false
        SiloName text null
        IsResource flag false
        IsLinked flag false
        IsShared flag false
        IsRootPublicFolderMailbox flag false
        LinkedMasterAccount text ""
        ResetPasswordOnNextLogon flag false
        ResourceCapacity int32 null
        ResourceCustom texts []
        ResourceType text null
        RoomMailboxAccountEnabled flag null
        SamAccountName text null
        SCLDeleteThreshold int32 null
        SCLDeleteEnabled flag null
        SCLRejectThreshold int32 null
        SCLRejectEnabled flag null
        SCLQuarantineThreshold int32 null
        SCLQuarantineEnabled flag null
        SCLJunkThreshold int32 null
        SCLJunkEnabled flag null
        AntispamBypassEnabled flag false
        ServerLegacyDN text null
        ServerName text null
        UseDatabaseQuotaDefaults flag false
        IssueWarningQuota text "98 GB (105,226,698,752 bytes)"
        RulesQuota text "256 KB (262,144 bytes)"
        Office text ""
        UserPrincipalName text null
        UMEnabled flag false
        MaxSafeSenders int32 null
        MaxBlockedSenders int32 null
        NetID text null
        ReconciliationId text null
        WindowsLiveID text null
        MicrosoftOnlineServicesID text null
        ThrottlingPolicy text null
        RoleAssignmentPolicy text "Default Role Assignment Policy"
        DefaultPublicFolderMailbox text null
        EffectivePublicFolderMailbox text ""
        SharingPolicy text "Default Sharing Policy"
        RemoteAccountPolicy text null
        MailboxPlan text null
        ArchiveDatabase text null
        ArchiveDatabaseGuid guid "00000000-0000-0000-0000-000000000000"
        ArchiveGuid guid "00000000-0000-0000-0000-000000000000"
        ArchiveName texts []
        JournalArchiveAddress text ""
        ArchiveQuota text "100 GB (107,374,182,400 bytes)"
        ArchiveWarningQuota text "90 GB (96,636,764,160 bytes)"
        ArchiveDomain text null
        ArchiveStatus text "None"
        ArchiveState text "None"
        AutoExpandingArchiveEnabled flag false
        DisabledMailboxLocations flag false
        RemoteRecipientType text "None"
        DisabledArchiveDatabase text null
        DisabledArchiveGuid guid "00000000-0000-0000-0000-000000000000"
        QueryBaseDN text null
        QueryBaseDNRestrictionEnabled flag false
        MailboxMoveTargetMDB text null
        MailboxMoveSourceMDB text null
        MailboxMoveFlags text "None"
        MailboxMoveRemoteHostName text ""
        MailboxMoveBatchName text ""
        MailboxMoveStatus text "None"
        MailboxRelease text "E15"
        ArchiveRelease text ""
        IsPersonToPersonTextMessagingEnabled flag false
        IsMachineToPersonTextMessagingEnabled flag false
        UserSMimeCertificate texts []
        UserCertificate texts []
        CalendarVersionStoreDisabled flag false
        ImmutableId text ""
        PersistedCapabilities texts ["BPOS_S_Enterprise"]
        SKUAssigned flag true
        AuditEnabled flag true
        AuditLogAgeLimit text "90.00:00:00"
        AuditAdmin texts ["Update","MoveToDeletedItems","SoftDelete","HardDelete","SendAs","SendOnBehalf",\#
        "Create","UpdateFolderPermissions","UpdateInboxRules","UpdateCalendarDelegation","ApplyRecord",\#
        "MailItemsAccessed","Send"]
        AuditDelegate texts ["Update","MoveToDeletedItems","SoftDelete","HardDelete","SendAs","SendOnBehalf",\#
        "Create","UpdateFolderPermissions","UpdateInboxRules","ApplyRecord","MailItemsAccessed"]
        AuditOwner texts ["Update","MoveToDeletedItems","SoftDelete","HardDelete","UpdateFolderPermissions",\#
        "UpdateInboxRules","UpdateCalendarDelegation","ApplyRecord","MailItemsAccessed","Send"]
        DefaultAuditSet texts ["Admin", "Delegate", "Owner"]
        WhenMailboxCreated localDate null
        SourceAnchor text ""
        UsageLocation text null
        IsSoftDeletedByRemove flag false
        IsSoftDeletedByDisable flag false
        IsInactiveMailbox flag false
        IncludeInGarbageCollection flag false
        WhenSoftDeleted localDate null
        RecipientSoftDeletedStatus int32 0
        InPlaceHolds texts []
        GeneratedOfflineAddressBooks texts []
        AccountDisabled flag false
        StsRefreshTokensValidFrom localDate null
        NonCompliantDevices texts []
        EnforcedTimestamps text ""
        DataEncryptionPolicy text null
        MessageCopyForSMTPClientSubmissionEnabled flag true
        RecipientThrottlingThreshold text "Standard"
        SharedEmailDomainTenant text ""
        SharedEmailDomainState text "None"
        SharedWithTargetSmtpAddress text ""
        SharedEmailDomainStateLastModified localDate null
        EmailAddressDisplayNames texts []
        ResourceProvisioningOptions texts []
        Extensions texts []
        HasPicture flag false
        HasSpokenName flag false
        IsDirSynced flag false
        AcceptMessagesOnlyFrom texts []
        AcceptMessagesOnlyFromDLMembers texts []
        AcceptMessagesOnlyFromSendersOrMembers texts []
        AddressListMembership texts null
        AdministrativeUnits texts []
        Alias text null
        ArbitrationMailbox text null
        BypassModerationFromSendersOrMembers texts []
        OrganizationalUnit text null
        CustomAttribute1 text ""
        CustomAttribute10 text ""
        CustomAttribute11 text ""
        CustomAttribute12 text ""
        CustomAttribute13 text ""
        CustomAttribute14 text ""
        CustomAttribute15 text ""
        CustomAttribute2 text ""
        CustomAttribute3 text ""
        CustomAttribute4 text ""
        CustomAttribute5 text ""
        CustomAttribute6 text ""
        CustomAttribute7 text ""
        CustomAttribute8 text ""
        CustomAttribute9 text ""
        ExtensionCustomAttribute1 texts []
        ExtensionCustomAttribute2 texts []
        ExtensionCustomAttribute3 texts []
        ExtensionCustomAttribute4 texts []
        ExtensionCustomAttribute5 texts []
        DisplayName text null
        EmailAddresses texts []
        GrantSendOnBehalfTo texts []
        ExternalDirectoryObjectId text null
        HiddenFromAddressListsEnabled flag false
        LastExchangeChangedTime localDate null
        LegacyExchangeDN text null
        MaxSendSize text "35 MB (36,700,160 bytes)"
        MaxReceiveSize text "36 MB (37,748,736 bytes)"
        ModeratedBy texts []
        ModerationEnabled flag false
        PoliciesIncluded texts []
        PoliciesExcluded texts ["{26491cfc-9e50-4857-861b-0cb8df22b5d7}"]
        EmailAddressPolicyEnabled flag false
        PrimarySmtpAddress text null
        RecipientType text "UserMailbox"
        RecipientTypeDetails text "UserMailbox"
        RejectMessagesFrom texts []
        RejectMessagesFromDLMembers texts []
        RejectMessagesFromSendersOrMembers texts []
        RequireSenderAuthenticationEnabled flag false
        SimpleDisplayName text ""
        SendModerationNotifications text "Always"
        UMDtmfMap texts []
        WindowsEmailAddress text null
        MailTip text null
        MailTipTranslations texts []
        Identity text null
        Id text null
        IsValid flag true
        ExchangeVersion text "0.20 (15.0.0.0)"
        Name text null
        DistinguishedName text null
        ObjectCategory text null
        ObjectClass texts ["top", "person", "organizationalPerson", "user"]
        WhenChanged localDate null
        WhenCreated localDate null
        WhenChangedUTC utcDate null
        WhenCreatedUTC utcDate null
        ExchangeObjectId guid "00000000-0000-0000-0000-000000000000"
        OrganizationalUnitRoot text null
        OrganizationId text null
        Guid guid "00000000-0000-0000-0000-000000000000"
        OriginatingServer text null
        """#
}
