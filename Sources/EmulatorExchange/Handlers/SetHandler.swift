import EmulatorCore
import ExoJSON

/// What a noun adds to the plain writing of properties.
protocol WritingRules: Sendable {
    /// Takes a parameter that means more than the property of its name.
    ///
    /// - Returns: Whether it was one.
    func apply(_ name: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws -> Bool
    /// Looks at the whole once every parameter is in.
    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws
    /// Tells other parts of the emulator after the object is stored.
    func didStore(_ draft: ObjectDraft, scope: CallScope) throws
    /// What is asked before an object is changed.
    func confirmation(of title: String) -> String
}

/// Set- of any noun that is a view of stored objects.
struct SetHandler: CmdletHandler {
    let view: NounView
    let rules: any WritingRules

    private static let control: Set = ["Identity", "Confirm", "WhatIf", "Force"]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let types: Set<String>? = call.isOn("GroupMailbox") ? [RecipientTypes.groupMailbox] : nil
            let states: Set<ExchangeObject.State> = call.isOn("InactiveMailbox") ? [.inactive] : [.active]
            let object = try scope.object(named: call.text("Identity") ?? "", in: view, types: types, states: states)
            let title = scope.objects.names.title(of: object)
            var draft = ObjectDraft(object: object, shape: view.shape)
            for (name, value) in call.parameters where !Self.control.contains(name) {
                if try rules.apply(name, value, to: &draft, scope: scope) { continue }
                try draft.set(name, value)
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
            try rules.didStore(draft, scope: scope)
            return .done(warnings: [])
        }
    }
}
