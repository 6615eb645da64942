import EmulatorCore
import ExoJSON

/// The rules of data loss prevention that act on mail, as far as the traffic says what they need.
struct PreventionRules {
    /// A rule with its policy.
    struct Rule: Sendable {
        let rule: ExchangeObject
        let policy: ExchangeObject
        let places: PolicyPlaces
    }

    private static let sensitive = "ContentContainsSensitiveInformation"
    private static let exception = "ExceptIf"
    /// Conditions that rules of mail flow do not have begin with one of these.
    private static let openings = [
        "AccessScope", "Accessed", "AdvancedRule", "Context", "Device", "Document", "NonBifurcating", "ProcessingLimit",
        "Shared", "TeamsShared", "Unscannable", "Url",
    ]

    /// In the order of their policies, and in that of each policy.
    private let rules: [Rule]

    /// - Throws: ``AdminAPIError`` for a scope whose filter is none; `DatabaseError`.
    init(_ scope: CallScope) throws {
        guard let noun = ComplianceNoun.named("DlpComplianceRule"),
            let policies = ComplianceNoun.named("DlpCompliancePolicy")
        else {
            rules = []
            return
        }
        try noun.prepare(scope)
        let all = try noun.ordered(scope).filter { $0.properties["Disabled"] != true }
        rules = try policies.ordered(scope).flatMap { policy -> [Rule] in
            guard policy.text("Mode") != "Disable", policy.properties["Enabled"] != false else { return [] }
            let places = try PolicyPlaces(of: policy, scope)
            return all.filter { $0.owner == policy.guid }.map { Rule(rule: $0, policy: policy, places: places) }
        }
    }

    /// The rules that a message to one recipient meets, up to one that stops the others.
    func met(by message: TrafficMessage, _ findings: [SensitiveFinding]) -> [Rule] {
        let owner = Self.owner(of: message)
        var met: [Rule] = []
        for rule in rules where rule.rule.created <= message.received && rule.places.contain(owner) {
            guard Self.holds(rule.rule, message, findings) else { continue }
            met.append(rule)
            // A policy that is tested takes no actions.
            let isTested = rule.policy.text("Mode")?.hasPrefix("Test") == true
            if !isTested, rule.rule.properties["StopPolicyProcessing"] == true { break }
        }
        return met
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
            guard isCondition(member) else { return true }
            guard member.name.hasPrefix(exception) else { return holds(member, rule, message, findings) == true }
            let condition = String(member.name.dropFirst(exception.count))
            var positive = rule
            positive.properties[condition] = member.value
            return holds(.init(name: condition, value: member.value), positive, message, findings) == false
        }
    }

    /// Whether a property says something that has to hold; a scope of `None` is not looked at.
    private static func isCondition(_ member: JSONObject.Member) -> Bool {
        let isOff = member.name.hasSuffix("AccessScope") && member.value.stringValue?.lowercased() == "none"
        return !isOff && RuleWords.isSet(member.value)
            && (TransportRuleHits.isCondition(member.name) || openings.contains { member.name.hasPrefix($0) })
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
