/// `-ManagedBy`: a group that has owners keeps one at least.
struct GroupOwnerRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { false }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {}

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        guard draft.changes("ManagedBy"), draft.texts("ManagedBy").isEmpty else { return }
        throw AdminAPIError.recipientTask("The group \"\(draft.object.name)\" must have at least one owner.")
    }
}
