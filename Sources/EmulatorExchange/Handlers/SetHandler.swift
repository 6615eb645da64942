import EmulatorCore
import ExoJSON

/// Set- of any noun that is a view of stored objects.
struct SetHandler: CmdletHandler {
    let view: NounView
    let rules: WritingRules

    private static let control: Set = ["Identity", "Confirm", "WhatIf", "Force"]

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Self.control.union(["GroupMailbox", "InactiveMailbox"]), shape: view.shape)
            .filter { name in !rules.rules.contains { $0.takes(name) } }
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let types: Set<String>? = call.isOn("GroupMailbox") ? [RecipientTypes.groupMailbox] : nil
            let states: Set<ExchangeObject.State> = call.isOn("InactiveMailbox") ? [.inactive] : [.active]
            let identity =
                call.text("Identity") ?? (view.objectClass == .organization ? scope.tenant.initialDomain : "")
            let object = try scope.object(named: identity, in: view, types: types, states: states)
            let title = scope.objects.names.title(of: object)
            var draft = ObjectDraft(object: object, shape: view.shape)
            for (name, value) in call.parameters where !Self.control.contains(name) {
                try rules.apply(name, value, to: &draft, scope: scope)
            }
            try rules.finish(&draft, scope: scope)
            if call.isOn("WhatIf") || call.isOn("Confirm") { return .confirmation(rules.confirmation(of: title)) }
            guard draft.isChanged else {
                let warning =
                    "The command completed successfully but no settings of '\(title)' have been modified."
                return .done(warnings: [warning])
            }
            draft.object.changed = scope.now
            try scope.objects.update(draft.object)
            if draft.object.objectClass == .recipient { try RecipientAccount(scope: scope).follow(draft) }
            return .done(warnings: [])
        }
    }
}
