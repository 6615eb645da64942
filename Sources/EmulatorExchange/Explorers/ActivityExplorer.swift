import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Export-ActivityExplorerData: what rules of data loss prevention met, and in which messages sensitive information was found.
///
/// Of activities with files and on devices there are none here. The words of refusals, the order of records, and the result code
/// are guesses. See https://learn.microsoft.com/powershell/module/exchangepowershell/export-activityexplorerdata.
struct ActivityExplorer: CmdletHandler {
    private static let days = 30
    private static let seconds: Int64 = 120
    private static let own: Set = [
        "EndTime", "Filter1", "Filter2", "Filter3", "Filter4", "Filter5", "OutputFormat", "PageCookie", "PageSize",
        "StartTime",
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        guard let start = call.date("StartTime"), let end = call.date("EndTime") else {
            throw AdminAPIError.missingParameters(["StartTime", "EndTime"].filter { call.date($0) == nil })
        }
        guard start <= end else {
            throw AdminAPIError.invalidOperation("The StartTime can't be later than the EndTime.")
        }
        let isTable = try Self.isTable(call)
        let filter = try ActivityFilter(call)
        let mark = try ExplorerMark(call, now: scope.now, seconds: Self.seconds)
        let first = max(start, mark.began.adding(days: -Self.days))
        let all = try Self.activities(from: first, through: min(end, mark.began), scope).filter(filter.accepts)
        let page = all.dropFirst(mark.given).prefix(Int(call.number("PageSize") ?? 100))
        let isLast = mark.given + page.count >= all.count
        let data =
            isTable
            ? ([CSVText.line(MailActivity.columns)] + page.map(\.line)).joined(separator: "\r\n")
            : JSONValue.array(page.map(\.json)).text()
        let noun = call.facts.noun
        let row = ObjectShape.of(noun: noun).row(
            noun,
            [
                "ResultCode": "Success", "TotalResultCount": .integer(Int64(all.count)),
                "RecordCount": .integer(Int64(page.count)), "LastPage": .bool(isLast),
                "WaterMark": isLast ? .null : .string(mark.cookie(after: page.count, now: scope.now)),
                "ResultData": page.isEmpty ? .null : .string(data),
            ]
        )
        return .row(noun, scope, row)
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.own, shape: nil) }

    private static func isTable(_ call: BoundCall) throws -> Bool {
        let format = call.text("OutputFormat") ?? ""
        guard ["csv", "json"].contains(format.lowercased()) else {
            throw AdminAPIError.transformation(parameter: "OutputFormat", reason: "The value must be Csv or Json.")
        }
        return format.lowercased() == "csv"
    }

    /// What happened in a time, the newest first: of a message with several recipients once.
    private static func activities(
        from start: ServiceDate,
        through end: ServiceDate,
        _ scope: CallScope
    ) throws -> [MailActivity] {
        let classifier = try SensitiveClassifier(scope)
        let rules = try PreventionRules(scope)
        let messages = try Traffic(scope).messages(from: start, through: end)
        let recipients = Dictionary(grouping: messages, by: \.traceID)
        var known: [String: [SensitiveFinding]] = [:]
        var seen: Set<String> = []
        return messages.filter { seen.insert($0.traceID).inserted }.flatMap { message -> [MailActivity] in
            let findings = known[message.subject] ?? classifier.findings(in: message.subject)
            known[message.subject] = findings
            let all = recipients[message.traceID] ?? [message]
            func activity(_ rule: PreventionRules.Rule?) -> MailActivity {
                MailActivity(rule: rule, message: message, receivers: all.map(\.recipient), findings: findings)
            }
            var met: Set<String> = []
            let rules = all.flatMap { rules.met(by: $0, findings) }.filter { met.insert($0.rule.guid).inserted }
            return rules.map(activity) + (findings.isEmpty ? [] : [activity(nil)])
        }
    }
}
