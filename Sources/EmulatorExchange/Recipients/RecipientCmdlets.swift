import ExoJSON

extension CmdletTable {
    /// Contacts, mail users, accounts, plans, and the lists beside them.
    static var recipients: Area {
        [
            "Get-CASMailboxPlan": PlanReader(noun: PlanReader.clientPlans),
            "Get-Contact": GetHandler(view: .contact),
            "Get-LinkedUser": GetHandler(view: .recipients("LinkedUser", ["LinkedUser"])),
            "Get-MailContact": GetHandler(view: .mailContact),
            "Get-MailUser": GetHandler(view: .mailUser),
            "Get-MailboxPlan": PlanReader(noun: PlanReader.plans),
            "Get-OrganizationalUnit": OrganizationalUnitReader(),
            "Get-Recipient": GetHandler(view: .recipient),
            "Get-SecurityPrincipal": SecurityPrincipalReader(),
            "Get-ServicePrincipal": ServicePrincipalReader(),
            "Get-TenantAllowBlockListItems": AllowBlockReader(),
            "Get-TenantAllowBlockListSpoofItems": SpoofReader(),
            "Get-User": GetHandler(view: .user),
            "Import-RecipientDataProperty": RecipientPictureImporter(),
            "New-MailContact": ContactMaker(),
            "New-MailUser": MailUserMaker(),
            "New-ServicePrincipal": ServicePrincipalMaker(),
            "New-TenantAllowBlockListItems": AllowBlockMaker(),
            "New-TenantAllowBlockListSpoofItems": SpoofMaker(),
            "Remove-MailContact": RecipientRemover(view: .mailContact),
            "Remove-MailUser": MailboxRemover(view: .mailUser),
            "Remove-ServicePrincipal": ServicePrincipalWriter(removes: true),
            "Remove-TenantAllowBlockListItems": AllowBlockWriter(removes: true),
            "Remove-TenantAllowBlockListSpoofItems": SpoofWriter(removes: true),
            "Set-CASMailboxPlan": PlanWriter(noun: PlanReader.clientPlans),
            "Set-Contact": SetHandler(view: .contact, rules: .contact),
            // The one linked user is of a service that synchronizes directories no more.
            "Set-LinkedUser": AbsentTarget(parameter: "Identity"),
            "Set-MailContact": SetHandler(view: .mailContact, rules: .mailContact),
            "Set-MailUser": SetHandler(view: .mailUser, rules: .mailUser),
            "Set-MailboxPlan": PlanWriter(noun: PlanReader.plans),
            "Set-ServicePrincipal": ServicePrincipalWriter(removes: false),
            "Set-TenantAllowBlockListItems": AllowBlockWriter(removes: false),
            "Set-TenantAllowBlockListSpoofItems": SpoofWriter(removes: false),
            "Set-User": SetHandler(view: .user, rules: .user),
            // Recipients have all that Exchange gives them.
            "Update-Recipient": TargetAction(view: .recipient, question: "Updating recipient"),
        ]
    }
}
