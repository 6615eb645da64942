import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// The retention label that a rule publishes or applies: kept by its id, and shown as scripts read it.
///
/// A published label reads as id and name with a comma between, an applied one as its id alone. Rules of before kept
/// the name.
struct LabelOfRuleRule: ObjectRule {
    static let published = "PublishComplianceTag"
    static let applied = "ApplyComplianceTag"

    private let reference = ReferenceRule(
        nouns: [applied: RetentionLabelRule.noun, published: RetentionLabelRule.noun],
        keepsIDs: true
    )

    /// Whether a call makes a rule for a label.
    static func isNamed(in call: BoundCall) -> Bool {
        [published, applied].contains { call.text($0)?.isEmpty == false }
    }

    func takes(_ parameter: String) -> Bool { reference.takes(parameter) }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        try reference.apply(call, to: &draft, in: scope)
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        var shown = JSONObject()
        for property in [Self.published, Self.applied] {
            guard let text = object.text(property), let noun = ComplianceNoun.named(RetentionLabelRule.noun) else {
                continue
            }
            try noun.prepare(scope)
            guard let label = try scope.objects.objects(named: text, of: noun.objectClass, where: { _ in true }).first
            else { continue }
            shown[property] = .string(property == Self.published ? "\(label.guid),\(label.name)" : label.guid)
        }
        return shown
    }
}

/// Retention labels show their place in the file plan as its metadata; those that rules publish or apply stay, and the words
/// are a guess.
struct RetentionLabelRule: ObjectRule {
    static let noun = "ComplianceTag"
    private static let rules = ["AppRetentionComplianceRule", "RetentionComplianceRule"]
    private static let plan = "FilePlanProperty"
    private static let metadata = "FilePlanMetadata"
    private static let duration = "RetentionDuration"
    private static let schedule = ["RetentionAction", duration, "RetentionType"]

    func takes(_ parameter: String) -> Bool { parameter == Self.plan }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        try Self.checkSchedule(call, &draft)
        guard let value = call[Self.plan] else { return }
        try draft.set(Self.metadata, value)
    }

    /// What a label does after how long is said together, in words that there are.
    ///
    /// See https://learn.microsoft.com/powershell/module/exchangepowershell/new-compliancetag.
    private static func checkSchedule(_ call: BoundCall, _ draft: inout ObjectDraft) throws {
        for name in ["RetentionAction", "RetentionType"] {
            guard let text = call.text(name), let known = call.facts.parameter(named: name)?.values, !known.isEmpty
            else { continue }
            guard let value = known.first(where: text.isSame) else {
                throw AdminAPIError.transformation(
                    parameter: name,
                    reason: "\"\(text)\" isn't valid. Specify one of: \(known.joined(separator: ", "))."
                )
            }
            draft.store(name, .string(value))
        }
        let isUnlimited = call.text(duration)?.lowercased() == "unlimited"
        if case .value(let value)? = call[duration], !value.isNull, !isUnlimited {
            guard let days = call.number(duration), days > 0 else {
                throw AdminAPIError.transformation(
                    parameter: duration,
                    reason: "The value must be a number greater than 0, or unlimited."
                )
            }
        }
        guard call.facts.verb == "New" else { return }
        let missing = schedule.filter { name in
            guard case .value(let value)? = call[name] else { return true }
            return value.isNull || value == ""
        }
        guard missing.isEmpty || missing.count == schedule.count else {
            throw AdminAPIError.missingParameters(missing)
        }
        guard draft.object.text("RetentionType") == "EventAgeInDays", call.text("EventType") == nil else { return }
        throw AdminAPIError.missingParameters(["EventType"])
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        // Labels of before kept it under the parameter's name.
        guard object.text(Self.metadata) == nil, let text = object.text(Self.plan) else { return [:] }
        return [.init(Self.metadata): .string(text)]
    }

    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {
        let names = [object.guid, object.name.lowercased()]
        for noun in Self.rules.compactMap(ComplianceNoun.named) {
            try noun.prepare(scope)
            let user = try scope.objects.objects(of: noun.objectClass).first { rule in
                [LabelOfRuleRule.published, LabelOfRuleRule.applied].contains { property in
                    rule.text(property).map { names.contains($0.lowercased()) } ?? false
                }
            }
            guard let user else { continue }
            let policy = try noun.owner(of: user, scope)?.name ?? user.name
            throw AdminAPIError.invalidOperation(
                "The retention label \"\(object.name)\" can't be removed because the policy \"\(policy)\" uses it."
            )
        }
    }
}
