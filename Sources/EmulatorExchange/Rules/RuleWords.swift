import EmulatorCore
import ExoJSON

/// Says in words what a rule does: its conditions, actions and exceptions.
enum RuleWords {
    private struct Line: Sendable {
        let isAction: Bool
        let property: String
        let words: String
    }

    private static let lines: [String: [Line]] = {
        var all: [String: [Line]] = [:]
        for words in EmbeddedFile.ruleWords.table(columns: 4) {
            guard words.count == 4 else { preconditionFailure("\(EmbeddedFile.ruleWords.rawValue): \(words)") }
            let line = Line(isAction: words[1] == "a", property: String(words[2]), words: String(words[3]))
            all[String(words[0]), default: []].append(line)
        }
        return all
    }()

    /// Whether the rules of a noun are described.
    static func describes(_ noun: String) -> Bool { lines[noun] != nil }

    /// What follows from a rule's own properties.
    static func values(of rule: ExchangeObject, noun: String) -> JSONObject {
        let all = lines[noun] ?? []
        let conditions = phrases(all.filter { !$0.isAction }, of: rule, prefix: "")
        let exceptions = phrases(all.filter { !$0.isAction }, of: rule, prefix: "ExceptIf")
        let actions = phrases(all.filter(\.isAction), of: rule, prefix: "")
        var text = ""
        func add(_ title: String, _ phrases: [String], joined: String) {
            guard !phrases.isEmpty else { return }
            text += "\(title)\r\n\t\(phrases.joined(separator: "\r\n\t\(joined)"))\r\n"
        }
        add("If the message:", conditions, joined: "and ")
        if conditions.isEmpty, noun == "TransportRule" { text += "Apply to all messages\r\n" }
        add("Take the following actions:", actions, joined: "and ")
        add("Except if the message:", exceptions, joined: "or ")
        var values: JSONObject = ["Description": .string(text)]
        guard noun == "TransportRule" else {
            values["RuleIdentity"] = .integer(number(rule))
            return values
        }
        func names(prefix: String = "") -> JSONValue {
            .array(
                all.filter { !$0.isAction && isSet(rule.properties[prefix + $0.property]) }.map { line in
                    .string(taskType("\(line.property)Predicate"))
                }
            )
        }
        let excepted = names(prefix: "ExceptIf")
        values["Conditions"] = names()
        values["Exceptions"] = excepted == [] ? .null : excepted
        values["Actions"] = .array(actionTypes(of: rule, all.filter(\.isAction)).map { .string(taskType($0)) })
        values["ImmutableId"] = .string(rule.guid)
        return values
    }

    /// The types of a rule's actions; several properties may be one action's.
    private static func actionTypes(of rule: ExchangeObject, _ lines: [Line]) -> [String] {
        var types: [String] = []
        for property in lines.map(\.property) + (otherActions["TransportRule"] ?? [])
        where isSet(rule.properties[property]) {
            let type = combined.first { property.hasPrefix($0) } ?? property
            if !types.contains(type) { types.append(type) }
        }
        return types.map { "\($0)Action" }
    }

    /// What the properties of one action begin with.
    private static let combined = [
        "ApplyHtmlDisclaimer", "ApplyRightsProtection", "GenerateIncidentReport", "NotifySender", "RejectMessage",
        "SetHeader", "SmtpRejectMessage",
    ]

    private static func taskType(_ name: String) -> String {
        "Microsoft.Exchange.MessagingPolicies.Rules.Tasks.\(name)"
    }

    /// What rules do that descriptions have no words for, by noun.
    private static let otherActions = [
        "InboxRule": [
            "ApplyCategory", "ApplySystemCategory", "ClearCategories", "ClearFlag", "CompleteFlag",
            "DeleteSystemCategory",
            "DisplayAlert", "FlagMessage", "PinMessage", "PlaySound", "SendTextMessageNotificationTo",
            "SoftDeleteMessage", "StopProcessingRules", "UnpinMessage",
        ],
        "TransportRule": [
            "AddManagerAsRecipientType", "ApplyClassification", "ApplyRightsProtectionTemplate",
            "ApplyRightsProtectionCustomizationTemplate", "Disconnect", "GenerateIncidentReport",
            "GenerateNotification", "LogEventText", "ModerateMessageByManager", "NotifySender",
            "RejectMessageEnhancedStatusCode", "RemoveOME", "RemoveOMEv2", "RemoveRMSAttachmentEncryption",
            "RouteMessageOutboundConnector", "SmtpRejectMessageRejectText", "SmtpRejectMessageRejectStatusCode",
        ],
    ]

