import EmulatorCore

/// Get- of settings.
struct SettingReader: CmdletHandler {
    let noun: SettingNoun

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.objects.makeFirstObjects(of: noun, now: scope.now)
        let owner = try noun.owner(call, scope)
        let builder = noun.builder(scope.objects, owner: owner)
        var asked = call
        // Whose they are is found already, under whatever name, and others are chosen by what they mean.
        let chosen = SettingChoice.parameters(noun).union(noun.isOwned ? ["Mailbox"] : [])
        asked.parameters.removeAll { chosen.contains($0.name) }
        let selection = try SettingSelection(asked, shape: noun.view.shape)
        let identity = noun.isSingle ? nil : call.text("Identity")
        let choice = try SettingChoice(call, of: noun, scope)
        // A description is made for a row, and only a filter may ask for it.
        let asksForWords = call["Filter"] != nil && RuleWords.describes(noun.noun)
        let accepts: @Sendable (ExchangeObject) -> Bool = { object in
            let row = asksForWords ? (try? builder.shown(object)) ?? builder.row(object) : builder.row(object)
            return choice.takes(object, isNamed: identity != nil) && selection.accepts(row)
        }
        let source: ObjectListing.Source
        var limit: Int?
        if let identity {
            source = .sequences {
                try noun.objects(named: identity, owner: owner, scope).filter(accepts).map(\.sequence)
            }
        } else {
            limit = try ResultSize.limit(of: call)
            source =
                if let owner, JunkRule.isWanted(call, of: noun) {
                    .objects {
                        let hidden = try JunkRule.rule(of: owner, noun, scope.objects)
                        let rules = try SettingOrder(noun, owner: owner, scope)?.objects() ?? []
                        return ([hidden] + rules).filter(accepts)
                    }
                } else if let order = SettingOrder(noun, owner: owner, scope) {
                    .sequences { try order.objects().filter(accepts).map(\.sequence) }
                } else if let owner {
                    .sequences {
                        try scope.objects.objects(ownedBy: owner, noun.objectClass).filter(accepts).map(\.sequence)
                    }
                } else {
                    .scan(types: nil, states: [.active], wanted: accepts)
                }
        }
        return .listing(ObjectListing(builder: builder, source: source, limit: limit))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: SettingSelection.control.union(noun.isOwned ? ["Mailbox", JunkRule.parameter] : []).union(
                SettingChoice.parameters(noun)
            ),
            shape: noun.view.shape
        )
    }
}
