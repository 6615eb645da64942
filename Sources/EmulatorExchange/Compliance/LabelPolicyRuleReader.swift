import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-LabelPolicyRule: what the labels of each policy do, a rule for each action, and one for a label that does nothing.
///
/// Scripts read names, labels and actions, and a page of before tells of policies. That a label without actions has a rule, and
/// how the places of markings stand behind their action, are guesses.
struct LabelPolicyRuleReader: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try ComplianceNoun.label.prepare(scope)
        try ComplianceNoun.labelPolicy.prepare(scope)
        let policies =
            try call.text("Policy").map { try ComplianceNoun.labelPolicy.objects(named: $0, scope) }
            ?? ComplianceNoun.labelPolicy.ordered(scope)
        let labels = Dictionary(try ComplianceNoun.label.ordered(scope).map { ($0.name, $0) }) { first, _ in first }
        let noun = call.facts.noun
        let rows = policies.flatMap { policy in
            policy.texts("Labels").compactMap { labels[$0] }.flatMap { label in
                Self.actions(of: label).map { Self.row(noun, label, of: policy, action: $0) }
            }
        }
        guard let identity = call.text("Identity") else { return .rows(noun, scope) { rows } }
        let pattern = Array(identity.lowercased())
        let found = rows.filter { row in
            [row["Name"], row["Guid"]].contains { value in
                value?.stringValue.map { Wildcard.matches(Array($0.lowercased()), pattern: pattern) } ?? false
            }
        }
        guard !found.isEmpty || identity.contains("*") else { throw AdminAPIError.notFound(identity, noun: noun) }
        return .rows(noun, scope) { found }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Identity", "Policy"], shape: nil) }

    /// The names of what a label does, `nil` for nothing.
    private static func actions(of label: ExchangeObject) -> [String?] {
        let names = LabelActions.names(of: label)
        return names.isEmpty ? [nil] : names
    }

    private static func row(
        _ noun: String,
        _ label: ExchangeObject,
        of policy: ExchangeObject,
        action: String?
    ) -> ObjectRow {
        let guid = SeedIdentifier.make("labelPolicyRule", policy.guid, label.guid, action ?? "")
        let name = "lptr-\(guid)"
        return ObjectShape.of(noun: noun).row(
            name,
            [
                "Name": .string(name), "Identity": .string(name), "Guid": .string(guid), "ImmutableId": .string(guid),
                "LabelName": .string(label.name), "LabelActionName": action.map { .string($0) } ?? .null,
                "Policy": .string(policy.guid), "ParentPolicyName": .string(policy.name),
                "WhenCreatedUTC": policy.created.json, "WhenChangedUTC": policy.changed.json,
            ]
        )
    }
}