    /// Refuses a rule of mail flow or of a mailbox that does nothing; the words are a guess.
    ///
    /// - Parameters:
    ///   - rule: The rule.
    ///   - call: What makes or changes it; an action of which a rule keeps nothing counts there.
    ///   - noun: The noun of the rule.
    /// - Throws: ``AdminAPIError``.
    static func checkAction(of rule: ExchangeObject, _ call: BoundCall, noun: String) throws {
        guard let others = otherActions[noun] else { return }
        let actions = (lines[noun] ?? []).filter(\.isAction).map(\.property) + others
        guard !actions.contains(where: { isSet(rule.properties[$0]) || call[$0] != nil }) else { return }
        throw AdminAPIError(
            exceptionType: "System.ArgumentException",
            message: "The rule doesn't have any actions. Please specify at least one action for the rule.",
            targetType: noun
        )
    }

    /// The number that a rule of a mailbox has in the place of its name, as text.
    static func number(of rule: ExchangeObject) -> String { String(number(rule)) }

    private static func number(_ rule: ExchangeObject) -> Int64 { Int64(StableIdentifier.hash(rule.guid) >> 1) }

    private static func isSet(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null?, .bool(false)?, .string("")?: false
        case .array(let elements)?: !elements.isEmpty
        default: true
        }
    }

    private static func phrases(_ lines: [Line], of rule: ExchangeObject, prefix: String) -> [String] {
        lines.compactMap { line in
            guard let value = rule.properties[prefix + line.property], isSet(value) else { return nil }
            let texts = (value.arrayValue ?? [value]).map { $0.stringValue ?? $0.text() }
            let shown = texts.map { "'\(scopeName($0))'" }.joined(separator: " or ")
            return line.words.split(separator: "%", omittingEmptySubsequences: false).joined(separator: shown)
        }
    }

    /// How descriptions call inside and outside.
    private static func scopeName(_ text: String) -> String {
        switch text {
        case "InOrganization": "Inside the organization"
        case "NotInOrganization": "Outside the organization"
        default: text
        }
    }
}

extension SettingNoun {
    /// Shows its objects, rules with their description.
    func builder(_ objects: ObjectStore, owner: ExchangeObject?) -> RowBuilder {
        guard RuleWords.describes(noun) else {
            return RowBuilder(view: view, names: objects.names, owner: owner, beside: derived)
        }
        let noun = noun
        let recipients = owner == nil ? nil : RuleRecipients(objects: objects)
        return RowBuilder(view: view, names: objects.names, owner: owner) { rule in
            guard let recipients else { return RuleWords.values(of: rule, noun: noun) }
            let (shown, named) = try recipients.values(of: rule)
            var described = rule
            for member in named.members { described.properties[member.name] = member.value }
            var values = RuleWords.values(of: described, noun: noun)
            for member in shown.members { values[member.name] = member.value }
            // A rule of a mailbox is called by its number, whatever its name.
            if let owner { values["Identity"] = .string("\(owner.name)\\\(RuleWords.number(of: rule))") }
            return values
        }
    }

    /// What follows from the other values of an object.
    private var derived: (@Sendable (ExchangeObject) -> JSONObject)? {
        switch noun {
        case "AddressList", "GlobalAddressList":
            { ["Identity": .string("\\\($0.name)"), "Path": .string("\\\($0.name)")] }
        case "QuarantinePolicy":
            { policy in
                let number = policy.properties[QuarantinePermissions.property]?.integerValue ?? 0
                return ["EndUserQuarantinePermissions": .string(QuarantinePermissions.text(of: number))]
            }
        case "RetentionPolicy", "RetentionPolicyTag":
            { ["RetentionId": .string($0.text("RetentionId") ?? $0.guid)] }
        default: nil
        }
    }
}
