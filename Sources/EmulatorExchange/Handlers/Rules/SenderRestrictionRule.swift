import ExoJSON

/// Keeps a list of senders and groups equal to the two lists that it is made of.
struct SenderRestrictionRule: ParameterRule {
    /// What the names of the three lists begin with.
    let stems: [String]

    func takes(_ parameter: String) -> Bool { false }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {}

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        for stem in stems {
            let whole = "\(stem)SendersOrMembers"
            let groups = "\(stem)DLMembers"
            if draft.changes(whole) {
                draft.store(stem, draft.value(whole))
                draft.store(groups, [])
            } else if draft.changes(stem) || draft.changes(groups) {
                let all = ObjectDraft.merged(draft.texts(stem), add: draft.texts(groups), remove: [])
                draft.store(whole, .array(all.map { .string($0) }))
            }
        }
    }
}
