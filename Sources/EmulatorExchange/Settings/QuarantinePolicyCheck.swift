import ExoJSON

/// Refuses policies of quarantine that the service takes from nobody; the words are guesses.
///
/// See https://learn.microsoft.com/defender-office-365/quarantine-policies.
enum QuarantinePolicyCheck {
    /// The policies that every organization has, which the service stores for none and lets nobody change.
    static let builtIn: Set = [
        "AdminOnlyAccessPolicy", "DefaultFullAccessPolicy", "DefaultFullAccessWithNotificationPolicy",
    ]

    private static let frequencies: Set = ["04:00:00", "1.00:00:00", "7.00:00:00"]

    /// What notifications say in one language each.
    private static let texts = ["MultiLanguageSenderName", "MultiLanguageCustomDisclaimer", "EsnCustomSubject"]

    /// - Throws: ``AdminAPIError``.
    static func check(_ draft: ObjectDraft) throws {
        guard !builtIn.contains(draft.object.name) else {
            throw AdminAPIError.invalidOperation(
                "The built-in quarantine policy \"\(draft.object.name)\" can't be changed."
            )
        }
        let frequency = "EndUserSpamNotificationFrequency"
        if draft.changes(frequency), let span = draft.object.text(frequency), !frequencies.contains(span) {
            throw AdminAPIError.invalidOperation(
                "The value \"\(span)\" of \(frequency) isn't valid. Valid values are 04:00:00, 1.00:00:00 and 7.00:00:00."
            )
        }
        let number = QuarantinePermissions.property
        if draft.changes(number), let value = draft.object.properties[number]?.integerValue,
            !(0...0xFF).contains(value)
        {
            throw AdminAPIError.invalidOperation(
                "The value \(value) of \(number) isn't valid. It has to be from 0 to 255."
            )
        }
        let languages = draft.texts("MultiLanguageSetting")
        for name in texts where draft.changes(name) || draft.changes("MultiLanguageSetting") {
            let count = draft.texts(name).count
            guard count != 0, count != languages.count else { continue }
            throw AdminAPIError.invalidOperation(
                "\(name) has \(count) values; MultiLanguageSetting has \(languages.count), and there must be one for each."
            )
        }
    }
}
