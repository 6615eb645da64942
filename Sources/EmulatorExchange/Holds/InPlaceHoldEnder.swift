import EmulatorCore
import ExoJSON

/// Set- and Remove-MailboxSearch: a hold is turned off, leaves mailboxes, and goes once it is on none.
struct InPlaceHoldEnder: CmdletHandler {
    private static let control: Set = ["Identity", "Confirm", "Force", "WhatIf"]

    let removes: Bool

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let hold = InPlaceHold(search: try InPlaceHold.noun.object(call, scope))
            return removes ? try remove(hold, call, scope) : try set(hold, call, scope)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Self.control.union([InPlaceHold.state, "SourceMailboxes"]), shape: nil)
    }

    private func remove(_ hold: InPlaceHold, _ call: BoundCall, _ scope: CallScope) throws -> CmdletOutput {
        guard try !hold.isOn && hold.held(scope.objects).isEmpty else {
            throw AdminAPIError.invalidOperation(
                "Can't remove mailbox search '\(hold.search.name)' because there is at least one mailbox on In-Place Hold."
            )
        }
        if call.isQuestion { return .confirmation("Removing mailbox search \"\(hold.search.name)\".") }
        try scope.objects.remove(hold.search)
        return .done(warnings: [InPlaceHold.warning])
    }

    private func set(_ hold: InPlaceHold, _ call: BoundCall, _ scope: CallScope) throws -> CmdletOutput {
        var draft = ObjectDraft(object: hold.search, shape: InPlaceHold.noun.view.shape)
        for (name, value) in call.parameters where !Self.control.contains(name) {
            switch name {
            case InPlaceHold.state where value.flag == false || hold.isOn:
                draft.store(InPlaceHold.state, .bool(value.flag ?? true))
            case "SourceMailboxes": try leave(&draft, hold, value, scope)
            default: throw Self.retired("the parameter \(name) of Set-MailboxSearch")
            }
        }
        if call.isQuestion { return .confirmation("Setting mailbox search \"\(hold.search.name)\".") }
        guard draft.isChanged else { return .unchanged(hold.search.name) }
        draft.store("LastModifiedTime", scope.now.json)
        _ = try scope.save(draft, title: hold.search.name)
        try release(hold, into: InPlaceHold(search: draft.object), scope)
        return .done(warnings: [InPlaceHold.warning])
    }

    /// Leaves of the mailboxes those that are named; others do not come.
    private func leave(
        _ draft: inout ObjectDraft,
        _ hold: InPlaceHold,
        _ value: BoundValue,
        _ scope: CallScope
    ) throws {
        func source(_ identity: String) throws -> String {
            let mailbox = try MailboxTarget.mailbox(
                named: identity,
                noun: InPlaceHold.noun.noun,
                scope,
                states: MailboxTarget.all
            )
            guard let name = mailbox.text("LegacyExchangeDN"), hold.sources.contains(name) else {
                throw Self.retired("putting \"\(mailbox.name)\" on In-Place Hold")
            }
            return name
        }
        let left: [String]
        if case .delta(let added, let removed) = value {
            _ = try added.map(source)
            let gone = try removed.map(source)
            left = hold.sources.filter { !gone.contains($0) }
        } else {
            let kept = try (value.texts ?? []).map(source)
            left = hold.sources.filter(kept.contains)
        }
        draft.store(InPlaceHold.sources, .array(left.map { .string($0) }))
    }

    /// Takes the mark from mailboxes that are not held any more, which the service does within an hour.
    private func release(_ hold: InPlaceHold, into now: InPlaceHold, _ scope: CallScope) throws {
        for before in try hold.held(scope.objects)
        where !now.isOn || !now.sources.contains(before.text("LegacyExchangeDN") ?? "") {
            var mailbox = before
            let left = mailbox.texts("InPlaceHolds").filter { $0 != hold.mark }
            mailbox.properties["InPlaceHolds"] = .array(left.map { .string($0) })
            // Any hold that ends leaves a delay hold.
            if mailbox.state == .active { mailbox.properties["DelayHoldApplied"] = true }
            try scope.releaseIfInactive(&mailbox)
            try scope.objects.update(mailbox, from: before)
        }
    }

    /// What the service does not do any more; the words are a guess.
    static func retired(_ what: String) -> AdminAPIError {
        .invalidOperation("In-Place eDiscovery & Hold is retired: \(what) isn't available. \(InPlaceHold.warning)")
    }
}
