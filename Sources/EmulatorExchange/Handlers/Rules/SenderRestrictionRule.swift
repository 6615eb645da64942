import ExoJSON

/// Keeps a list of senders and groups equal to the two lists that it is made of; the words of the refusals are guesses.
struct SenderRestrictionRule: ParameterRule {
    /// What the names of the three lists begin with.
    let stems: [String]

    func takes(_ parameter: String) -> Bool { false }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {}

    /// Refuses the whole beside one of its parts, also to take both away.
    func check(_ call: BoundCall) throws {
        for stem in stems where call[Self.whole(stem)] != nil {
            guard let part = [stem, Self.groups(stem)].first(where: { call[$0] != nil }) else { continue }
            throw AdminAPIError.recipientTask(
                "The parameters \"\(part)\" and \"\(Self.whole(stem))\" can't be used at the same time."
            )
        }
    }

    private static func whole(_ stem: String) -> String { "\(stem)SendersOrMembers" }

    private static func groups(_ stem: String) -> String { "\(stem)DLMembers" }

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        for stem in stems {
            let (whole, groups) = (Self.whole(stem), Self.groups(stem))
            guard [whole, stem, groups].contains(where: { draft.changes($0) }) else { continue }
            let all =
                draft.changes(whole)
                ? draft.texts(whole) : ObjectDraft.merged(draft.texts(stem), add: draft.texts(groups), remove: [])
            let (members, senders) = try all.reduce(into: ([String](), [String]())) { lists, name in
                let found = try scope.objects.objects(named: name, of: .recipient) { $0.state == .active }
                let isGroup = found.contains {
                    RecipientTypes.groups.contains($0.typeDetails) || $0.typeDetails == "DynamicDistributionGroup"
                }
                if !draft.changes(whole), !found.isEmpty {
                    let wrong = isGroup ? stem : groups
                    let isNew = draft.texts(wrong).contains(name) && !draft.original.texts(wrong).contains(name)
                    guard !isNew else { throw Self.misplaced(name, isGroup: isGroup) }
                }
                if isGroup { lists.0.append(name) } else { lists.1.append(name) }
            }
            for (list, names) in [(whole, all), (groups, members), (stem, senders)] {
                draft.store(list, .array(names.map { .string($0) }))
            }
        }
    }

    private static func misplaced(_ name: String, isGroup: Bool) -> AdminAPIError {
        .recipientTask(
            isGroup
                ? "The recipient \"\(name)\" is a group. Please specify an individual recipient."
                : "The recipient \"\(name)\" isn't a group. Please specify a group."
        )
    }
}
