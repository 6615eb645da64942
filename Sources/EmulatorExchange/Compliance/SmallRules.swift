import EmulatorCore
import ExoJSON

/// Objects of the service's own, which nobody removes; the words of the refusals are guesses.
struct BuiltInRule: ObjectRule {
    /// The property that marks them.
    let property: String
    /// Whether nobody changes them either.
    var isFixed = false

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        guard isFixed, draft.original.properties[property] == true else { return }
        throw AdminAPIError.invalidOperation(
            "\"\(draft.original.name)\" is the service's own and can't be changed."
        )
    }

    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {
        guard object.properties[property] == true else { return }
        throw AdminAPIError.invalidOperation("\"\(object.name)\" is the service's own and can't be removed.")
    }
}

/// A number that one object of a noun has.
struct UniquePriorityRule: ObjectRule {
    /// What a listing is chosen by, each with the list that has it.
    private static let choices = [("RecordType", "RecordTypes"), ("Operation", "Operations"), ("UserId", "UserIds")]

    func takes(_ parameter: String) -> Bool {
        parameter == "Priority" || Self.choices.contains { $0.0 == parameter }
    }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        guard case .value(let value)? = call["Priority"], let wanted = value.integerValue else { return }
        let isTaken = try scope.objects.objects(of: draft.object.objectClass).contains { other in
            other.guid != draft.object.guid && other.properties["Priority"]?.integerValue == wanted
        }
        guard !isTaken else {
            throw AdminAPIError.invalidOperation("The priority \(wanted) is taken by another policy.")
        }
        draft.store("Priority", .integer(wanted))
    }

    func shows(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> Bool {
        Self.choices.allSatisfy { parameter, list in
            call.text(parameter).map { text in
                object.texts(list).contains { $0.lowercased() == text.lowercased() }
            } ?? true
        }
    }
}

/// A label, segment or policy that another object names has to be there.
struct ReferenceRule: ObjectRule {
    /// Parameters, and the noun that each names objects of.
    let nouns: [String: String]
    /// Whether the id of an object is kept, and not its name.
    var keepsIDs = false

    func takes(_ parameter: String) -> Bool { nouns[parameter] != nil }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        for (parameter, value) in call.parameters {
            guard let noun = nouns[parameter].flatMap(ComplianceNoun.named) else { continue }
            try noun.prepare(scope)
            func kept(_ text: String) throws -> String {
                let object = try noun.object(named: text, scope)
                return keepsIDs ? object.guid : object.name
            }
            switch value {
            case .value(.null), .value(.string("")): try draft.set(parameter, .value(.null))
            case .value(.string(let text)): draft.store(parameter, .string(try kept(text)))
            // An empty list changes nothing, as of every other property.
            case .value(.array([])): break
            case .delta(let add, let remove):
                // What is gone can still be taken from the list, by the name that it has there.
                let gone = try remove + noun.known(remove, scope).map { keepsIDs ? $0.guid : $0.name }
                let list = ObjectDraft.merged(draft.texts(parameter), add: try add.map(kept), remove: gone)
                draft.store(parameter, .array(list.map { .string($0) }))
            default: draft.store(parameter, .array(try (value.texts ?? []).map { .string(try kept($0)) }))
            }
        }
    }
}

/// The mode of a policy: in force, tested, or off.
struct ModeRule: ObjectRule {
    /// What a new policy has.
    let initial: String

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        if draft.object.sequence == 0, call["Mode"] == nil { draft.object.properties["Mode"] = .string(initial) }
        if draft.object.sequence == 0, call["Enabled"] == nil { draft.store("Enabled", true) }
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        ["IsSimulationPolicy": .bool((object.text("Mode") ?? "").hasPrefix("Test"))]
    }
}

/// Kinds of sensitive information are named by their ids.
struct ClassificationRule: ObjectRule {
    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        let id = JSONValue.string(object.guid)
        let isBuiltIn = object.properties["IsBuiltIn"] == true
        // What a rule package brought has its publisher.
        let publisher = object.text("Publisher") ?? scope.tenant.displayName
        let package = object.text("RulePackId") ?? SeedIdentifier.make("rulePack", scope.tenant.id)
        return [
            "Id": id, "Identity": id, "State": "Published",
            "Publisher": isBuiltIn ? "Microsoft Corporation" : .string(publisher),
            "RulePackId": .string(isBuiltIn ? RulePackageRule.own : package),
        ]
    }
}

/// Parts of a file plan show their names as display names.
struct DisplayNameRule: ObjectRule {
    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        ["DisplayName": .string(object.text("DisplayName") ?? object.name)]
    }
}

/// Retention policies for Teams are listed with the others, alone, or left out.
struct TeamsPolicyRule: ObjectRule {
    func takes(_ parameter: String) -> Bool {
        ["ExcludeTeamsPolicy", "TeamsPolicyOnly", "RetentionRuleTypes"].contains(parameter)
    }

    func shows(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> Bool {
        let isForTeams = Self.isForTeams(object)
        return !(call.isOn("ExcludeTeamsPolicy") && isForTeams) && !(call.isOn("TeamsPolicyOnly") && !isForTeams)
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        // Whether there are rules is told to who asks for their types.
        var shown: JSONObject = ["TeamsPolicy": .bool(Self.isForTeams(object)), "HasRules": false]
        guard call.isOn("RetentionRuleTypes"), let rules = ComplianceNoun.named("RetentionComplianceRule") else {
            return shown
        }
        let kinds = try scope.objects.objects(ownedBy: object, rules.objectClass).map { rule in
            rule.text("PublishComplianceTag") != nil
                ? "Publish" : rule.text("ApplyComplianceTag") != nil ? "Apply" : "Retention"
        }
        shown["RetentionRuleTypes"] = .array(Set(kinds).sorted().map { .string($0) })
        shown["HasRules"] = .bool(!kinds.isEmpty)
        return shown
    }

    private static func isForTeams(_ object: ExchangeObject) -> Bool {
        ["TeamsChannelLocation", "TeamsChatLocation"].contains { !object.texts($0).isEmpty }
    }
}

/// Roles of Security & Compliance are found by the cmdlets and parameters that they open.
struct ComplianceRoleRule: ObjectRule {
    func takes(_ parameter: String) -> Bool { ["Cmdlet", "CmdletParameters"].contains(parameter) }

    func shows(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> Bool {
        let (cmdlet, parameters) = (call.text("Cmdlet"), call.texts("CmdletParameters") ?? [])
        guard cmdlet != nil || !parameters.isEmpty else { return true }
        return ComplianceRoles.embedded.role(named: object.name).map {
            ManagementRoleCmdlets.holds($0, cmdlet, parameters)
        } ?? false
    }
}

/// Events of retention are listed by when they happened (a guess: the parameters have no description).
struct RetentionEventRule: ObjectRule {
    private static let (begin, end) = ("BeginDateTime", "EndDateTime")

    func takes(_ parameter: String) -> Bool { [Self.begin, Self.end].contains(parameter) }

    func shows(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> Bool {
        let moment = object.text("EventDateTime").flatMap { ServiceDate(parsing: $0) } ?? object.created
        return call.date(Self.begin).map { $0 <= moment } ?? true && call.date(Self.end).map { moment <= $0 } ?? true
    }
}
