import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// In which forms a mailbox may show dates and times, which follows from its language; the words of the refusals are guesses.
///
/// See https://learn.microsoft.com/powershell/module/exchange/set-mailboxregionalconfiguration.
enum RegionalFormats {
    static let noun = "MailboxRegionalConfiguration"
    static let properties = ["DateFormat", "TimeFormat"]
    private static let languageProperty = "Language"
    private static let first = "en-US"

    /// All forms of a language, of those of which they are known.
    private static let documented: [String: [String: Set<String>]] = [
        "en-us": [
            "DateFormat": [
                "M/d/yyyy", "M/d/yy", "MM/dd/yy", "MM/dd/yyyy", "yy/MM/dd", "yyyy-MM-dd", "dd-MMM-yy",
            ],
            "TimeFormat": ["h:mm tt", "hh:mm tt", "H:mm", "HH:mm"],
        ]
    ]

    /// The forms that a call gives back to the language, by a null.
    static func emptied(in call: BoundCall) -> [String] {
        guard call.facts.noun == noun else { return [] }
        return properties.filter { [.value(.null), .value(.string(""))].contains(call[$0]) }
    }

    /// Refuses a language that is none, and forms that are none of the mailbox's language, also where only that is changed.
    ///
    /// - Parameters:
    ///   - draft: The settings.
    ///   - beginning: The language of a mailbox for which nobody has chosen one.
    /// - Throws: ``AdminAPIError``.
    static func check(_ draft: ObjectDraft, beginningWith beginning: String?) throws {
        let chosen = draft.object.text(languageProperty)
        if let chosen, draft.changes(languageProperty), !CultureCode.isOne(chosen) {
            throw AdminAPIError.transformation(
                parameter: languageProperty,
                reason: "\"\(chosen)\" is no name of a culture."
            )
        }
        let language = chosen ?? beginning ?? first
        for property in properties where draft.changes(property) || draft.changes(languageProperty) {
            guard let format = draft.object.text(property), !format.isEmpty else { continue }
            let isNew = draft.changes(property)
            guard !fits(format, property, in: language, isNew: isNew) else { continue }
            throw AdminAPIError.invalidOperation(
                "\(property) \"\(format)\" isn't valid for current language setting \"\(language)\"."
            )
        }
    }

    private static func fits(_ format: String, _ property: String, in language: String, isNew: Bool) -> Bool {
        let own = Region.speaking(language)?.forms[property]?.stringValue
        if format == own { return true }
        if let known = documented[language.lowercased()]?[property] { return known.contains(format) }
        let parts = letters(of: format)
        guard property == "DateFormat" else {
            return !Set(parts).isDisjoint(with: "hH") && Set(parts).isSubset(of: Set("hHmst"))
        }
        guard !parts.isEmpty, Set(parts).isSubset(of: Set("dMy")) else { return false }
        // What was said in another language stays where the parts have the order of this one's: a guess.
        guard !isNew, let own else { return true }
        return parts.first == "y" || order(parts) == order(letters(of: own))
    }

    /// The letters that stand for parts; what stands in quotes does not.
    private static func letters(of format: String) -> [Character] {
        let parts = format.split(separator: "'", omittingEmptySubsequences: false)
        return parts.indices.filter { $0 % 2 == 0 }.flatMap { parts[$0] }.filter(\.isLetter)
    }

    private static func order(_ letters: [Character]) -> [Character] {
        letters.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
}
