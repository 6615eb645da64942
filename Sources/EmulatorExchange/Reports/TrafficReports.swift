import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Reports that count the messages of a tenant.
struct TrafficReport: CmdletHandler {
    enum Kind: String, Sendable {
        case summary = "MailTrafficSummaryReport"
        case flow = "MailFlowStatusReport"
        case threats = "MailTrafficATPReport"
    }

    let kind: Kind

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let filter = try TraceFilter(dates(of: call), now: scope.asOf, days: 90, span: 90)
        let page = try TracePage(call)
        let messages = filter.messages(of: try Traffic(scope)).filter { message in
            call.texts("Domain").map { domains in
                domains.contains { wanted in
                    [message.sender, message.recipient].contains {
                        $0.lowercased().hasSuffix("@" + wanted.lowercased())
                    }
                }
            } ?? true
        }
        let lines =
            switch kind {
            case .summary: Self.summary(messages, category: call.text("Category") ?? "TopMailSender")
            case .flow, .threats: counted(messages, call)
            }
        let shape = ObjectShape.of(noun: kind.rawValue)
        let rows = page.cut(lines).enumerated().map { place, values in
            var row = shape.row(kind.rawValue, values)
            row.set([
                "Organization": .string(scope.tenant.initialDomain), "Domain": .string(scope.tenant.defaultDomain),
                "StartDate": filter.start.json, "EndDate": filter.end.json,
                "Index": .integer(Int64(page.start + place)),
            ])
            return row
        }
        return .rows(kind.rawValue, scope) { rows }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "StartDate", "EndDate", "Page", "PageSize", "Category", "Domain", "Direction", "EventType", "Action",
                "AggregateBy", "NumberOfRows", "SummarizeBy",
            ],
            shape: nil
        )
    }

    /// The call with its dates alone.
    private func dates(of call: BoundCall) -> BoundCall {
        var dates = call
        dates.parameters = call.parameters.filter { ["StartDate", "EndDate"].contains($0.name) }
        return dates
    }

    /// Who comes first in something.
    private static func summary(_ messages: [TrafficMessage], category: String) -> [JSONObject] {
        let isSpam: (TrafficMessage) -> Bool = { ["FilteredAsSpam", "Quarantined"].contains($0.status) }
        let names: [String] =
            switch category {
            case "TopMailSender": messages.filter { $0.direction != .inbound }.map(\.sender)
            case "TopMailRecipient": messages.filter { $0.direction != .outbound }.map(\.recipient)
            case "TopSpamRecipient": messages.filter { isSpam($0) }.map(\.recipient)
            default: []
            }
        let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
        return counts.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }.map { name, count in
            ["C1": .string(name), "C2": .string(String(count))]
        }
    }

    /// Numbers of messages by day, direction and what the filters made of them.
    private func counted(_ messages: [TrafficMessage], _ call: BoundCall) -> [JSONObject] {
        struct Key: Hashable {
            let day: Int
            let direction: String
            let event: TrafficEvent
        }
        let summary = TrafficSummary(call)
        var counts: [Key: Int64] = [:]
        for message in messages {
            let event = kind == .flow ? TrafficEvent.flow(message) : .threat(message)
            func wants(_ parameter: String, _ value: String) -> Bool {
                call.texts(parameter)?.contains { $0.lowercased() == value.lowercased() } ?? true
            }
            let direction = message.direction.rawValue
            guard wants("Direction", direction), wants("EventType", event.name), wants("Action", event.action) else {
                continue
            }
            let key = Key(
                day: summary.hasDays ? message.received.day : messages.last?.received.day ?? 0,
                direction: summary.hasDirection ? direction : "",
                event: summary.shown(event)
            )
            counts[key, default: 0] += 1
        }
        let sorted = counts.sorted { left, right in
            (left.key.day, left.key.direction, left.key.event.name, left.key.event.action, left.key.event.verdict ?? "")
                < (
                    right.key.day, right.key.direction, right.key.event.name, right.key.event.action,
                    right.key.event.verdict ?? ""
                )
        }
        let rows = sorted.map { key, count -> JSONObject in
            [
                "Date": ServiceDate(ticks: Int64(key.day) * ServiceDate.ticksOfADay).json,
                "Direction": .string(key.direction), "EventType": .string(key.event.name),
                "Action": .string(key.event.action), "VerdictSource": key.event.verdict.map { .string($0) } ?? .null,
                "MessageCount": .integer(count),
            ]
        }
        return Array(rows.prefix(call.number("NumberOfRows").map { max(0, Int($0)) } ?? rows.count))
    }
}

/// Get-MxRecordReport: where mail for the accepted domains goes.
struct MxRecordReport: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let wanted = call.text("Domain")?.lowercased()
        let shape = ObjectShape.of(noun: "MxRecordReport")
        let domains = try scope.objects.objects(of: .acceptedDomain).filter { domain in
            wanted.map { domain.name.lowercased() == $0 } ?? true
        }
        let rows = domains.map { domain in
            shape.row(
                domain.name,
                [
                    "Organization": .string(scope.tenant.initialDomain), "Domain": .string(domain.name),
                    "HighestPriorityMailhost": .string(MailHost.name(of: domain)),
                    "HighestPriorityMailhostIpAddress": "203.0.113.25",
                    "PointsToService": true, "RecordExists": true,
                ]
            )
        }
        return .rows("MxRecordReport", scope) { rows }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Domain"], shape: nil) }
}
