import ExoJSON

/// `-DistributionGroupNamingPolicy`, by which groups can be named.
struct GroupNamingRule: ParameterRule {
    private static let property = "DistributionGroupNamingPolicy"

    func takes(_ parameter: String) -> Bool { false }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {}

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        guard draft.changes(Self.property), let policy = draft.value(Self.property).stringValue, !policy.isEmpty else {
            return
        }
        try GroupNamingPolicy.check(policy)
    }
}
