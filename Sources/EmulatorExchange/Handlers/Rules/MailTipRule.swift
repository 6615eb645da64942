import ExoJSON

/// `-MailTip`, which the service keeps as a page, and as the default among its translations: the two are one store.
///
/// A translation is a culture, a colon and a text, of which a page is made too; the words of the refusals are guesses.
struct MailTipRule: ParameterRule {
    private static let tip = "MailTip"
    private static let translations = "MailTipTranslations"
    /// What the tip begins with among its translations.
    private static let mark = "default:"
    /// How long a text may be.
    private static let most = 175

    func takes(_ parameter: String) -> Bool { parameter == Self.tip || parameter == Self.translations }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        let current = draft.texts(Self.translations)
        guard parameter == Self.tip else {
            try draft.set(parameter, try value.naming(Self.written))
            // A list of translations alone leaves the tip; that null takes it away is a guess.
            let all = draft.texts(Self.translations)
            guard case .value(.array) = value, !all.contains(where: Self.isTip) else { return }
            return Self.store(current.filter(Self.isTip) + all, in: &draft)
        }
        let others = current.filter { !Self.isTip($0) }
        guard let text = value.text, !text.isEmpty else {
            draft.object.properties[Self.tip] = .none
            return Self.store(others, in: &draft)
        }
        let page = Self.page(text)
        draft.store(Self.tip, .string(page))
        Self.store([Self.mark + page] + others, in: &draft)
    }

    /// The tip is what stands among the translations now, once: the newest of them.
    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        guard draft.changes(Self.translations) else { return }
        let all = draft.texts(Self.translations)
        guard let tip = all.last(where: Self.isTip)?.dropFirst(Self.mark.count) else {
            draft.object.properties[Self.tip] = .none
            return
        }
        let page = Self.page(tip.trimmingBlanks)
        draft.store(Self.tip, .string(page))
        Self.store([Self.mark + page] + all.filter { !Self.isTip($0) }, in: &draft)
    }

    private static func store(_ texts: [String], in draft: inout ObjectDraft) {
        draft.store(translations, .array(texts.map { .string($0) }))
    }

    private static func isTip(_ translation: String) -> Bool { translation.lowercased().hasPrefix(mark) }

    /// A translation as it is kept.
    private static func written(_ translation: String) throws -> String {
        guard !translation.isEmpty else { return translation }
        let parts = translation.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let culture = parts[0].trimmingBlanks
        guard parts.count == 2, isTip(translation) || CultureCode.isOne(culture) else {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Data.DataValidationException",
                message: "The translation \"\(translation)\" isn't a culture and a text with a colon between. "
                    + "Property Name: \(translations)"
            )
        }
        let text = parts[1].trimmingBlanks
        if !isPage(text) { try ParameterLimits.check(text, most, translations) }
        return "\(culture):\(page(text))"
    }

    private static func isPage(_ text: String) -> Bool { text.hasPrefix("<html>") }

    private static func page(_ text: String) -> String {
        isPage(text) ? text : "<html>\r\n<body>\r\n\(text)\r\n</body>\r\n</html>\r\n"
    }
}
