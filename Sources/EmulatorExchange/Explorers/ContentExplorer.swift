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

    /// An item that bears the tag.
    private struct Hit {
        let mailbox: ExchangeObject
        let item: MailboxItem
        let findings: [SensitiveFinding]
        let label: ExchangeObject?
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let tag = try ContentExplorerTag(call, scope)
        let mark = try ExplorerMark(call, now: scope.now)
        let hits = try Self.hits(of: tag, in: Self.mailboxes(call, scope), scope)
        guard !call.isOn("Aggregate") else {
            let counts = Dictionary(hits.map { ($0.mailbox.primaryAddress ?? $0.mailbox.name, 1) }, uniquingKeysWith: +)
            let rows = counts.sorted { $0.key < $1.key }.map { name, count in
                ObjectShape.of(noun: "ContentExplorerAggregate").row(
                    name,
                    ["Name": .string(name), "Count": .integer(Int64(count))]
                )
            }
            return Self.output(rows, total: hits.count, mark, isLast: true, scope)
        }
        let size = Int(call.number("PageSize") ?? 100)
        var seen: Set<String> = []
        let shown = hits.dropFirst(mark.given).prefix(size).prefix { hit in
            seen.insert(hit.mailbox.guid)
            return seen.count <= Self.mailboxes
        }
        let people = try Correspondents(scope)
        let rows = shown.map { Self.row($0, people) }
        return Self.output(rows, total: hits.count, mark, isLast: mark.given + rows.count >= hits.count, scope)
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.own, shape: nil) }

    private static func output(
        _ rows: [ObjectRow],
        total: Int,
        _ mark: ExplorerMark,
        isLast: Bool,
        _ scope: CallScope
    ) -> CmdletOutput {
        let first = ObjectShape.of(noun: page).row(
            page,
            [
                "TotalCount": .integer(Int64(total)), "MorePagesAvailable": .bool(!isLast),
                "RecordsReturned": .integer(Int64(rows.count)),
                "PageCookie": .string(isLast ? "" : mark.cookie(after: rows.count, now: scope.now)),
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

    private static func hits(
        of tag: ContentExplorerTag,
        in mailboxes: [ExchangeObject],
        _ scope: CallScope
    ) throws -> [Hit] {
        if case .nothing = tag { return [] }
        let classifier = try SensitiveClassifier(scope)
        let labels = try AppliedLabels(scope)
        let store = ContentStore(scope)
        // Many items are about the same.
        var known: [String: [SensitiveFinding]] = [:]
        var hits: [Hit] = []
        for mailbox in mailboxes {
            let content = MailboxContent(mailbox, in: store)
            for folder in try content.folders() where folder.isVisible && folder.items > 0 {
                for item in try content.items(in: folder.path) {
                    let findings = known[item.subject] ?? classifier.findings(in: item.subject)
                    known[item.subject] = findings
                    let label = labels.label(of: item, in: folder, mailbox, findings)
                    guard tag.isOn(findings, label) else { continue }
                    hits.append(Hit(mailbox: mailbox, item: item, findings: findings, label: label))
                }
            }
        }
        return hits
    }

    private static func row(_ hit: Hit, _ people: Correspondents) -> ObjectRow {
        let sender = people.correspondence(of: hit.item, in: hit.mailbox).sender.name
        let kinds = hit.findings.map { finding -> JSONValue in
            [
                "Id": .string(finding.id), "LowConfidenceMatch": .integer(Int64(finding.count(of: "low"))),
                "MediumConfidenceMatch": .integer(Int64(finding.count(of: "medium"))),
                "HighConfidenceMatch": .integer(Int64(finding.count(of: "high"))),
            ]
        }
        return ObjectShape.of(noun: "ContentExplorerData").row(
            hit.item.subject,
            [
                "Location": "EXO", "FileName": .string(hit.item.subject),
                "FileSourceUrl": .string(hit.mailbox.primaryAddress ?? hit.mailbox.name),
                "SensitiveInfoTypes": .string(hit.findings.map(\.id).joined(separator: ",")),
                "SensitiveInfoTypesData": .string(JSONValue.array(kinds).text()),
                "RetentionLabel": .string(hit.label?.name ?? ""), "UserCreated": .string(sender),
                "UserModified": .string(sender), "LastModifiedTime": hit.item.received.json,
            ]
        )
    }
}
