import EmulatorCore
import ExoJSON

/// Set- of any noun that is a view of stored objects.
struct SetHandler: CmdletHandler {
    let view: NounView
    let rules: WritingRules

    private static let control: Set = [
        "Identity", "Confirm", "WhatIf", "Force", CallScope.managerCheck, GroupNamingPolicy.exemption,
    ]

    /// What says which object is meant.
    private static let choosing: Set = ["GroupMailbox", "InactiveMailbox", "PublicFolder"]

    private static let known = control.union(choosing)

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Self.known, shape: view.shape)
            .filter { name in !rules.rules.contains { $0.takes(name) } }
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let types: Set<String>? =
                call.isOn("GroupMailbox")
                ? [RecipientTypes.groupMailbox] : call.isOn("PublicFolder") ? ["PublicFolderMailbox"] : nil
            let states: Set<ExchangeObject.State> = call.isOn("InactiveMailbox") ? [.inactive] : [.active]
            let identity =
                call.text("Identity") ?? (view.objectClass == .organization ? scope.tenant.initialDomain : "")
            let object = try object(named: identity, types, states, call, scope)
            scope.changed.note(object)
            let title = scope.objects.names.title(of: object)
            var draft = ObjectDraft(object: object, shape: view.shape)
            try scope.requireManager(of: object, call)
            try rules.check(call)
            for (name, value) in try call.followingNamingPolicy(scope).parameters where !Self.control.contains(name) {
                try rules.apply(name, value, to: &draft, scope: scope)
            }
            try rules.finish(&draft, scope: scope)
            if call.isOn("WhatIf") || call.isOn("Confirm") { return .confirmation(rules.confirmation(of: title)) }
            guard draft.isChanged else { return .unchanged(title) }
            draft.object.changed = scope.now
            try scope.objects.update(draft.object, from: draft.original)
            if draft.object.objectClass == .recipient {
                if draft.object.name != draft.original.name {
                    try scope.objects.replaceReferences(to: draft.original.name, with: draft.object.name)
                    if RecipientTypes.groups.contains(draft.object.typeDetails) {
                        try scope.objects.renameTrustee(from: draft.original.name, to: draft.object.name)
                    }
                }
                try RecipientAccount(scope: scope).follow(draft)
            }
            return .done(warnings: [])
        }
    }

    private func object(
        named identity: String,
        _ types: Set<String>?,
        _ states: Set<ExchangeObject.State>,
        _ call: BoundCall,
        _ scope: CallScope
    ) throws -> ExchangeObject {
        do {
            return try scope.object(named: identity, in: view, types: types, states: states)
        } catch let error as AdminAPIError where error.status == 404 && HoldRule.finds(inactive: call) {
            return try scope.object(named: identity, in: view, types: types, states: [.inactive])
        }
    }
}
