import CmdletCatalogue

/// What answers cmdlets that belong to no collection of settings: listings of nothing, and what is done with recipients.
enum PlainCmdlets {
    /// Get- of these tells something of objects that are there, so that nothing would be a wrong answer.
    private static let telling: Set = [
        "AcceptedDomain", "AdministrativeUnit", "BillingPolicy", "CalendarDiagnosticAnalysis",
        "CalendarDiagnosticLog", "CalendarDiagnosticObjects", "CalendarViewDiagnostics",
        "ConfigAnalyzerPolicyRecommendation", "DataClassificationConfig",
        "DlpPolicyTemplate", "DnssecStatusForVerifiedDomain", "EtrLimits", "ExoRecipientsStatus",
        "FilePlanPropertyStructure", "FeatureConfiguration", "HistoricalSearch", "HybridMailflowDatacenterIPs",
        "InformationBarrierRecipientStatus", "IntraOrganizationConfiguration", "IPv6StatusForAcceptedDomain",
        "LabelPolicyRule", "LogonStatistics", "MailboxExtendedProperty", "MailboxFolderStatistics",
        "MailboxOverrideConfiguration", "MailboxStatistics", "MessageCategory", "MessageTrace", "MessageTraceDetail",
        "MessageTraceDetailV2", "MessageTraceV2", "MessageTrackingReport", "MobileDeviceStatistics",
        "ActiveSyncDeviceStatistics", "OnlineMeetingConfiguration", "OrganizationalUnit", "PublicFolderItemStatistics",
        "PublicFolderMailboxDiagnostics", "PublicFolderStatistics", "RbacDiagnosticInfo", "RecipientStatisticsReport",
        "ComplianceCaseMemberCandidate", "ComplianceCaseStatistics", "SCInsights", "ScopeAdmins", "ScopeEntities",
        "SecurityPrincipal", "ServiceStatus", "SmtpDaneInboundStatus", "SyncConfig", "TenantExemptionQuotaEligibility",
        "TenantRecipientLimitInfo", "ToolInformation", "TransportRuleAction", "TransportRulePredicate", "User",
        "UnifiedAuditLog", "AuditLogSearch", "MxRecordReport", "MxRecordsReport", "MigrationStatistics",
        "MigrationUserStatistics", "MoveRequestStatistics", "MailboxRestoreRequestStatistics",
        "MailboxImportRequestStatistics", "ServiceDeliveryReport", "PublicFolderMailboxMigrationRequestStatistics",
        "PublicFolderMoveRequestStatistics", "AadProtectionLevel", "LongTermAuditStats", "RequestBrokerResult",
        "CrawlState", "LimitsEnforcementStatus", "OnPremServerExemptionQuota", "OMEMessageStatus",
    ]

    /// What prepares a place to keep something in, which is always there, or tells the directory of labels, which it has.
    private static let stores: Set = [
        "Enable-AdaptiveScopeStorage", "Enable-ComplianceTagStorage", "Enable-ServiceDomainGroupStorage",
        "Execute-AzureADLabelSync", "Install-UnifiedCompliancePrerequisite",
    ]

    /// Verbs and nouns of what is done with a recipient, and the question before it.
    private static let actions: [String: (types: Set<String>, question: String)] = [
        "Expedite-Delicensing": (RecipientTypes.users, "Expediting the delicensing of"),
        "Invoke-BirthdayCalendarSync": (RecipientTypes.mailboxes, "Synchronizing the birthday calendar of"),
        "Reset-EventsFromEmailBlockStatus": (RecipientTypes.mailboxes, "Resetting the block status of"),
        "Start-AuditAssistant": (RecipientTypes.mailboxes, "Starting the audit assistant for"),
        "Start-ManagedFolderAssistant": (RecipientTypes.mailboxes, "Starting the managed folder assistant for"),
    ]

    /// What answers a cmdlet, `nil` when neither does.
    static func handler(of facts: CmdletFacts) -> (any CmdletHandler)? {
        if let action = actions[facts.name], facts.parameters.contains(where: { $0.name == "Identity" }) {
            return TargetAction(view: .recipients(facts.noun, action.types), question: action.question)
        }
        if stores.contains(facts.name) { return AlwaysReady() }
        guard facts.verb == "Get", !telling.contains(facts.noun), let noun = CmdletCatalogue.noun(named: facts.noun),
            ["report", "read-only"].contains(noun.pattern)
        else { return nil }
        return EmptyListing(noun: facts.noun)
    }
}
