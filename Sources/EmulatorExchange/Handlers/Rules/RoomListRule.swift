/// `-RoomList`, which makes a distribution group a list of rooms.
struct RoomListRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { parameter == "RoomList" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        guard value.flag == true else { return }
        draft.object.typeDetails = "RoomList"
        guard draft.original.sequence > 0 else { return }
        // Those of a new group are looked at once they are known; that a group with others is refused is a guess.
        for member in try scope.recipients(of: draft.object) {
            try MembershipWriter.requireRoom(member, in: draft.object)
        }
    }
}
