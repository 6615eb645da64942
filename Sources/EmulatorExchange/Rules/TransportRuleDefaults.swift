import EmulatorCore
import ExoJSON

/// What a rule of mail flow has of itself once it says something else: where a disclaimer stands, the status of a refusal.
///
/// It is shown and not stored, so that it goes with what it belongs to.
enum TransportRuleDefaults {
    /// The parameter that says how a sender is told.
    static let parameter = "NotifySender"
    /// The property that keeps it.
    static let notification = "SenderNotificationType"

    /// What a rule that has one property has of others, as conditions and as exceptions.
    private static let values: [(property: String, other: String, value: JSONValue)] = [
        ("ApplyHtmlDisclaimerText", "ApplyHtmlDisclaimerLocation", "Append"),
        ("ApplyHtmlDisclaimerText", "ApplyHtmlDisclaimerFallbackAction", "Wrap"),
        ("RejectMessageReasonText", "RejectMessageEnhancedStatusCode", "5.7.1"),
        (
            "RejectMessageEnhancedStatusCode", "RejectMessageReasonText",
            "Delivery not authorized, message refused by Transport Rules"
        ),
        ("ADComparisonAttribute", "ADComparisonOperator", "Equal"),
        ("ExceptIfADComparisonAttribute", "ExceptIfADComparisonOperator", "Equal"),
    ]

    /// The properties that follow.
    static func of(_ rule: ExchangeObject) -> JSONObject {
        var added: JSONObject = [:]
        for (property, other, value) in values
        where RuleWords.isSet(rule.properties[property]) && !RuleWords.isSet(rule.properties[other]) {
            added[other] = value
        }
        return added
    }
}
