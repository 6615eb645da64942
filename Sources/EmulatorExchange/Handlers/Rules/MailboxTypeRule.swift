import ExoJSON

/// `-Type`, which makes a mailbox one of another type.
struct MailboxTypeRule: ParameterRule {
    private static let types = [
        "Regular": "UserMailbox", "Shared": "SharedMailbox", "Room": "RoomMailbox", "Equipment": "EquipmentMailbox",
        "Workspace": "RoomMailbox", "Desk": "RoomMailbox",
    ]

    func takes(_ parameter: String) -> Bool { parameter == "Type" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        if let type = value.text.flatMap({ Self.types[$0] }) { draft.object.typeDetails = type }
    }
}
