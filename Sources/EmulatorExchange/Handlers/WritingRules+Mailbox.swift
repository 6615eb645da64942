extension RecipientReferenceRule {
    private static let restrictions: Set = [
        "AcceptMessagesOnlyFrom", "AcceptMessagesOnlyFromDLMembers", "AcceptMessagesOnlyFromSendersOrMembers",
        "RejectMessagesFrom", "RejectMessagesFromDLMembers", "RejectMessagesFromSendersOrMembers",
        "BypassModerationFromSendersOrMembers", "GrantSendOnBehalfTo", "ModeratedBy",
    ]

    /// The lists of senders, moderators and deputies that every recipient has, and what else names others.
    static func recipients(single: Set<String> = [], lists: Set<String> = []) -> RecipientReferenceRule {
        RecipientReferenceRule(single: single, lists: restrictions.union(lists))
    }
}

extension SenderRestrictionRule {
    static let everyRecipient = SenderRestrictionRule(stems: ["AcceptMessagesOnlyFrom", "RejectMessagesFrom"])
}

extension WritingRules {
    static let acceptedDomain = WritingRules(rules: [], question: "Setting accepted domain")
    static let organizationConfig = WritingRules(
        rules: [ArchiveGrowthRule(), GroupNamingRule(), AddressRangeRule(lists: ["IPListBlocked"])],
        question: "Setting organization"
    )

    /// Set-User.
    static let user = WritingRules(
        rules: [
            NameRule(), ShownNameRule(), ProxyAddressRule(), SignInNameRule(), ManagerRule(), PreviousMailboxRule(),
        ],
        question: "Setting user"
    )
    /// New- and Set-Mailbox.
    static let mailbox = WritingRules(
        rules: [
            NameRule(),
            ShownNameRule(),
            AliasRule(),
            ProxyAddressRule(),
            SignInNameRule(),
            MailboxTypeRule(),
            ForwardingAddressRule(),
            RecipientReferenceRule.recipients(single: ["ForwardingAddress"]),
            RecipientReferenceRule(
                single: ["DefaultPublicFolderMailbox"],
                lists: [],
                types: [PublicFolderMailboxes.type]
            ),
            SenderRestrictionRule.everyRecipient, MailTipRule(),
            RoleAssignmentPolicyRule(),
            LitigationHoldRule(),
            HoldRule(),
            LockedAssistantRule(),
            QuotaOrderRule.mailbox,
            MailboxLimitRule(),
            AuditSetRule(), AddressListRule(), ResourceCustomRule(),
            PasswordRule(parameters: ["Password", "RoomMailboxPassword"]),
        ],
        question: "Setting mailbox"
    )
    /// Set-MailboxPlan: what no plan may give.
    static let mailboxPlan = WritingRules(
        rules: [QuotaOrderRule.mailbox, MailboxLimitRule()],
        question: "Setting mailbox plan"
    )
    /// New- and Set-MailContact.
    static let mailContact = WritingRules(
        rules: [
            NameRule(), AliasRule(), ExternalAddressRule(), ProxyAddressRule(), RecipientReferenceRule.recipients(),
            SenderRestrictionRule.everyRecipient, MailTipRule(), MessageFormatRule(),
        ],
        question: "Setting mail contact"
    )
    /// Set-Contact.
    static let contact = WritingRules(
        rules: [NameRule(), ProxyAddressRule(), RecipientReferenceRule(single: ["Manager"], lists: [])],
        question: "Setting contact"
    )
    /// New- and Set-MailUser.
    static let mailUser = WritingRules(
        rules: [
            NameRule(), ShownNameRule(), AliasRule(), ExternalAddressRule(), ProxyAddressRule(), SignInNameRule(),
            RecipientReferenceRule.recipients(),
            SenderRestrictionRule.everyRecipient, MailTipRule(), PasswordRule(parameters: ["Password"]),
            MessageFormatRule(),
        ],
        question: "Setting mail user"
    )
    /// New- and Set-DistributionGroup.
    static let distributionGroup = WritingRules(
        rules: [
            NameRule(), ShownNameRule(), AliasRule(), ProxyAddressRule(),
            RecipientReferenceRule.recipients(lists: ["ManagedBy"]),
            SenderRestrictionRule.everyRecipient, MailTipRule(), RoomListRule(), MembershipRestrictionRule(),
            GroupOwnerRule(),
        ],
        question: "Setting distribution group"
    )
    /// Set-Group.
    static let group = WritingRules(
        rules: [
            NameRule(), ShownNameRule(), ProxyAddressRule(),
            RecipientReferenceRule(single: [], lists: ["ManagedBy"]), GroupOwnerRule(),
        ],
        question: "Setting group"
    )
    /// New- and Set-UnifiedGroup.
    static let unifiedGroup = WritingRules(
        rules: [
            NameRule(), ShownNameRule(), AliasRule(), ProxyAddressRule(),
            RecipientReferenceRule.recipients(),
            SenderRestrictionRule.everyRecipient, MailTipRule(),
            SensitivityLabelRule(),
        ],
        question: "Setting unified group"
    )
    /// New- and Set-DynamicDistributionGroup.
    static let dynamicGroup = WritingRules(
        rules: [
            NameRule(), ShownNameRule(), AliasRule(), ProxyAddressRule(),
            RecipientReferenceRule.recipients(single: ["ManagedBy"]),
            SenderRestrictionRule.everyRecipient, MailTipRule(), DynamicFilterRule(),
            MembershipRefreshRule(),
        ],
        question: "Setting dynamic distribution group"
    )
}
