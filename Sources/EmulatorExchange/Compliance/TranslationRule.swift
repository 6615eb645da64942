import EmulatorCore
import ExoJSON

/// Names and descriptions of a kind of sensitive information in other languages, which `-Locale` adds, and null takes away.
///
/// The kind is called by the language that it was made in, and its first name goes on naming it. See
/// https://learn.microsoft.com/powershell/module/exchange/set-dlpsensitiveinformationtype; that translations are listed as
/// .NET writes the entries of a dictionary is a guess, and so are the words of the refusal.
struct TranslationRule: ObjectRule {
    /// The property that keeps the first name.
    static let original = "LocalizedName"
    private static let locale = "Locale"
    private static let lists = [("Name", "AllLocalizedNames"), ("Description", "AllLocalizedDescriptions")]

    func takes(_ parameter: String) -> Bool { parameter == Self.locale }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        let locale = call.text(Self.locale)
        guard draft.object.sequence != 0 else {
            if let locale { draft.store(Self.locale, .string(locale)) }
            return
        }
        guard let locale, locale.lowercased() != Self.culture(of: draft.original).lowercased() else {
            if locale != nil, call["Name"] == .value(.null) {
                throw AdminAPIError.invalidOperation(
                    "The default translation of \"\(draft.original.name)\" can't be removed."
                )
            }
            if draft.object.name != draft.original.name, draft.object.text(Self.original) == nil {
                draft.store(Self.original, .string(draft.original.name))
            }
            return
        }
        draft.object.name = draft.original.name
        draft.object.properties["Description"] = draft.original.properties["Description"]
        for (parameter, list) in Self.lists {
            guard let value = call[parameter] else { continue }
            let others = draft.object.texts(list).filter { !$0.lowercased().hasPrefix("[\(locale.lowercased()), ") }
            let new = value.text.map { $0.isEmpty ? [] : [Self.entry(locale, $0)] } ?? []
            draft.store(list, .array((others + new).map { .string($0) }))
        }
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        let culture = Self.culture(of: object)
        func all(_ own: String, _ list: String) -> JSONValue {
            let first = own.isEmpty ? [] : [Self.entry(culture, own)]
            return .array((first + object.texts(list)).map { .string($0) })
        }
        return [
            Self.original: .string(object.text(Self.original) ?? object.name), "DefaultCulture": .string(culture),
            "AllLocalizedNames": all(object.name, "AllLocalizedNames"),
            "AllLocalizedDescriptions": all(object.text("Description") ?? "", "AllLocalizedDescriptions"),
        ]
    }

    private static func entry(_ locale: String, _ text: String) -> String { "[\(locale), \(text)]" }

    /// The language that a kind was made in.
    private static func culture(of object: ExchangeObject) -> String { object.text(locale) ?? "en-US" }
}
