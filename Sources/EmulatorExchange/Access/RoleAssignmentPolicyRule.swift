import ExoJSON

/// `-RoleAssignmentPolicy`, which names a policy that there is.
struct RoleAssignmentPolicyRule: ParameterRule {
    private static let property = "RoleAssignmentPolicy"

    func takes(_ parameter: String) -> Bool { parameter == Self.property }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        guard let identity = value.text, !identity.isEmpty else { return }
        let policy = try AccessObjects(scope).object(RoleAssignmentPolicyCmdlets.noun, named: identity)
        draft.store(Self.property, .string(policy.name))
    }
}
