import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Export-ContentExplorerData: the items of mailboxes that bear a tag, a page at a time behind a row about the page.
///
/// A page is full with so many items or five mailboxes. Sites and chats hold nothing here. How scripts read rows is public; how
/// numbers of matches stand for how sure they are, and the names of what is aggregated, follow those scripts. See
/// https://learn.microsoft.com/powershell/module/exchangepowershell/export-contentexplorerdata.
struct ContentExplorer: CmdletHandler {
    private static let page = "ContentExplorerPage"
    private static let mailboxes = 5
    private static let own: Set = [
        "Aggregate", "ConfidenceLevel", "PageCookie", "PageSize", "SiteUrl", "TagName", "TagType",
        "UserPrincipalName", "Workload",
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let tag = try ContentExplorerTag(call, scope)
        let mark = try ExplorerMark(call, now: scope.now)
        let hits = try ContentExplorerHits(of: tag, scope)
        let mailboxes = try Self.mailboxes(call, scope)
        guard !call.isOn("Aggregate") else {
            var counts: [String: Int64] = [:]
            try hits.forEach(in: mailboxes) { hit in
                counts[hit.mailbox.primaryAddress ?? hit.mailbox.name, default: 0] += 1
                return true
            }
            let rows = counts.sorted { $0.key < $1.key }.map { name, count in
                ObjectShape.of(noun: "ContentExplorerAggregate").row(
                    name,
                    ["Name": .string(name), "Count": .integer(count)]
                )
            }
            return Self.output(rows, total: counts.values.reduce(0, +), cookie: nil, scope)
        }
        let size = Int(call.number("PageSize") ?? 100)
        let place = ContentExplorerPlace(mark.place)
        var count: Int64 = 0
        var shown: [ContentExplorerHits.Hit] = []
        var seen: Set<String> = []
        var isLast = true
        try hits.forEach(in: mailboxes.filter { $0.sequence >= place.mailbox }) { hit in
            count += 1
            guard !place.isBehind(hit) else { return true }
            let isOfPage = seen.contains(hit.mailbox.guid) || seen.count < Self.mailboxes
            if isLast, shown.count < size, isOfPage {
                seen.insert(hit.mailbox.guid)
                shown.append(hit)
            } else {
                isLast = false
            }
            return isLast || place.total == nil
        }
        let total = place.total ?? count
        let next = isLast ? nil : shown.last.map { ContentExplorerPlace(behind: $0, of: total).json }
        let people = try Correspondents(scope)
        return Self.output(
            shown.map { Self.row($0, hits.label(of: $0), people) },
            total: total,
            cookie: next.map { mark.cookie(after: shown.count, place: $0, now: scope.now) },
            scope
        )
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.own, shape: nil) }

    private static func output(
        _ rows: [ObjectRow],
        total: Int64,
        cookie: String?,
        _ scope: CallScope
    ) -> CmdletOutput {
        let first = ObjectShape.of(noun: page).row(
            page,
            [
                "TotalCount": .integer(total), "MorePagesAvailable": .bool(cookie != nil),
                "RecordsReturned": .integer(Int64(rows.count)), "PageCookie": .string(cookie ?? ""),
            ]
        )
        return .rows(page, scope, isOnePage: true) { [first] + rows }
    }

    /// The mailboxes that a call is about, none where it is about another workload.
    private static func mailboxes(_ call: BoundCall, _ scope: CallScope) throws -> [ExchangeObject] {
        let workload = call.text("Workload")?.lowercased() ?? "exo"
        if let user = call.text("UserPrincipalName") {
            let mailbox = try scope.object(named: user, in: .mailbox)
            return ["exo", "exchange"].contains(workload) ? [mailbox] : []
        }
        guard ["exo", "exchange"].contains(workload), call.text("SiteUrl") == nil else { return [] }
        return try scope.objects.objects(of: .recipient).filter { object in
            RecipientTypes.mailboxes.contains(object.typeDetails) && object.state == .active
        }
    }

    private static func row(
        _ hit: ContentExplorerHits.Hit,
        _ label: ExchangeObject?,
        _ people: Correspondents
    ) -> ObjectRow {
        let sender = people.correspondence(of: hit.item, in: hit.mailbox).sender.name
        let kinds = hit.findings.map { finding -> JSONValue in
            [
                "Id": .string(finding.id), "LowConfidenceMatch": .integer(Int64(finding.count(of: .low))),
                "MediumConfidenceMatch": .integer(Int64(finding.count(of: .medium))),
                "HighConfidenceMatch": .integer(Int64(finding.count(of: .high))),
            ]
        }
        return ObjectShape.of(noun: "ContentExplorerData").row(
            hit.item.subject,
            [
                "Location": "EXO", "FileName": .string(hit.item.subject),
                "FileSourceUrl": .string(hit.mailbox.primaryAddress ?? hit.mailbox.name),
                "SensitiveInfoTypes": .string(hit.findings.map(\.id).joined(separator: ",")),
                "SensitiveInfoTypesData": .string(JSONValue.array(kinds).text()),
                "RetentionLabel": .string(label?.name ?? ""), "UserCreated": .string(sender),
                "UserModified": .string(sender), "LastModifiedTime": hit.item.received.json,
            ]
        )
    }
}
