extension ComplianceNoun {
    static let roleGroupStore = "ComplianceRoleGroup"
    static let roleStore = "ComplianceRole"

    /// Nouns that both services have, each with objects of its own.
    static let apart: Set = ["ManagementRole", "RoleGroup", "RoleGroupMember", "ServicePrincipal"]

    static let adaptiveScope = ComplianceNoun("AdaptiveScope", [AdaptiveScopeRule()])
    static let caseAdministrators = ComplianceNoun("eDiscoveryCaseAdmin")
    static let complianceCase = ComplianceNoun("ComplianceCase", [CaseRule()])
    /// The packages of rules as Exchange calls them.
    static let ruleCollection = ComplianceNoun(
        "ClassificationRuleCollection",
        store: RulePackageRule.noun,
        [RulePackageRule()]
    )
    static let emailTemplate = ComplianceNoun("CustomDlpEmailTemplate")
    static let label = ComplianceNoun("Label", identifiers: ["DisplayName"], [LabelRule()])
    static let labelPolicy = ComplianceNoun("LabelPolicy", [LocationRule(), LabelPolicyRule(), DistributionRule()])
    static let role = ComplianceNoun("ManagementRole", store: roleStore, [ComplianceRoleRule()])
    static let roleGroup = ComplianceNoun("RoleGroup", store: roleGroupStore, [RoleGroupRule()])
    static let servicePrincipal = ComplianceNoun(
        "ServicePrincipal",
        store: "ComplianceServicePrincipal",
        naming: ["DisplayName", "AppId"],
        identifiers: ["AppId", "ObjectId", "ServiceId"]
    )
    static let privacyAdministrators = ComplianceNoun("PrivacyManagementCaseAdmin")
    static let search = ComplianceNoun(
        "ComplianceSearch",
        of: "ComplianceCase",
        [LocationRule(), OfCaseRule(isOptional: true), SearchRule()]
    )
    static let searchAction = ComplianceNoun(
        "ComplianceSearchAction",
        identifiers: ["SearchName"],
        [OfCaseRule(isOptional: true), SearchActionRule()]
    )

    static let all: [ComplianceNoun] =
        [
            adaptiveScope, caseAdministrators, complianceCase, emailTemplate, label, labelPolicy, privacyAdministrators,
            role, roleGroup, search, searchAction,
            ComplianceNoun(
                "ComplianceRetentionEvent",
                [ReferenceRule(nouns: ["EventType": "ComplianceRetentionEventType"]), RetentionEventRule()]
            ),
            ComplianceNoun("ComplianceRetentionEventType"),
            ComplianceNoun(
                "ComplianceSecurityFilter",
                naming: ["FilterName"],
                identity: "FilterName",
                [FilteredUserRule()]
            ),
            ComplianceNoun(
                RetentionLabelRule.noun,
                [ReferenceRule(nouns: ["EventType": "ComplianceRetentionEventType"]), RetentionLabelRule()]
            ),
            ComplianceNoun(EdmSchemaRule.noun, [EdmSchemaRule()]),
            ComplianceNoun("DlpKeywordDictionary", [KeywordDictionaryRule()]),
            ComplianceNoun(RulePackageRule.noun, [RulePackageRule()]),
            ComplianceNoun(
                "DlpSensitiveInformationType",
                identifiers: [TranslationRule.original],
                [BuiltInRule(property: "IsBuiltIn", isFixed: true), TranslationRule(), ClassificationRule()]
            ),
            ComplianceNoun(
                BarrierPolicyRule.noun,
                [
                    ReferenceRule(
                        nouns: [
                            "AssignedSegment": SegmentRule.noun, "SegmentsAllowed": SegmentRule.noun,
                            "SegmentsBlocked": SegmentRule.noun,
                        ]
                    ),
                    BarrierPolicyRule(),
                ]
            ),
            ComplianceNoun("FilePlanPropertyAuthority", [DisplayNameRule()]),
            ComplianceNoun("FilePlanPropertyCategory", [DisplayNameRule()]),
            ComplianceNoun("FilePlanPropertyCitation", [DisplayNameRule()]),
            ComplianceNoun("FilePlanPropertyDepartment", [DisplayNameRule()]),
            ComplianceNoun("FilePlanPropertyReferenceId", [DisplayNameRule()]),
            ComplianceNoun(
                "FilePlanPropertySubCategory",
                [
                    DisplayNameRule(),
                    ReferenceRule(nouns: ["ParentId": "FilePlanPropertyCategory"], keepsIDs: true),
                ]
            ),
            ComplianceNoun(SegmentRule.noun, [SegmentRule()]),
            ComplianceNoun(AlertRule.noun, [BuiltInRule(property: "IsSystemRule"), AlertRule()]),
            servicePrincipal,
            ComplianceNoun("UnifiedAuditLogRetentionPolicy", [AuditRetentionRule(), UniquePriorityRule()]),
            ComplianceNoun(
                "CaseHoldPolicy",
                of: "ComplianceCase",
                [LocationRule(), OfCaseRule(isOptional: false), ModeRule(initial: "Enforce"), DistributionRule()]
                    + holdMarks(of: "CaseHoldPolicy")
            ),
            rule("CaseHoldRule", of: "CaseHoldPolicy"),
        ]
        + policies.flatMap { policy, rules, mode in
            let references: [any ObjectRule] =
                switch policy {
                case "AutoSensitivityLabelPolicy": [ReferenceRule(nouns: ["ApplySensitivityLabel": "Label"])]
                case "RetentionCompliancePolicy": [TeamsPolicyRule(), PreservationLockRule()]
                default: []
                }
            return [
                ComplianceNoun(
                    policy,
                    [LocationRule(), PriorityRule(noun: policy)] + references
                        + [ModeRule(initial: mode), DistributionRule()] + holdMarks(of: policy)
                ),
                rule(rules, of: policy),
            ]
        }

