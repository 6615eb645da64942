import CmdletCatalogue

/// The kinds of audit records that the service's documentation names; the service gets new ones now and then.
enum AuditRecordNames {
    private static let known = Set(
        """
        ExchangeAdmin ExchangeItem ExchangeItemGroup SharePoint SyntheticProbe SharePointFileOperation
        OneDrive AzureActiveDirectory AzureActiveDirectoryAccountLogon DataCenterSecurityCmdlet
        ComplianceDLPSharePoint Sway ComplianceDLPExchange SharePointSharingOperation
        AzureActiveDirectoryStsLogon SkypeForBusinessPSTNUsage SkypeForBusinessUsersBlocked
        SecurityComplianceCenterEOPCmdlet ExchangeAggregatedOperation PowerBIAudit CRM Yammer
        SkypeForBusinessCmdlets Discovery MicrosoftTeams ThreatIntelligence MailSubmission MicrosoftFlow AeD
        MicrosoftStream ComplianceDLPSharePointClassification ThreatFinder Project SharePointListOperation
        SharePointCommentOperation DataGovernance Kaizala SecurityComplianceAlerts ThreatIntelligenceUrl
        SecurityComplianceInsights MIPLabel WorkplaceAnalytics PowerAppsApp PowerAppsPlan
        ThreatIntelligenceAtpContent LabelContentExplorer TeamsHealthcare ExchangeItemAggregated
        HygieneEvent DataInsightsRestApiAudit InformationBarrierPolicyApplication
        SharePointListItemOperation SharePointContentTypeOperation SharePointFieldOperation
        MicrosoftTeamsAdmin HRSignal MicrosoftTeamsDevice MicrosoftTeamsAnalytics
        InformationWorkerProtection Campaign DLPEndpoint AirInvestigation Quarantine MicrosoftForms
        ApplicationAudit ComplianceSupervisionExchange CustomerKeyServiceEncryption OfficeNative
        MipAutoLabelSharePointItem MipAutoLabelSharePointPolicyLocation MicrosoftTeamsShifts SecureScore
        MipAutoLabelExchangeItem CortanaBriefing Search WDATPAlerts PowerPlatformAdminDlp
        PowerPlatformAdminEnvironment MDATPAudit SensitivityLabelPolicyMatch SensitivityLabelAction
        SensitivityLabeledFileAction AttackSim AirManualInvestigation SecurityComplianceRBAC UserTraining
        AirAdminActionInvestigation MSTIC PhysicalBadgingSignal TeamsEasyApprovals AipDiscover
        AipSensitivityLabelAction AipProtectionAction AipFileDeleted AipHeartBeat MCASAlerts
        OnPremisesFileShareScannerDlp OnPremisesSharePointScannerDlp ExchangeSearch SharePointSearch
        PrivacyDataMinimization LabelAnalyticsAggregate MyAnalyticsSettings SecurityComplianceUserChange
        ComplianceDLPExchangeClassification ComplianceDLPEndpoint MipExactDataMatch MSDEResponseActions
        MSDEGeneralSettings MSDEIndicatorsSettings MS365DCustomDetection MSDERolesSettings MAPGAlerts
        MAPGPolicy MAPGRemediation PrivacyRemediationAction PrivacyDigestEmail
        MipAutoLabelSimulationProgress MipAutoLabelSimulationCompletion MipAutoLabelProgressFeedback
        DlpSensitiveInformationType MipAutoLabelSimulationStatistics LargeContentMetadata Microsoft365Group
        CDPMlInferencingResult FilteringMailMetadata CDPClassificationMailItem CDPClassificationDocument
        OfficeScriptsRunAction FilteringPostMailDeliveryAction CDPUnifiedFeedback TenantAllowBlockList
        ConsumptionResource HealthcareSignal DlpImportResult CDPCompliancePolicyExecution
        MultiStageDisposition PrivacyDataMatch FilteringDocMetadata FilteringEmailFeatures PowerBIDlp
        FilteringUrlInfo FilteringAttachmentInfo CoreReportingSettings ComplianceConnector
        PowerPlatformLockboxResourceAccessRequest PowerPlatformLockboxResourceCommand
        CDPPredictiveCodingLabel CDPCompliancePolicyUserFeedback WebpageActivityEndpoint OMEPortal
        CMImprovementActionChange FilteringUrlClick MipLabelAnalyticsAuditRecord FilteringEntityEvent
        FilteringRuleHits FilteringMailSubmission LabelExplorer MicrosoftManagedServicePlatform
        PowerPlatformServiceActivity ScorePlatformGenericAuditRecord FilteringTimeTravelDocMetadata Alert
        AlertStatus AlertIncident IncidentStatus Case CaseInvestigation RecordsManagement PrivacyRemediation
        DataShareOperation CdpDlpSensitive EHRConnector FilteringMailGradingResult PublicFolder
        PrivacyTenantAuditHistoryRecord AipScannerDiscoverEvent EduDataLakeDownloadOperation
        M365ComplianceConnector MicrosoftGraphDataConnectOperation MicrosoftPurview
        FilteringEmailContentFeatures PowerPagesSite PowerAppsResource PlannerPlan PlannerCopyPlan
        PlannerTask PlannerRoster PlannerPlanList PlannerTaskList PlannerTenantSettings
        ProjectForTheWebProject ProjectForTheWebTask ProjectForTheWebRoadmap ProjectForTheWebRoadmapItem
        ProjectForTheWebProjectSettings ProjectForTheWebRoadmapSettings QuarantineMetadata
        MicrosoftTodoAudit TimeTravelFilteringDocMetadata TeamsQuarantineMetadata
        SharePointAppPermissionOperation MicrosoftTeamsSensitivityLabelAction FilteringTeamsMetadata
        FilteringTeamsUrlInfo FilteringTeamsPostDeliveryAction MDCAssessments VivaGoals CopilotInteraction
        VivaLearning VivaPulse Copilot AIApp
        MDCRegulatoryComplianceStandards MDCRegulatoryComplianceControls MDCRegulatoryComplianceAssessments
        MDCSecurityConnectors MDADataSecuritySignal FilteringRuntimeInfo AttackSimAdmin
        MicrosoftGraphDataConnectConsent FilteringAtpDetonationInfo PrivacyPortal ManagedTenants
        UnifiedSimulationMatchedItem UnifiedSimulationSummary UpdateQuarantineMetadata MS365DSuppressionRule
        PurviewDataMapOperation FilteringUrlPostClickAction IrmUserDefinedDetectionSignal TeamsUpdates
        PlannerRosterSensitivityLabel MS365DIncident FilteringDelistingMetadata
        ComplianceDLPSharePointClassificationExtended MicrosoftDefenderForIdentityAudit
        SupervisoryReviewDayXInsight DefenderExpertsforXDRAdmin CDPEdgeBlockedMessage HostedRpa
        CdpContentExplorerAggregateRecord CDPHygieneAttachmentInfo CDPHygieneSummary CDPPostMailDeliveryAction
        CDPEmailFeatures CDPHygieneUrlInfo CDPUrlClick CDPPackageManagerHygieneEvent FilteringDocScan
        TimeTravelFilteringDocScan MAPGOnboard VfamCreatePolicy VfamUpdatePolicy VfamDeletePolicy M365DAAD
        CdpColdCrawlStatus PowerPlatformAdministratorActivity Windows365CustomerLockbox
        CdpResourceScopeChangeEvent ComplianceCCExchangeExecutionResult CdpOcrCostEstimatorRecord
        CdpOcrBillingRecord ComplianceDLPApplications UAMOperation VivaLearningAdmin PurviewPolicyOperation
        PurviewMetadataPolicyOperation PeopleAdminSettings CdpComplianceDLPExchangeClassification
        CdpComplianceDLPSharePointClassification FilteringBulkSenderInsightData
        FilteringBulkThresholdInsightData PrivacyOpenAccess OWAAuth ComplianceDLPApplicationsClassification
        SharePointESignature Dynamics365BusinessCentral MeshWorlds VivaPulseResponse VivaPulseOrganizer
        VivaPulseAdmin VivaPulseReport AIAppInteraction ComplianceDLMExchange ComplianceDLMSharePoint
        ProjectForTheWebAssignedToMeSettings CPSOperation ComplianceDLPExchangeDiscovery PurviewMCRecommendation
        ComplianceDLPEndpointDiscovery InsiderRiskScopedUserInsights MicrosoftTeamsRetentionLabelAction
        AadRiskDetection AuditSearch AuditRetentionPolicy AuditConfig Microsoft365BackupBackupPolicy
        Microsoft365BackupRestoreTask Microsoft365BackupRestoreItem Microsoft365BackupBackupItem URBACAssignment
        URBACRole URBACEnableState IRMSecurityAlert PurviewInsiderRiskCases PurviewInsiderRiskAlerts
        InsiderRiskScopedUsers CdpConsumptionResource CreateCopilotPlugin UpdateCopilotPlugin
        DeleteCopilotPlugin EnableCopilotPlugin DisableCopilotPlugin CreateCopilotWorkspace
        UpdateCopilotWorkspace DeleteCopilotWorkspace EnableCopilotWorkspace DisableCopilotWorkspace
        CreateCopilotPromptBook UpdateCopilotPromptBook DeleteCopilotPromptBook EnableCopilotPromptBook
        DisableCopilotPromptBook UpdateCopilotSettings P4AIAssessmentRecord P4AIAssessmentLocationResultRecord
        ConnectedAIAppInteraction PrivaPrivacyConsentOperation PrivaPrivacyAssessmentOperation
        DataCatalogAccessRequests ComplianceSettingsChange DataSecurityInvestigation TeamCopilotInteraction
        IRMActivityAuditTrail SharePointContentSecurityPolicy CloudUpdateProfileConfig CloudUpdateTenantConfig
        CloudUpdateDeviceConfig DefenderPreviewFeatures DeviceDiscoverySettingsExclusion
        DeviceDiscoverySettingsAuthenticatedScans CriticalAssetManagementClassification DeviceDiscoverySettings
        USXWorkspaceOnboarding VivaGlintAdvancedConfiguration VivaGlintPulseProgram
        VivaGlintPulseProgramRespondentRate VivaGlintQuestion VivaGlintRole VivaGlintRubicon
        VivaGlintSupportAccess VivaGlintSystem VivaGlintUser VivaGlintUserGroup VivaGlintFeedbackProgram
        """.lowercased().split { $0 == " " || $0.isNewline }.map(String.init)
    )

    /// Refuses a `-RecordType` that is neither a kind nor the number of one.
    ///
    /// - Throws: ``AdminAPIError``.
    static func check(_ call: BoundCall) throws {
        if let name = call.text("RecordType") { try check(name, of: "RecordType") }
    }

    /// Refuses a value of a parameter that is neither a kind nor the number of one.
    ///
    /// - Throws: ``AdminAPIError``.
    static func check(_ name: String, of parameter: String) throws {
        guard !known.contains(name.lowercased()), Int(name) == nil else { return }
        throw AdminAPIError.transformation(
            parameter: parameter,
            reason: "Cannot convert value \"\(name)\" to type \"Microsoft.Office.Compliance.Audit.AuditRecordType\". "
                + "Unable to match the identifier name \(name) to a valid enumerator name."
        )
    }
}
