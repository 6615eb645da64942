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
            guard [whole, stem, groups].contains(where: { draft.changes($0) }) else { continue }
            let all =
                draft.changes(whole)
                ? draft.texts(whole) : ObjectDraft.merged(draft.texts(stem), add: draft.texts(groups), remove: [])
            let (members, senders) = try all.reduce(into: ([String](), [String]())) { lists, name in
                let found = try scope.objects.objects(named: name, of: .recipient) { $0.state == .active }
                let isGroup = found.contains {
                    RecipientTypes.groups.contains($0.typeDetails) || $0.typeDetails == "DynamicDistributionGroup"
                }
                if isGroup { lists.0.append(name) } else { lists.1.append(name) }
            }
            for (list, names) in [(whole, all), (groups, members), (stem, senders)] {
                draft.store(list, .array(names.map { .string($0) }))
            }
        }
    }
}
