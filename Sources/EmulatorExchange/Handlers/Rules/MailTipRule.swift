import ExoJSON

/// `-MailTip`, which the service keeps as a page, and as the default among its translations.
struct MailTipRule: ParameterRule {
    private static let translations = "MailTipTranslations"

    func takes(_ parameter: String) -> Bool { parameter == "MailTip" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        var others = draft.texts(Self.translations).filter { !$0.lowercased().hasPrefix("default:") }
        guard let text = value.text, !text.isEmpty else {
            draft.object.properties["MailTip"] = .none
            return draft.store(Self.translations, .array(others.map { .string($0) }))
        }
        let page = text.hasPrefix("<html>") ? text : "<html>\r\n<body>\r\n\(text)\r\n</body>\r\n</html>\r\n"
        draft.store("MailTip", .string(page))
        others.insert("default:\(page)", at: 0)
        draft.store(Self.translations, .array(others.map { .string($0) }))
    }
}
