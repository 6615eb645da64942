extension CmdletTable {
    private static let clientAccessRule = SettingNoun("ClientAccessRule")

    /// What tells of mail flow beside the rules and connectors themselves, and of accounts that send much.
    static var mailFlow: Area {
        [
            "Add-HVEAppAccess": HighVolumeApplications(adds: true),
            "Get-BillingPolicy": BillingPolicyReader(),
            "Get-ClientAccessRule": SettingReader(noun: clientAccessRule),
            "Get-ConfigAnalyzerPolicyRecommendation": ConfigurationAnalyzer(),
            "Get-EtrLimits": RuleLimitsReader(),
            "Get-HVEAccountBillingPolicy": HighVolumeSettings.get(HighVolumeAccount.billing),
            "Get-HVEAccountSettings": HighVolumeSettings.get(HighVolumeAccount.settings),
            "Get-LimitsEnforcementStatus": RecipientLimitStatus(),
            "Get-OMEMessageStatus": EncryptedMessageReader(),
            "Get-TransportRuleAction": RulePartReader(areActions: true),
            "Get-TransportRulePredicate": RulePartReader(areActions: false),
            "Remove-ClientAccessRule": SettingRemover(noun: clientAccessRule),
            "Remove-HVEAppAccess": HighVolumeApplications(adds: false),
            "Set-ClientAccessRule": SettingWriter(noun: clientAccessRule),
            "Set-HVEAccountBillingPolicy": HighVolumeSettings.set(HighVolumeAccount.billing),
            "Set-HVEAccountSettings": HighVolumeSettings.set(HighVolumeAccount.settings),
            "Set-OMEMessageRevocation": EncryptedMessageRevoker(),
            "Set-QuarantinePermissions": QuarantinePermissionsWriter(),
            "Test-ClientAccessRule": ClientAccessRuleTest(),
            "Test-Message": MessageTest(),
            "Validate-OutboundConnector": OutboundConnectorValidator(),
        ]
    }
}
