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

    /// Whether an object of such a noun is the default.
    static func isMarked(_ object: ExchangeObject) -> Bool {
        ["IsDefault", "Default"].contains { object.properties[$0] == true }
    }

    /// Makes an object the only default where a call says that it is one.
    ///
    /// - Returns: What the service warns of.
    /// - Throws: `DatabaseError`.
    @discardableResult
    static func take(
        _ draft: inout ObjectDraft,
        _ call: BoundCall,
        of noun: SettingNoun,
        _ scope: CallScope
    ) throws -> [String] {
        guard let property = property(of: noun) else { return [] }
        if call.isOn(parameter) { draft.store(property, true) }
        guard draft.object.properties[property] == true, draft.changes(property) else { return [] }
        var warnings: [String] = []
        for var other in try scope.objects.objects(of: noun.objectClass)
        where other.guid != draft.object.guid && other.properties[property] == true {
            other.properties[property] = nil
            try scope.objects.update(other)
            guard noun.noun == "RetentionPolicy" else { continue }
            // The words are a guess.
            warnings.append(
                "The \(noun.words) \"\(draft.object.name)\" replaces \"\(other.name)\" as the default \(noun.words)."
            )
        }
        return warnings
    }
}
