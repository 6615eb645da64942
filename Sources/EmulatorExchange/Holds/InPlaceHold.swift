import EmulatorCore
import ExoJSON

/// A search of mailboxes from before they were retired, whose hold stands on its sources as a mark without a prefix.
///
/// The service makes no new ones, runs none, and lets those that are there only end.
struct InPlaceHold: Sendable {
    static let noun = SettingNoun("MailboxSearch")
    static let (state, identity, sources) = ("InPlaceHoldEnabled", "InPlaceHoldIdentity", "Sources")
    /// What every cmdlet of it says.
    static let warning =
        "As of July 1, 2020, the *-MailboxSearch cmdlets are being retired. You will no longer be able to create new "
        + "searches using the New-MailboxSearch cmdlet and Microsoft Support will no longer provide assistance as per "
        + "the notice in the link below.  You may continue to use these cmdlets at your own risk.  On October 1, 2020, "
        + "Start-MailboxSearch, Stop-MailboxSearch, and Set-MailboxSearch won't be available. Only "
        + "Remove-MailboxSearch will be available to delete searches and holds. See "
        + "https://go.microsoft.com/fwlink/?linkid=2113221 to learn more."

    let search: ExchangeObject

    /// The mark that it leaves on mailboxes.
    var mark: String { search.text(Self.identity) ?? "" }
    var isOn: Bool { search.properties[Self.state] == true }
    /// The legacy names of its mailboxes, which those keep that are not in use any more.
    var sources: [String] { search.texts(Self.sources) }

    /// What is not told of where no search is named.
    static let untold = ["SourceMailboxes", sources, "SearchQuery", "ResultsLink", "PreviewResultsLink", "Errors"]

    /// What it shows of the mailboxes that it names.
    static func shown(_ search: ExchangeObject, _ objects: ObjectStore) throws -> JSONObject {
        let sources = InPlaceHold(search: search).sources
        let mailboxes = try sources.compactMap { source in
            try objects.objects(named: source, of: .recipient) { _ in true }.first
        }
        return [
            "SourceMailboxes": .array(mailboxes.map { .string($0.name) }),
            "NumberMailboxesToSearch": .integer(Int64(sources.count)),
        ]
    }

    /// The mailboxes that it holds.
    ///
    /// - Throws: `DatabaseError`.
    func held(_ objects: ObjectStore) throws -> [ExchangeObject] {
        try objects.recipients(mentioning: [mark]).filter { $0.texts("InPlaceHolds").contains(mark) }
    }
}
