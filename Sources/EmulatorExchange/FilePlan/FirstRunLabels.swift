import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Create-FilePlanFirstRunLabels: three labels that keep, and a policy that publishes them to everybody, where there is no label.
///
/// An article of before names them, https://learn.microsoft.com/microsoft-365/compliance/file-plan-manager; for how long they
/// keep is a guess.
struct FirstRunLabels: CmdletHandler {
    private static let policy = "Default Data Governance Publishing Policy"
    private static let labels = ["Operational procedure", "Business general", "Contract agreement"]
    private static let days = "1825"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        if call.isQuestion { return .confirmation("Creating the first retention labels.") }
        return try scope.context.store.write { _ in
            guard let noun = ComplianceNoun.named(RetentionLabelRule.noun) else { return .done(warnings: []) }
            try noun.prepare(scope)
            guard try scope.objects.objects(of: noun.objectClass).isEmpty else { return .done(warnings: []) }
            try ComplianceMaker.make(
                "RetentionCompliancePolicy",
                [
                    "Name": .string(Self.policy), "ExchangeLocation": ["All"], "SharePointLocation": ["All"],
                    "OneDriveLocation": ["All"], "ModernGroupLocation": ["All"],
                ],
                in: scope
            )
            for label in Self.labels {
                try ComplianceMaker.make(
                    noun.noun,
                    [
                        "Name": .string(label), "RetentionAction": "Keep", "RetentionDuration": .string(Self.days),
                        "RetentionType": "CreationAgeInDays",
                    ],
                    in: scope
                )
                try ComplianceMaker.make(
                    "RetentionComplianceRule",
                    ["Policy": .string(Self.policy), .init(LabelOfRuleRule.published): .string(label)],
                    in: scope
                )
            }
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Confirm", "WhatIf"], shape: nil) }
}
