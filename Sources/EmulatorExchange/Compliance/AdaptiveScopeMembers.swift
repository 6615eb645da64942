import EmulatorCore
import ExoJSON

/// Get-AdaptiveScopeMembers: a page of the recipients that a scope's filter matches, behind a row about the page.
///
/// Inactive mailboxes are among them where the filter does not leave them out.
///
/// See https://learn.microsoft.com/powershell/module/exchangepowershell/get-adaptivescopemembers.
struct AdaptiveScopeMembers: CmdletHandler {
    private static let view = NounView.recipients("AdaptiveScopeMembers", RecipientTypes.recipients)
    /// What the row about the page shows.
    private static let page = "AdaptiveScopeMembersPage"
    private static let chosen: Set = ["AdaptiveReportFilters", "Identity", "PageCookie", "PageResultSize", "State"]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let object = try ComplianceNoun.adaptiveScope.object(call, scope)
        let place = try ScopeMembersPlace(call, of: object)
        let wanted = try ScopeMembersFilter(place.filters)
        let filter = try AdaptiveScopeRule.recipients(of: object)
        let range = (after: Int64(0), through: try scope.objects.newestSequence())
        var (total, isLast) = (0, true)
        var members: [ExchangeObject] = []
        try scope.objects.forEach(
            .recipient,
            types: Self.types(of: object, place),
            states: [.active, .inactive],
            in: range
        ) { recipient in
            let isIn = filter?.matches(ScopedRecipient(recipient, scope)) ?? true
            guard isIn, wanted.accepts(recipient) else { return true }
            total += 1
            guard recipient.sequence > place.after else { return true }
            if place.size.map({ members.count < $0 }) ?? true {
                members.append(recipient)
            } else {
                isLast = false
            }
            return true
        }
        // A page of nobody is asked for its count alone, and nothing follows it (a guess).
        let next = isLast ? nil : members.last.map { place.mark(after: $0.sequence) }
        let first = ObjectShape.of(noun: Self.page).row(
            object.name,
            [
                "Identity": .string(object.name), "TotalMemberCount": .integer(Int64(total)),
                "CurrentPageMemberCount": .integer(Int64(members.count)), "IsLastPage": .bool(next == nil),
                "Watermark": next.map { .string($0) } ?? .null,
            ]
        )
        let builder = RowBuilder(view: Self.view, names: scope.objects.names)
        let rows = [first] + members.map(builder.row)
        return .rows(Self.page, scope, isOnePage: true) { rows }
    }

    /// The recipients that a scope is over; who was in it once is not remembered, so that nobody is.
    private static func types(of object: ExchangeObject, _ place: ScopeMembersPlace) -> Set<String> {
        guard !place.isOfFormer else { return [] }
        return switch object.text("LocationType") {
        case "Group": [RecipientTypes.groupMailbox]
        case "Site": []
        default: RecipientTypes.users
        }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.chosen, shape: nil) }
}
