extension CmdletTable {
    /// Kinds of sensitive information on the Exchange host: the packages are those of Security & Compliance.
    ///
    /// The limits are the defaults of the directory's schema in Exchange 2013; that the service has them still is a guess.
    static var ruleCollections: Area {
        [
            "Get-ClassificationRuleCollection": ComplianceReader(noun: .ruleCollection),
            "Get-DataClassificationConfig": SettingReader(
                noun: SettingNoun("DataClassificationConfig", isSingle: true)
            ),
            "New-ClassificationRuleCollection": ComplianceMaker(noun: .ruleCollection),
            "Remove-ClassificationRuleCollection": ComplianceRemover(noun: .ruleCollection),
            "Set-ClassificationRuleCollection": FileWriter(noun: .ruleCollection) { call in
                try RulePackageRule.document(call).document.id
            },
        ]
    }
}