    /// Policies with the noun of their rules, and the mode of a new one.
    private static let policies: [(policy: String, rules: String, mode: String)] = [
        ("AppRetentionCompliancePolicy", "AppRetentionComplianceRule", "Enforce"),
        ("PrivacyManagementPolicy", "PrivacyManagementRule", "Enforce"),
        ("AutoSensitivityLabelPolicy", "AutoSensitivityLabelRule", "TestWithoutNotifications"),
        ("DeviceConditionalAccessPolicy", "DeviceConditionalAccessRule", "Enforce"),
        ("DeviceConfigurationPolicy", "DeviceConfigurationRule", "Enforce"),
        ("DlpCompliancePolicy", "DlpComplianceRule", "Enable"),
        ("HoldCompliancePolicy", "HoldComplianceRule", "Enforce"),
        ("ProtectionCompliancePolicy", "ProtectionComplianceRule", "Enforce"),
        ("RetentionCompliancePolicy", "RetentionComplianceRule", "Enforce"),
        ("SensitiveInformationScan", "SensitiveInformationScanRule", "Enforce"),
        ("SupervisoryReviewPolicyV2", "SupervisoryReviewRule", "Enforce"),
        ("TeamsRetentionCompliancePolicy", "TeamsRetentionComplianceRule", "Enforce"),
        ("ThreatResponsePolicy", "ThreatResponseRule", "Enforce"),
    ]

    private static func rule(_ noun: String, of policy: String) -> ComplianceNoun {
        ComplianceNoun(
            noun,
            of: policy,
            [
                PolicyRule(noun: noun, policy: policy), PriorityRule(noun: noun), LabelOfRuleRule(),
                SensitiveContentRule(),
            ] + holdMarks(of: policy)
        )
    }

    /// What policies that hold mailboxes mean for these, and the same for their rules.
    private static func holdMarks(of policy: String) -> [any ObjectRule] {
        let rules = [
            "CaseHoldPolicy": "CaseHoldRule", "HoldCompliancePolicy": "HoldComplianceRule",
            "RetentionCompliancePolicy": "RetentionComplianceRule",
        ]
        return rules[policy].map { [HoldMarkRule(policy: policy, rules: $0)] } ?? []
    }

    private static let byName = Dictionary(all.map { ($0.noun, $0) }) { first, _ in first }

    static func named(_ noun: String) -> ComplianceNoun? { byName[noun] }
}
