import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-ConfigAnalyzerPolicyRecommendation: what policies say less strictly than a preset security policy would.
///
/// See https://learn.microsoft.com/defender-office-365/configuration-analyzer-for-security-policies.
struct ConfigurationAnalyzer: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let isStrict = call.text("RecommendedPolicyType")?.lowercased() == "strict"
        let noun = call.facts.noun
        let shape = ObjectShape.of(noun: noun)
        let identity = call.text("Identity")?.lowercased()
        var rows: [ObjectRow] = []
        for kind in RecommendedSettings.all {
            let policies = SettingNoun(kind.noun)
            try scope.objects.makeFirstObjects(of: policies, now: scope.now)
            let rules = try scope.objects.objects(of: SettingNoun(kind.rules).objectClass)
            for policy in try scope.objects.objects(of: policies.objectClass) where !Self.isPreset(policy) {
                let places = try Self.places(of: policy, kind, rules, scope)
                guard places == 0 || !call.isOn("IsAppliedToDisabled") else { continue }
                for setting in kind.settings {
                    guard let property = policies.view.shape.property(setting.name) else { continue }
                    let value = policy.properties[setting.name] ?? property.fallback
                    let wanted = isStrict ? setting.strict : setting.standard
                    guard !setting.accepts(value, wanted: wanted) else { continue }
                    var row = shape.row("\(policy.name)\\\(setting.name)", setting.values(value, wanted: wanted))
                    row.set([
                        "Identity": .string(row.title), "Policy": .string(policy.name),
                        "PolicyGroup": .string(kind.group), "LastModified": policy.changed.json,
                        "AppliedTo": .string(places == 0 ? "" : String(places)),
                    ])
                    if identity.map({ row.title.lowercased() == $0 }) ?? true { rows.append(row) }
                }
            }
        }
        let found = rows
        return .rows(noun, scope) { found }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "IsAppliedToDisabled", "RecommendedPolicyType"], shape: nil)
    }

    /// Whether a policy is the service's own, which nobody compares with itself.
    private static func isPreset(_ policy: ExchangeObject) -> Bool {
        policy.properties["IsBuiltInProtection"] == true
            || ["Standard", "Strict"].contains(policy.text("RecommendedPolicyType"))
    }

    /// The users, groups and domains that rules apply a policy to; the default one is for all domains.
    private static func places(
        of policy: ExchangeObject,
        _ kind: RecommendedSettings,
        _ rules: [ExchangeObject],
        _ scope: CallScope
    ) throws -> Int {
        if policy.properties["IsDefault"] == true { return try scope.objects.objects(of: .acceptedDomain).count }
        let conditions = ["From", "FromMemberOf", "SenderDomainIs", "SentTo", "SentToMemberOf", "RecipientDomainIs"]
        let applying = rules.filter { rule in
            rule.text("State") != "Disabled" && rule.text(kind.noun)?.lowercased() == policy.name.lowercased()
        }
        return applying.reduce(0) { sum, rule in sum + conditions.reduce(0) { $0 + rule.texts($1).count } }
    }
}
