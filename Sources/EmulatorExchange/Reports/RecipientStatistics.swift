import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-RecipientStatisticsReport: how many mailboxes there are and are used, and how many contacts and distribution lists.
///
/// That a mailbox is used which somebody logged on to within thirty days is a guess, after the reports of stale mailboxes.
struct RecipientStatistics: CmdletHandler {
    private static let days = 30

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let noun = call.facts.noun
        let moment = scope.asOf
        let store = ContentStore(scope)
        var counts = (mailboxes: 0, active: 0, contacts: 0, lists: 0)
        let lists = RecipientTypes.distributionGroups.union(["DynamicDistributionGroup"])
        let types = RecipientTypes.mailboxes.union(lists).union(["MailContact"])
        try scope.objects.forEach(.recipient, types: types, states: [.active], in: (0, .max)) { recipient in
            switch recipient.typeDetails {
            case "MailContact": counts.contacts += 1
            case let type where lists.contains(type): counts.lists += 1
            default:
                counts.mailboxes += 1
                let use = MailboxContent(recipient, in: store).lastUse
                if let use, moment.adding(days: -Self.days) <= use.logon { counts.active += 1 }
            }
            return true
        }
        let name = scope.tenant.initialDomain
        // A day as it is written in the United States.
        let date = moment.text(.utc).prefix(10).split(separator: "-").compactMap { Int($0) }.map(String.init)
        let row = ObjectShape.of(noun: noun).row(
            name,
            [
                "Identity": .string(name), "TotalNumberOfMailboxes": .integer(Int64(counts.mailboxes)),
                "TotalNumberOfActiveMailboxes": .integer(Int64(counts.active)),
                "NumberOfContacts": .integer(Int64(counts.contacts)),
                "NumberOfDistributionLists": .integer(Int64(counts.lists)), "LastUpdated": moment.wholeSecond.json,
                "LastUpdatedFormatted": .string((date.dropFirst() + date.prefix(1)).joined(separator: "/")),
            ]
        )
        return .row(noun, scope, row)
    }
}
