/// Addresses in settings that are those of mailboxes in the organization.
///
/// See https://learn.microsoft.com/defender-office-365/submissions-user-reported-messages-custom-mailbox and
/// https://learn.microsoft.com/defender-office-365/quarantine-policies.
enum OwnMailboxes {
    private static let properties = [
        "QuarantinePolicy": ["EndUserSpamNotificationCustomFromAddress"],
        "ReportSubmissionPolicy": ["ReportJunkAddresses", "ReportNotJunkAddresses", "ReportPhishAddresses"],
        "ReportSubmissionRule": ["SentTo"],
    ]

    /// Refuses addresses of nobody and of people outside; the words are a guess.
    ///
    /// - Throws: ``AdminAPIError``.
    static func check(_ draft: ObjectDraft, of noun: SettingNoun, _ scope: CallScope) throws {
        for property in properties[noun.noun] ?? [] where draft.changes(property) {
            for address in draft.object.text(property).map({ [$0] }) ?? draft.texts(property) where !address.isEmpty {
                let recipient = try scope.objects.recipient(named: address)
                guard recipient.map({ RecipientTypes.hasMailbox($0.typeDetails) }) ?? false else {
                    throw AdminAPIError.invalidOperation(
                        "The address \"\(address)\" of \(property) isn't that of a mailbox in the organization."
                    )
                }
            }
        }
    }
}
