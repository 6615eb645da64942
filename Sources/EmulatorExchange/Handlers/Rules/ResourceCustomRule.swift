import EmulatorCore
import ExoJSON

/// `-ResourceCustom` of a room or a device: words that Set-ResourceConfig has made known for its kind; the refusal's words are a
/// guess.
struct ResourceCustomRule: ParameterRule {
    private static let property = "ResourceCustom"

    func takes(_ parameter: String) -> Bool { false }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {}

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        guard draft.changes(Self.property) else { return }
        let config = SettingNoun("ResourceConfig", isSingle: true)
        try scope.objects.makeFirstObjects(of: config, now: scope.now)
        let known = try scope.objects.objects(of: config.objectClass).flatMap { $0.texts("ResourcePropertySchema") }
        let kind = draft.object.typeDetails == "EquipmentMailbox" ? "Equipment" : "Room"
        let before = draft.original.texts(Self.property)
        for word in draft.texts(Self.property) where !before.contains(word) {
            guard known.contains(where: { $0.lowercased() == "\(kind)/\(word)".lowercased() }) else {
                throw AdminAPIError.recipientTask(
                    "The resource property \"\(word)\" isn't valid: the resource schema has no \"\(kind)/\(word)\"."
                )
            }
        }
    }
}
