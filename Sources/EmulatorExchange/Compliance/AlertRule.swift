import EmulatorCore
import ExoJSON

/// Alert policies: what triggers an alert fits together, and of the service's own only the notification is changed.
///
/// See https://learn.microsoft.com/powershell/module/exchangepowershell/new-protectionalert. The page of Set- says that the
/// service's own cannot be edited; articles let their notifications go to others, which is done here. The words are a guess.
struct AlertRule: ObjectRule {
    static let noun = "ProtectionAlert"
    private static let systemRule = "IsSystemRule"
    private static let aggregation = [
        "AggregationType", "AlertBy", "NotifyUserOnFilterMatch", "Threshold", "TimeWindow",
    ]
    /// What may be said of the service's own policies.
    private static let notification = SettingWriter.control.union([
        "Disabled", "NotificationCulture", "NotificationEnabled", "NotifyUser", "NotifyUserSuppressionExpiryDate",
        "NotifyUserThrottleThreshold", "NotifyUserThrottleWindow",
    ])
    /// What alerts are put together by, by the type of what they watch.
    private static let subjects = ["activity": ["User"], "malware": ["Mail.Recipient", "Mail.ThreatName"]]
    private static let leastThreshold: Int64 = 3
    /// The page says more than an hour; that an hour itself is refused is not believed.
    private static let leastMinutes: Int64 = 60

    func takes(_ parameter: String) -> Bool { parameter == "Description" }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        let other = call.parameters.map(\.name).first { !Self.notification.contains($0) }
        if draft.original.properties[Self.systemRule] == true, let other {
            throw AdminAPIError.invalidOperation(
                "\(other) of \"\(draft.object.name)\" can't be changed because it's a default alert policy."
            )
        }
        // The service's own policies have their descriptions as comments; that others have too is a guess.
        if let text = call.text("Description"), call.text("Comment") == nil {
            draft.store("Comment", .string(text))
        }
        guard Self.aggregation.contains(where: { call[$0] != nil }) else { return }
        try Self.check(call, draft)
    }

    private static func check(_ call: BoundCall, _ draft: ObjectDraft) throws {
        let subject = (call["AlertBy"]?.newTexts ?? []).filter { !$0.isEmpty }
        switch draft.value("AggregationType").stringValue ?? "SimpleAggregation" {
        case "None":
            let isBy = !subject.isEmpty
            guard !isBy, !call.isOn("NotifyUserOnFilterMatch") else {
                throw AdminAPIError.invalidOperation(
                    "You can't use \(isBy ? "AlertBy" : "NotifyUserOnFilterMatch") when AggregationType is None."
                )
            }
        case "SimpleAggregation":
            for (parameter, least) in [("Threshold", leastThreshold), ("TimeWindow", leastMinutes)] {
                guard let number = call.number(parameter), number < least else { continue }
                throw AdminAPIError.invalidOperation(
                    "The value \(number) of \(parameter) isn't valid. It must be \(least) or more."
                )
            }
        default: break
        }
        let type = draft.value("ThreatType").stringValue ?? ""
        guard let known = subjects[type.lowercased()] else { return }
        for text in subject where !known.contains(where: text.isSame) {
            throw AdminAPIError.invalidOperation("AlertBy \"\(text)\" isn't valid for the threat type \(type).")
        }
    }
}
