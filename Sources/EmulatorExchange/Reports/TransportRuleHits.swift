import EmulatorCore
import ExoJSON

/// Which messages meet the conditions of a transport rule, as far as the traffic says what they need.
struct TransportRuleHits: Sendable {
    private static let understood: Set = [
        "FromScope", "SentToScope", "From", "SentTo", "SenderDomainIs", "RecipientDomainIs", "SubjectContainsWords",
        "SubjectOrBodyContainsWords",
    ]
    /// Conditions begin with one of these.
    private static let openings = [
        "From", "SentTo", "Sender", "Recipient", "Subject", "AnyOf", "Attachment", "Header", "Message", "Has", "With",
        "SCLOver", "Content", "BetweenMemberOf", "Manager", "ADComparison", "ExceptIf",
    ]
    /// What begins like conditions and says how others are meant, or what is done.
    private static let others: Set = ["SenderAddressLocation", "SenderNotificationType"]

    let rule: ExchangeObject

    /// Whether the rule acts on a message; one with conditions that traffic says nothing of acts on none.
    func contain(_ message: TrafficMessage) -> Bool {
        guard rule.created <= message.received, rule.text("State") != "Disabled" else { return false }
        for member in rule.properties.members where Self.isCondition(member.name) {
            if member.value.isNull || member.value == false || member.value == [] { continue }
            guard Self.holds(member.name, of: rule, message) == true else { return false }
        }
        return true
    }

    /// Whether a property of a rule is a condition, and not an action.
    static func isCondition(_ name: String) -> Bool {
        !others.contains(name) && openings.contains { name.hasPrefix($0) }
    }

    /// Whether a condition of a rule holds for a message, `nil` for one that traffic says nothing of.
    static func holds(_ condition: String, of rule: ExchangeObject, _ message: TrafficMessage) -> Bool? {
        guard understood.contains(condition) else { return nil }
        let texts = rule.texts(condition).map { $0.lowercased() }
        func domain(_ address: String) -> String {
            address.lowercased().split(separator: "@").last.map(String.init) ?? ""
        }
        switch condition {
        case "FromScope": return (message.direction == .inbound) == (texts.first == "notinorganization")
        case "SentToScope": return (message.direction == .outbound) == (texts.first == "notinorganization")
        case "From": return texts.contains(message.sender.lowercased())
        case "SentTo": return texts.contains(message.recipient.lowercased())
        case "SenderDomainIs": return texts.contains(domain(message.sender))
        case "RecipientDomainIs": return texts.contains(domain(message.recipient))
        default: return texts.contains { message.subject.lowercased().contains($0) }
        }
    }
}
