import ExoJSON

/// `-HiddenFromAddressListsEnabled`: who is hidden is in none of the lists that people see.
struct AddressListRule: ParameterRule {
    private static let seen: Set = ["\\All Rooms", "\\All Users", "\\Default Global Address List"]

    func takes(_ parameter: String) -> Bool { false }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {}

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        guard draft.changes("HiddenFromAddressListsEnabled"),
            RecipientTypes.mailboxes.contains(draft.object.typeDetails)
        else { return }
        let others = draft.texts("AddressListMembership").filter { !Self.seen.contains($0) }
        let isRoom = ["RoomMailbox", "EquipmentMailbox"].contains(draft.object.typeDetails)
        let own = isRoom ? "\\All Rooms" : "\\All Users"
        let isHidden = draft.value("HiddenFromAddressListsEnabled") == true
        let all = isHidden ? others : others + [own, "\\Default Global Address List"]
        draft.store("AddressListMembership", .array(all.map { .string($0) }))
    }
}
