extension WritingRules {
    static let acceptedDomain = WritingRules(rules: [], question: "Setting accepted domain")
    static let organizationConfig = WritingRules(rules: [], question: "Setting organization")

    /// Set-User.
    static let user = WritingRules(
        rules: [
            NameRule(), SignInNameRule(),
            ElsewhereRule(parameters: ["Manager", "PermanentlyClearPreviousMailboxInfo"]),
        ],
        question: "Setting user"
    )
    /// New- and Set-Mailbox.
    static let mailbox = WritingRules(
        rules: [
            NameRule(),
            AliasRule(),
            ProxyAddressRule(),
            SignInNameRule(),
            MailboxTypeRule(),
            ForwardingAddressRule(),
            RecipientReferenceRule(
                single: ["ForwardingAddress", "DefaultPublicFolderMailbox"],
                lists: [
                    "AcceptMessagesOnlyFrom", "AcceptMessagesOnlyFromDLMembers",
                    "AcceptMessagesOnlyFromSendersOrMembers", "RejectMessagesFrom", "RejectMessagesFromDLMembers",
                    "RejectMessagesFromSendersOrMembers", "BypassModerationFromSendersOrMembers",
                    "GrantSendOnBehalfTo", "ModeratedBy",
                ]
            ),
            SenderRestrictionRule(stems: ["AcceptMessagesOnlyFrom", "RejectMessagesFrom"]),
            RoleAssignmentPolicyRule(),
            LitigationHoldRule(),
            QuotaOrderRule(quotas: ["IssueWarningQuota", "ProhibitSendQuota", "ProhibitSendReceiveQuota"]),
            PasswordRule(parameters: ["Password", "RoomMailboxPassword"]),
        ],
        question: "Setting mailbox"
    )
}
