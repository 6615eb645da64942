import EmulatorCore
import ExoJSON

/// The rules of data loss prevention that act on mail, as far as the traffic says what they need.
struct PreventionRules {
    /// A rule with its policy.
    struct Rule: Sendable {
        let rule: ExchangeObject
        let policy: ExchangeObject
    }

    private static let sensitive = "ContentContainsSensitiveInformation"
    private static let exception = "ExceptIf"
    /// Conditions that rules of mail flow do not have begin with one of these.
    private static let openings = [
        "AccessScope", "AdvancedRule", "Document", "NonBifurcating", "ProcessingLimit", "Unscannable",
    ]

    private let rules: [Rule]

    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope) throws {
        guard let noun = ComplianceNoun.named("DlpComplianceRule") else {
            rules = []
            return
        }
        try noun.prepare(scope)
        rules = try noun.ordered(scope).compactMap { rule in
            guard rule.properties["Disabled"] != true, let policy = try noun.owner(of: rule, scope),
                policy.text("Mode") != "Disable", policy.properties["Enabled"] != false
            else { return nil }
            return Rule(rule: rule, policy: policy)
        }
    }

    /// The rules that a message to one recipient meets.
    func met(by message: TrafficMessage, _ findings: [SensitiveFinding]) -> [Rule] {
        rules.filter { rule in
            rule.rule.created <= message.received
                && PolicyPlaces.exchange(of: rule.policy, contain: Self.owner(of: message))
                && Self.holds(rule.rule, message, findings)
        }
    }

    /// Whose mail a message is: that of who sent it, or of who got it from outside.
    private static func owner(of message: TrafficMessage) -> String {
        message.direction == .inbound ? message.recipient : message.sender
    }

    private static func holds(
        _ rule: ExchangeObject,
        _ message: TrafficMessage,
        _ findings: [SensitiveFinding]
    ) -> Bool {
        rule.properties.members.allSatisfy { member in
            guard isCondition(member.name), RuleWords.isSet(member.value) else { return true }
            guard member.name.hasPrefix(exception) else { return holds(member, rule, message, findings) == true }
            let condition = String(member.name.dropFirst(exception.count))
            var positive = rule
            positive.properties[condition] = member.value
            return holds(.init(name: condition, value: member.value), positive, message, findings) == false
        }
    }

    private static func isCondition(_ name: String) -> Bool {
        TransportRuleHits.isCondition(name) || openings.contains { name.hasPrefix($0) }
    }

    /// Whether a condition holds, `nil` for one that the traffic says nothing of.
    private static func holds(
        _ member: JSONObject.Member,
        _ rule: ExchangeObject,
        _ message: TrafficMessage,
        _ findings: [SensitiveFinding]
    ) -> Bool? {
        switch member.name {
        case sensitive: SensitiveCondition(member.value).holds(findings)
        case "AccessScope":
            (message.direction == .outbound) == (member.value.stringValue?.lowercased() == "notinorganization")
        default: TransportRuleHits.holds(member.name, of: rule, message)
        }
    }
}
