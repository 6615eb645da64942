import EmulatorCore
import ExoJSON

/// Of some nouns one object is the default, which a new default takes the place of.
enum SettingDefault {
    /// The switch that makes an object the default where the property is not written itself.
    static let parameter = "MakeDefault"

    /// The property that marks the default, `nil` where there is none.
    static func property(of noun: SettingNoun) -> String? {
        ["IsDefault", "Default"].first { noun.view.shape.property($0)?.kind == .flag }
    }

    /// Makes an object the only default where a call says that it is one.
    ///
    /// - Throws: `DatabaseError`.
    static func take(_ draft: inout ObjectDraft, _ call: BoundCall, of noun: SettingNoun, _ scope: CallScope) throws {
        guard let property = property(of: noun) else { return }
        if call.isOn(parameter) { draft.store(property, true) }
        guard draft.object.properties[property] == true, draft.changes(property) else { return }
        for var other in try scope.objects.objects(of: noun.objectClass)
        where other.guid != draft.object.guid && other.properties[property] == true {
            other.properties[property] = nil
            try scope.objects.update(other)
        }
    }
}
