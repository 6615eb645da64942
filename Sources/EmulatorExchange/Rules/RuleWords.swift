import EmulatorCore
import ExoJSON

/// Says in words what a rule does: its conditions, actions and exceptions.
enum RuleWords {
    private enum Part: String {
        case condition = "c"
        case action = "a"
        /// An action that applies a policy.
        case policy = "p"
    }

    private struct Line: Sendable {
        let part: Part
        let property: String
        let words: String
    }

    private static let lines: [String: [Line]] = {
        var all: [String: [Line]] = [:]
        for words in EmbeddedFile.ruleWords.table(columns: 4) {
            guard words.count == 4, let part = Part(rawValue: String(words[1])) else {
                preconditionFailure("\(EmbeddedFile.ruleWords.rawValue): \(words)")
            }
            let line = Line(part: part, property: String(words[2]), words: String(words[3]))
            all[String(words[0]), default: []].append(line)
        }
        // Rules that apply policies have the same conditions.
        let shared = all.removeValue(forKey: "*") ?? []
        return all.mapValues { lines in lines.contains { $0.part == .policy } ? shared + lines : lines }
    }()

    /// Whether the rules of a noun are described.
    static func describes(_ noun: String) -> Bool { lines[noun] != nil }

    /// The properties of a noun; where its objects are rules, a list that says nothing is null, and what turns a rule on and
    /// off is its state.
    static func refined(_ properties: [PropertyShape], of noun: String) -> [PropertyShape] {
        guard describes(noun) else { return properties }
        let hasState = properties.contains { $0.name == "State" }
        return properties.filter { !hasState || $0.name != "Enabled" }.map { property in
            guard property.kind == .texts, property.name != "ObjectClass" else { return property }
            return PropertyShape(name: property.name, kind: .texts, fallback: .null)
        }
    }

    /// What follows from a rule's own properties.
    static func values(of rule: ExchangeObject, noun: String) -> JSONObject {
        let defaults = noun == "TransportRule" ? TransportRuleDefaults.of(rule) : [:]
        var rule = rule
        for member in defaults.members { rule.properties[member.name] = member.value }
        let all = lines[noun] ?? []
        let conditions = all.filter { $0.part == .condition }
        var actions = phrases(all.filter { $0.part == .action }, of: rule)
        let policies = phrases(all.filter { $0.part == .policy }, of: rule, quote: "\"")
        if !policies.isEmpty { actions.append(policies.joined(separator: ", ")) }
        var text = ""
        func add(_ title: String, _ phrases: [String], joined: String) {
            guard !phrases.isEmpty else { return }
            text += "\(title)\r\n\t\(phrases.joined(separator: "\r\n\t\(joined)"))\r\n"
        }
        add("If the message:", phrases(conditions, of: rule), joined: "and ")
        add("Take the following actions:", actions, joined: "and ")
        add("Except if the message:", phrases(conditions, of: rule, prefix: exception), joined: "or ")
        var values: JSONObject = ["Description": .string(text)]
        guard noun != "InboxRule" else {
            values["RuleIdentity"] = .integer(number(rule))
            return values
        }
        func predicates(prefix: String = "") -> JSONValue {
            let set = conditions.filter { isSet(rule.properties[prefix + $0.property]) }
            guard !set.isEmpty else { return .null }
            return .array(set.map { .string(taskType("\(typeNames[$0.property] ?? $0.property)Predicate")) })
        }
        values["Conditions"] = predicates()
        values["Exceptions"] = predicates(prefix: exception)
        values["ImmutableId"] = .string(rule.guid)
        if noun == "TransportRule" {
            for member in defaults.members { values[member.name] = member.value }
            // Kept as a text once.
            if let text = rule.text("RedirectMessageTo") { values["RedirectMessageTo"] = [.string(text)] }
            values["Actions"] = .array(
                actionTypes(of: rule, all.filter { $0.part == .action }).map { .string(taskType($0)) }
            )
        }
        // Rules that were made before they had a state say otherwise whether they are on.
        if stateless.contains(noun), rule.properties["State"] == nil {
            values["State"] = rule.properties["Enabled"] == true ? "Enabled" : "Disabled"
        }
        return values
    }

    /// What the properties of exceptions begin with.
    private static let exception = "ExceptIf"

    /// Nouns whose rules had no state once.
    private static let stateless: Set = ["HostedOutboundSpamFilterRule", "TeamsProtectionPolicyRule"]

    /// The types of a rule's actions; several properties may be one action's.
    private static func actionTypes(of rule: ExchangeObject, _ lines: [Line]) -> [String] {
        var types: [String] = []
        for property in lines.map(\.property) + (otherActions["TransportRule"] ?? [])
        where isSet(rule.properties[property]) {
            let type = combined.first { property.hasPrefix($0) } ?? property
            if !types.contains(type) { types.append(type) }
        }
        return types.map { "\(typeNames[$0] ?? $0)Action" }
    }

    /// What the properties of one action begin with.
    private static let combined = [
        "ApplyHtmlDisclaimer", "ApplyRightsProtection", "GenerateIncidentReport", "NotifySender", "RejectMessage",
        "SetHeader", "SmtpRejectMessage",
    ]

