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
        var (total, isLast) = (0, true)
        var members: [ExchangeObject] = []
        // Who was in it once is not remembered, so that nobody is.
        try AdaptiveScopeRule.forEachMember(of: object, scope) { recipient in
            guard !place.isOfFormer else { return false }
            guard wanted.accepts(recipient) else { return true }
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

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.chosen, shape: nil) }
}
