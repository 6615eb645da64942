import EmulatorCore
import ExoJSON

/// Rules belong to a policy: they are made for one, are listed by it, and go with it.
struct PolicyRule: ObjectRule {
    let noun: String
    /// The noun of the policy.
    let policy: String
    /// The parameter that names it.
    var parameter = "Policy"

    func takes(_ parameter: String) -> Bool { parameter == self.parameter }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        let isNew = draft.object.sequence == 0
        if draft.changes("ContentMatchQuery") {
            _ = try ContentQuery(draft.object.text("ContentMatchQuery") ?? "", now: scope.now)
        }
        if !isNew, PreservationLockRule.isOn(try ComplianceNoun.named(noun)?.owner(of: draft.original, scope)) {
            func days(_ object: ExchangeObject) -> Int64 {
                let value = object.properties["RetentionDuration"]
                return value?.integerValue ?? value?.stringValue.flatMap { Int64($0) } ?? .max
            }
            let isWeakened = days(draft.object) < days(draft.original) || draft.changes("RetentionComplianceAction")
            if isWeakened { throw PreservationLockRule.refusal(draft.object) }
        }
        guard isNew, let identity = call.text(parameter) else { return }
        draft.object.owner = try found(identity, scope).guid
        // Each label of a policy has a rule of its own; else a policy has one.
        if policy == "RetentionCompliancePolicy", !LabelOfRuleRule.isNamed(in: call),
            let noun = ComplianceNoun.named(noun),
            let other = try scope.objects.objects(of: noun.objectClass).first(where: { $0.owner == draft.object.owner })
        {
            throw AdminAPIError.invalidOperation("The policy \"\(identity)\" already has the rule \"\(other.name)\".")
        }
    }

    /// A policy is distributed anew when one of its rules changes.
    func stored(_ object: ExchangeObject, in scope: CallScope) throws { try touchPolicy(of: object, scope) }

    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {
        if let owner = try ComplianceNoun.named(noun)?.owner(of: object, scope), PreservationLockRule.isOn(owner) {
            throw PreservationLockRule.refusal(owner)
        }
        guard !call.isQuestion else { return }
        try touchPolicy(of: object, scope)
    }

    func shows(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> Bool {
        guard let identity = call.text(parameter) else { return true }
        return object.owner == (try found(identity, scope)).guid
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        guard let owner = try ComplianceNoun.named(noun)?.owner(of: object, scope) else { return [:] }
        let workload = object.text("Workload") ?? DistributionRule.workloads(of: owner).joined(separator: ", ")
        return [
            "Policy": .string(owner.guid), "ParentPolicyName": .string(owner.name),
            "Mode": .string(Self.mode(of: owner)), "Workload": .string(workload),
        ]
    }

    /// How a rule of a policy works: one in force enforces (a guess), however the policy came by its mode.
    private static func mode(of policy: ExchangeObject) -> String {
        let mode = policy.text("Mode") ?? "Enforce"
        return mode == "Enable" ? "Enforce" : mode
    }

    private func found(_ identity: String, _ scope: CallScope) throws -> ExchangeObject {
        guard let noun = ComplianceNoun.named(policy) else { throw AdminAPIError.notFound(identity, noun: policy) }
        return try noun.object(named: identity, scope)
    }

    private func touchPolicy(of object: ExchangeObject, _ scope: CallScope) throws {
        guard var owner = try ComplianceNoun.named(noun)?.owner(of: object, scope) else { return }
        owner.properties[DistributionRule.moment] = .string(scope.now.text(.utc))
        try scope.objects.update(owner)
    }
}
