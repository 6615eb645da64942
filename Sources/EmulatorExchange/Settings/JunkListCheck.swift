import ExoJSON

/// Refuses entries of the lists of junk mail that the service takes from nobody; the words of the refusals are guesses.
enum JunkListCheck {
    static let noun = "MailboxJunkEmailConfiguration"
    private static let lists = ["BlockedSendersAndDomains", "TrustedRecipientsAndDomains", "TrustedSendersAndDomains"]

    /// - Throws: ``AdminAPIError`` for what is neither an address nor a domain, the mailbox's own, or somebody's in the
    ///   organization; entries that were there stay.
    static func check(_ draft: ObjectDraft, of mailbox: ExchangeObject, _ scope: CallScope) throws {
        let addresses = mailbox.texts("EmailAddresses").map { $0.drop { $0 != ":" }.dropFirst().lowercased() }
        let own = Set(addresses + addresses.compactMap { $0.split(separator: "@").last.map(String.init) })
        for list in lists where draft.changes(list) {
            let before = Set(draft.original.texts(list))
            for entry in draft.texts(list) where !before.contains(entry) {
                let word = entry.hasPrefix("@") ? String(entry.dropFirst()) : entry
                guard ProxyAddresses.isAddress(word.contains("@") ? word : "x@\(word)") else {
                    throw invalid(list, "\"\(entry)\" is neither an email address nor a domain.")
                }
                guard !own.contains(word.lowercased()) else {
                    throw invalid(list, "\"\(entry)\" is your email address or domain.")
                }
                guard try scope.objects.owner(ofAddress: word) == nil else {
                    throw invalid(list, "\"\(entry)\" is already in your organization.")
                }
            }
        }
    }

    private static func invalid(_ list: String, _ reason: String) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Data.PropertyValidationException",
            message: "The value of \(list) isn't valid: \(reason)"
        )
    }
}
