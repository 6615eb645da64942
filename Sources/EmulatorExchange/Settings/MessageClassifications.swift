import EmulatorCore
import ExoJSON

/// How message classifications are named, and what they show that say nothing.
///
/// A localized one is made on premises only: -Locale does nothing here.
///
/// See https://learn.microsoft.com/powershell/module/exchange/new-messageclassification.
enum MessageClassifications {
    static let noun = "MessageClassification"
    /// What stands before the name of one that is for all languages.
    private static let folder = "Default\\"
    private static let number = "ClassificationID"

    /// The classifications that an identity names: by the name with or without its folder, or by the number.
    ///
    /// - Throws: `DatabaseError`.
    static func objects(named identity: String, _ objects: ObjectStore) throws -> [ExchangeObject] {
        let name =
            identity.lowercased().hasPrefix(folder.lowercased()) ? String(identity.dropFirst(folder.count)) : identity
        let named = try objects.objects(named: name, of: SettingNoun(noun).objectClass) { _ in true }
        guard named.isEmpty, let guid = GUIDText(parsing: name) else { return named }
        return try objects.objects(of: SettingNoun(noun).objectClass).filter { classification in
            classification.text(number).flatMap { GUIDText(parsing: $0) } == guid
        }
    }

    /// What one shows beside what was said of it.
    static func values(of classification: ExchangeObject) -> JSONObject {
        let description = "RecipientDescription"
        var shown: JSONObject = ["Identity": .string(folder + classification.name)]
        if classification.text(number) == nil { shown[number] = .string(classification.guid) }
        if classification.text(description) == nil {
            shown[description] = classification.properties["SenderDescription"] ?? .null
        }
        return shown
    }
}
