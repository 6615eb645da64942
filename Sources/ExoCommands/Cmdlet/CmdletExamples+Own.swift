extension CmdletExamples {
    /// The lines written by hand for a cmdlet, at most three; none for most cmdlets.
    static func own(_ name: String) -> [String] {
        let start = "exo \(name)"
        return byHand.split(separator: "\n").filter { $0 == start || $0.hasPrefix(start + " ") }.map(String.init)
    }

    /// Lines for the cmdlets that scripts call most: what people ask of each of them.
    private static let byHand = """
        exo Get-Mailbox adele@contoso.com -o list
        exo Get-Mailbox -RecipientTypeDetails SharedMailbox -ResultSize Unlimited -o csv
        exo Get-Mailbox -Filter "ForwardingSmtpAddress -like 'smtp*'" --columns Name,ForwardingSmtpAddress
        exo Get-EXOMailbox -ResultSize Unlimited -PropertySets Minimum,Quota
        exo Get-EXOMailbox adele@contoso.com -Properties LitigationHoldEnabled
        exo Search-UnifiedAuditLog -StartDate 2026-01-01 -EndDate 2026-01-08 -Operations Set-Mailbox
        exo Search-UnifiedAuditLog -StartDate 2026-01-01 -EndDate 2026-01-02 -UserIds adele@contoso.com
        exo Get-OrganizationConfig --columns AuditDisabled,OAuth2ClientProfileEnabled
        exo Get-AcceptedDomain --columns DomainName,DomainType,Default
        exo Set-Mailbox adele@contoso.com -HiddenFromAddressListsEnabled true
        exo Set-Mailbox adele@contoso.com -Type Shared
        exo Set-Mailbox adele@contoso.com -EmailAddresses "@{Add='smtp:a@contoso.com'}" -WhatIf
        exo Get-TransportRule --columns Name,State,Priority
        exo Get-DistributionGroup -ResultSize Unlimited --columns DisplayName,PrimarySmtpAddress,ManagedBy
        exo Get-UnifiedGroup -ResultSize Unlimited --columns DisplayName,PrimarySmtpAddress,AccessType
        exo Get-Recipient -Anr adele
        exo Get-Recipient -Filter "EmailAddresses -like 'smtp:sales@*'"
        exo Get-Recipient -RecipientTypeDetails GuestMailUser -ResultSize Unlimited
        exo Get-User -Filter "Department -eq 'Sales'" --columns DisplayName,Title,Manager
        exo Set-OrganizationConfig -AuditDisabled false
        exo Get-InboxRule -Mailbox adele@contoso.com --columns Name,Enabled,ForwardTo
        exo Get-EXOMailboxFolderStatistics -Identity adele@contoso.com --columns FolderPath,ItemsInFolder,FolderSize
        exo Get-EXORecipient -ResultSize Unlimited -RecipientTypeDetails UserMailbox
        exo Get-Label --columns DisplayName,Priority,ContentType
        exo Get-MailboxFolderStatistics adele@contoso.com -FolderScope Inbox
        exo Get-DistributionGroupMember sales@contoso.com -ResultSize Unlimited
        exo Get-MailboxPermission adele@contoso.com --columns User,AccessRights,IsInherited
        exo Get-MessageTraceV2 -StartDate 2026-01-01 -EndDate 2026-01-08 -RecipientAddress adele@contoso.com
        exo Set-UnifiedGroup sales@contoso.com -HiddenFromExchangeClientsEnabled
        exo Set-UnifiedGroup sales@contoso.com -AccessType Private
        exo Get-MailboxStatistics adele@contoso.com --columns DisplayName,ItemCount,TotalItemSize
        exo Get-MailboxStatistics adele@contoso.com -Archive
        exo Get-MailboxFolderPermission "adele@contoso.com:\\Calendar"
        exo Get-UnifiedGroupLinks sales@contoso.com -LinkType Owners
        exo Set-DistributionGroup sales@contoso.com -RequireSenderAuthenticationEnabled false
        exo Get-AdminAuditLogConfig --columns UnifiedAuditLogIngestionEnabled
        exo Get-DkimSigningConfig --columns Domain,Enabled,Status
        exo Get-RemoteDomain --columns DomainName,AutoForwardEnabled
        exo Get-ManagementRoleAssignment -RoleAssignee adele@contoso.com
        exo Get-ManagementRoleAssignment -Role "Mail Recipients" -GetEffectiveUsers
        exo Get-RecipientPermission -Trustee adele@contoso.com
        exo Remove-DistributionGroupMember sales@contoso.com -Member adele@contoso.com -WhatIf
        exo Get-MessageTrace -StartDate 2026-01-01 -EndDate 2026-01-08 -SenderAddress adele@contoso.com
        exo Get-RoleGroup --columns Name,Members,Roles
        exo Set-MailboxFolderPermission "adele@contoso.com:\\Calendar" -User megan@contoso.com -AccessRights Editor
        exo Get-CASMailbox adele@contoso.com --columns ImapEnabled,PopEnabled,SmtpClientAuthenticationDisabled
        exo Get-CASMailbox -Filter "ImapEnabled -eq 'True'" -ResultSize Unlimited
        exo Get-MobileDevice -Mailbox adele@contoso.com --columns FriendlyName,DeviceOS,FirstSyncTime
        exo Get-PublicFolder -Recurse -ResultSize Unlimited
        exo New-TransportRule "External mark" -FromScope NotInOrganization -PrependSubject "[external] "
        exo Remove-MailboxFolderPermission "adele@contoso.com:\\Calendar" -User megan@contoso.com -WhatIf
        exo Add-DistributionGroupMember sales@contoso.com -Member adele@contoso.com
        exo Get-CalendarProcessing room1@contoso.com --columns AutomateProcessing,ResourceDelegates
        exo Get-EXOMailboxStatistics -Identity adele@contoso.com -PropertySets All
        exo Export-MailboxDiagnosticLogs adele@contoso.com -ExtendedProperties
        exo Get-ExternalInOutlook
        exo Get-MailContact -ResultSize Unlimited --columns DisplayName,ExternalEmailAddress
        exo Add-MailboxFolderPermission "adele@contoso.com:\\Calendar" -User megan@contoso.com -AccessRights Reviewer
        exo Get-EXOMailboxPermission -Identity adele@contoso.com
        exo Get-RoleGroupMember "Organization Management"
        exo New-ComplianceSearch Invoices -ExchangeLocation All -ContentMatchQuery "subject:invoice"
        exo Start-ComplianceSearch Invoices
        exo Get-ComplianceSearch Invoices --columns Name,Status,Items,Size
        exo Remove-MailboxPermission adele@contoso.com -User megan@contoso.com -AccessRights FullAccess -WhatIf
        exo Add-MailboxPermission adele@contoso.com -User megan@contoso.com -AccessRights FullAccess -AutoMapping false
        exo Add-RecipientPermission adele@contoso.com -Trustee megan@contoso.com -AccessRights SendAs
        exo Set-CASMailbox adele@contoso.com -ImapEnabled false -PopEnabled false
        exo Set-MailContact supplier@fabrikam.com -HiddenFromAddressListsEnabled true
        exo Set-TransportRule "External mark" -Priority 0
        exo Add-UnifiedGroupLinks sales@contoso.com -LinkType Members -Links adele@contoso.com,megan@contoso.com
        exo Get-EXORecipientPermission -Trustee adele@contoso.com
        exo Get-EXOMailboxFolderPermission "adele@contoso.com:\\Calendar"
        exo Get-QuarantineMessage -StartReceivedDate 2026-01-01 -PageSize 100
        exo Get-TenantAllowBlockListItems -ListType Sender
        exo New-Mailbox -Shared "Front Desk" -PrimarySmtpAddress frontdesk@contoso.com
        exo New-MailContact "A Supplier" -ExternalEmailAddress sales@fabrikam.com
        exo New-DistributionGroup Sales -PrimarySmtpAddress sales@contoso.com -Members adele@contoso.com
        exo New-InboxRule "To archive" -Mailbox adele@contoso.com -SubjectContainsWords report -MarkAsRead true
        exo New-ManagementRoleAssignment -Role "Mail Recipients" -SecurityGroup Helpdesk
        exo Add-RoleGroupMember "Help Desk" -Member megan@contoso.com
        exo Enable-Mailbox adele@contoso.com -Archive
        exo Set-MailboxAutoReplyConfiguration adele@contoso.com -AutoReplyState Enabled -InternalMessage "Back on Monday"
        exo Set-CalendarProcessing room1@contoso.com -AutomateProcessing AutoAccept
        exo Set-MailboxRegionalConfiguration adele@contoso.com -Language de-DE -TimeZone "W. Europe Standard Time"
        exo Test-ApplicationAccessPolicy -Identity adele@contoso.com -AppId 0f1e2d3c-4b5a-4678-89ab-cdef01234567
        exo Remove-Mailbox adele@contoso.com -WhatIf
        exo Release-QuarantineMessage -Identity <identity> -ReleaseToAll
        exo Set-User adele@contoso.com -Title Engineer -Department Research
        exo Set-SharingPolicy "Default Sharing Policy" -Enabled false
        exo Get-RetentionPolicy --columns Name,RetentionPolicyTagLinks
        exo Get-Group -RecipientTypeDetails RoleGroup --columns Name,Members
        exo Get-MailUser -ResultSize Unlimited --columns DisplayName,ExternalEmailAddress
        exo Get-MigrationBatch --columns Identity,Status,TotalCount
        exo Set-DistributionGroup sales@contoso.com -EmailAddresses "@{Add='smtp:vendors@contoso.com'}"
        """
}
