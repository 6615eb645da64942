import EmulatorCore
import ExoJSON

/// A retention policy under preservation lock can be extended, and nothing of it taken back.
///
/// See https://learn.microsoft.com/purview/retention-preservation-lock; the words are a guess.
struct PreservationLockRule: ObjectRule {
    private static let property = "RestrictiveRetention"

    static func isOn(_ policy: ExchangeObject?) -> Bool { policy?.properties[property] == true }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        guard !Self.isOn(draft.object) || draft.texts("DynamicScopeLocation").isEmpty else {
            throw AdminAPIError.invalidOperation(
                "Preservation lock isn't supported for \"\(draft.object.name)\" because it has adaptive scopes."
            )
        }
        guard Self.isOn(draft.original) else { return }
        let isWeakened =
            draft.object.properties[Self.property] != true
            || draft.changes("Enabled") && draft.value("Enabled") == false
            || call.parameters.contains { parameter in
                parameter.name.hasPrefix("Remove") && parameter.name.hasSuffix("Location")
                    || parameter.name.hasPrefix("Add") && parameter.name.hasSuffix("LocationException")
            }
        guard isWeakened else { return }
        throw Self.refusal(draft.object)
    }

    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {
        if Self.isOn(object) { throw Self.refusal(object) }
    }

    static func refusal(_ object: ExchangeObject) -> AdminAPIError {
        .invalidOperation(
            "\"\(object.name)\" is under preservation lock: it can be extended, but not weakened or removed."
        )
    }
}

/// The Managed Folder Assistant goes on working on mailboxes that a policy under preservation lock is for.
struct LockedAssistantRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { parameter == "ElcProcessingDisabled" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        if value.flag == true, let policies = ComplianceNoun.named("RetentionCompliancePolicy") {
            let marks = Set(try scope.holdMarks(on: draft.object).map { ObjectStore.policy(of: $0[...]) })
            let locked = try scope.objects.objects(of: policies.objectClass).first { policy in
                PreservationLockRule.isOn(policy) && marks.contains(ObjectStore.policy(of: policy.guid[...]))
            }
            if let locked { throw PreservationLockRule.refusal(locked) }
        }
        try draft.set(parameter, value)
    }
}
