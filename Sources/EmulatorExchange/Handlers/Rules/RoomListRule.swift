/// `-RoomList`, which makes a distribution group a list of rooms.
struct RoomListRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { parameter == "RoomList" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        if value.flag == true { draft.object.typeDetails = "RoomList" }
    }
}