    /// What the types of conditions and actions are called that have not the name of their property.
    private static let typeNames = [
        "ADComparisonAttribute": "ADAttributeComparison", "AddToRecipients": "AddToRecipient",
        "AnyOfRecipientAddressContainsWords": "AnyOfRecipientAddressContains",
        "AnyOfRecipientAddressMatchesPatterns": "AnyOfRecipientAddressMatches",
        "ApplyRightsProtection": "RightsProtectMessage", "AttachmentNameMatchesPatterns": "AttachmentNameMatches",
        "BetweenMemberOf1": "BetweenMemberOf", "FromAddressContainsWords": "FromAddressContains",
        "FromAddressMatchesPatterns": "FromAddressMatches", "HeaderContainsWords": "HeaderContains",
        "HeaderMatchesPatterns": "HeaderMatches", "LogEventText": "LogEvent", "ManagerAddresses": "ManagerIs",
        "RecipientADAttributeContainsWords": "RecipientAttributeContains",
        "RecipientADAttributeMatchesPatterns": "RecipientAttributeMatches",
        "RedirectMessageTo": "RedirectMessage", "SCLOver": "SclOver", "SenderNotificationType": "NotifySender",
        "SenderADAttributeContainsWords": "SenderAttributeContains",
        "SenderADAttributeMatchesPatterns": "SenderAttributeMatches",
        "SenderManagementRelationship": "ManagementRelationship", "SetSCL": "SetScl",
        "SubjectContainsWords": "SubjectContains", "SubjectMatchesPatterns": "SubjectMatches",
        "SubjectOrBodyContainsWords": "SubjectOrBodyContains", "SubjectOrBodyMatchesPatterns": "SubjectOrBodyMatches",
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
            "ApplyRightsProtectionCustomizationTemplate", "NotifySender", "RejectMessageEnhancedStatusCode",
            "SmtpRejectMessageRejectStatusCode",
        ],
    ]

    /// Refuses a rule of mail flow or of a mailbox that does nothing; the words are a guess.
    ///
    /// A rule that did nothing before may be changed in what is no action.
    ///
    /// - Parameters:
    ///   - draft: The rule.
    ///   - call: What makes or changes it; an action of which a rule keeps nothing counts there.
    ///   - noun: The noun of the rule.
    /// - Throws: ``AdminAPIError``.
    static func checkAction(of draft: ObjectDraft, _ call: BoundCall, noun: String) throws {
        guard let others = otherActions[noun] else { return }
        let actions = (lines[noun] ?? []).filter { $0.part == .action }.map(\.property) + others
        guard draft.object.sequence == 0 || actions.contains(where: { call[$0] != nil }) else { return }
        let acts = actions.contains { isSet(draft.object.properties[$0]) || isSet(call[$0]) }
        guard !acts else { return }
        throw AdminAPIError(
            exceptionType: "System.ArgumentException",
            message: "The rule doesn't have any actions. Please specify at least one action for the rule.",
            targetType: noun
        )
    }

    /// Whether a parameter says more than that something is not.
    private static func isSet(_ value: BoundValue?) -> Bool {
        switch value {
        case .value(let value)?: isSet(value)
        case .delta(let add, _)?: !add.isEmpty
        case .secret?: true
        case nil: false
        }
    }

    /// The number that a rule of a mailbox has in the place of its name, as text.
    static func number(of rule: ExchangeObject) -> String { String(number(rule)) }

    private static func number(_ rule: ExchangeObject) -> Int64 { Int64(StableIdentifier.hash(rule.guid) >> 1) }

    /// Whether a value says more than that something is not.
    static func isSet(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null?, .bool(false)?, .string("")?: false
        case .array(let elements)?: !elements.isEmpty
        default: true
        }
    }

    /// The conditions or the actions that rules of a noun can have, by rank.
    ///
    /// - Returns: The name that the types of each begin with, and words without values.
    static func choices(of noun: String, areActions: Bool) -> [(name: String, words: String)] {
        var choices: [(name: String, words: String)] = []
        for line in lines[noun] ?? [] where line.part == (areActions ? .action : .condition) {
            let whole = areActions ? combined.first { line.property.hasPrefix($0) } : nil
            let name = typeNames[whole ?? line.property] ?? whole ?? line.property
            guard !choices.contains(where: { $0.name == name }) else { continue }
            choices.append((name, line.words.replacing("%", with: "...")))
        }
        return choices
    }

    private static func phrases(
        _ lines: [Line],
        of rule: ExchangeObject,
        prefix: String = "",
        quote: String = "'"
    ) -> [String] {
        lines.compactMap { line in
            guard let value = rule.properties[prefix + line.property], isSet(value) else { return nil }
            return line.words.split(separator: "%", omittingEmptySubsequences: false)
                .map { filled($0, from: rule, prefix: prefix, quote: quote) }
                .joined(separator: shown(value, in: quote))
        }
    }

    private static func shown(_ value: JSONValue, in quote: String) -> String {
        let texts = (value.arrayValue ?? [value]).map { $0.stringValue ?? $0.text() }
        return texts.map { quote + scopeName($0) + quote }.joined(separator: " or ")
    }

    /// Words with what other properties say in the place of braces.
    private static func filled(
        _ words: Substring,
        from rule: ExchangeObject,
        prefix: String,
        quote: String
    ) -> String {
        var (text, rest) = ("", words)
        while let open = rest.firstIndex(of: "{"), let end = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            text += said(rest[rest.index(after: open)..<end], of: rule, prefix: prefix, quote: quote)
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }

    /// The value of a property by its name, or of `Name:Value=words|words` the words for its value, the last where it has no
    /// words.
    private static func said(
        _ place: Substring,
        of rule: ExchangeObject,
        prefix: String,
        quote: String
    ) -> String {
        let parts = place.split(separator: ":", maxSplits: 1)
        let value = parts.first.flatMap { rule.properties["\(prefix)\($0)"] }
        guard parts.count == 2 else { return value.map { shown($0, in: quote) } ?? "" }
        let choices = parts[1].split(separator: "|").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        let words = choices.first { $0.count == 2 && $0.first == value?.stringValue } ?? choices.last
        return words?.last ?? ""
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
