import EmulatorCore
import ExoJSON

/// Something that happened to a message, as activity explorer tells it.
///
/// Names and form of what a record has are those that scripts read; which of the page's columns hold what for mail follows them.
struct MailActivity: Sendable {
    /// The rule that the message met, `nil` where kinds of sensitive information were found in it.
    let rule: PreventionRules.Rule?
    let message: TrafficMessage
    let receivers: [String]
    let findings: [SensitiveFinding]

    /// What a rule can do that is told.
    private static let actions = [
        "ApplyBrandingTemplate", "ApplyHtmlDisclaimer", "BlockAccess", "EncryptRMSTemplate", "GenerateAlert",
        "GenerateIncidentReport", "ModifySubject", "Moderate", "NotifyUser", "PrependSubject", "Quarantine",
        "RedirectMessageTo", "RemoveHeader", "RemoveRMSTemplate", "SetHeader", "StopPolicyProcessing",
    ]
    /// The columns of a table, in the page's order.
    static let columns = [
        "Activity", "Happened", "PolicyId", "PolicyMode", "PolicyName", "Receivers", "RecordIdentity", "RuleActions",
        "RuleId", "RuleName", "Sender", "SensitiveInfoTypeBucketsData", "SensitiveInfoTypeData", "Subject", "User",
        "UserType", "Workload",
    ]

    private var kind: String { rule == nil ? "DlpClassification" : "DLPRuleMatch" }
    private var title: String { rule == nil ? "Classification stamped" : "DLP rule matched" }
    private var id: String { SeedIdentifier.make("activity", message.traceID, rule?.rule.guid ?? "") }
    private var happened: String { String(message.received.text(.unspecified).prefix(19)) + "Z" }
    private var ruleActions: [String] {
        Self.actions.filter { RuleWords.isSet(rule?.rule.properties[$0]) }
    }

    private var types: JSONValue {
        .array(
            findings.map { finding in
                [
                    "SensitiveInfoTypeId": .string(finding.id), "Count": .integer(Int64(finding.matches.count)),
                    "Confidence": .integer(finding.confidence), "ClassifierType": "Content",
                    "UniqueCount": .integer(Int64(Set(finding.matches.map(\.text)).count)),
                ]
            }
        )
    }

    private var buckets: JSONValue {
        .array(
            findings.map { finding in
                [
                    "Id": .string(finding.id), "Low": .integer(Int64(finding.count(of: .low))),
                    "Medium": .integer(Int64(finding.count(of: .medium))),
                    "High": .integer(Int64(finding.count(of: .high))), "ClassifierType": "Content",
                ]
            }
        )
    }

    /// The record as an object.
    var json: JSONValue {
        var record: JSONObject = [
            "Activity": .string(title), "ActivityId": .string(kind), "Happened": .string(happened),
            "RecordIdentity": .string(id), "User": .string(message.sender), "UserType": "Regular",
            "Workload": "Exchange", "ItemName": .string(message.subject),
            "EmailInfo": [
                "Sender": .string(message.sender), "Receivers": .array(receivers.map { .string($0) }),
                "Subject": .string(message.subject), "MessageID": .string(message.messageID),
            ],
            "SensitiveInfoTypeData": types, "SensitiveInfoTypeBucketsData": buckets,
        ]
        guard let rule else { return .object(record) }
        record["PolicyMatchInfo"] = [
            "PolicyId": .string(rule.policy.guid), "PolicyName": .string(rule.policy.name),
            "PolicyMode": .string(rule.policy.text("Mode") ?? "Enable"), "RuleId": .string(rule.rule.guid),
            "RuleName": .string(rule.rule.name), "RuleActions": .array(ruleActions.map { .string($0) }),
        ]
        return .object(record)
    }

    /// The record as a row of a table.
    var line: String {
        CSVText.line(
            Self.columns.map { column in
                switch column {
                case "Activity": title
                case "Happened": happened
                case "RecordIdentity": id
                case "SensitiveInfoTypeBucketsData": buckets.text()
                case "SensitiveInfoTypeData": types.text()
                default: values(of: column).joined(separator: ";")
                }
            }
        )
    }

    /// What filters find under a name; nothing where mail says nothing of it.
    func values(of name: String) -> [String] {
        switch name {
        case "Activity": [kind]
        case "DLPPolicyId", "PolicyId": rule.map { [$0.policy.guid] } ?? []
        case "DLPPolicyRuleId", "PolicyRuleId", "RuleId": rule.map { [$0.rule.guid] } ?? []
        case "EmailReceiver", "Receivers": receivers
        case "EmailSender", "Sender", "User": [message.sender]
        case "ItemName", "Subject": [message.subject]
        case "PolicyMode": rule.map { [$0.policy.text("Mode") ?? "Enable"] } ?? []
        case "PolicyName": rule.map { [$0.policy.name] } ?? []
        case "PolicyRuleAction", "RuleActions": ruleActions
        case "PolicyRuleName", "RuleName": rule.map { [$0.rule.name] } ?? []
        case "SensitiveInfoTypeClassifierType": findings.isEmpty ? [] : ["Content"]
        case "SensitiveInfoTypeConfidence": findings.map { String($0.confidence) }
        case "SensitiveInfoTypeCount": findings.map { String($0.matches.count) }
        case "SensitiveInfoTypeId": findings.map(\.id)
        case "UserType": ["Regular"]
        case "Workload": ["Exchange"]
        default: []
        }
    }
}
