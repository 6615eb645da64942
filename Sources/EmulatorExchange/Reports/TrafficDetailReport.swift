import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-MailDetailATPReport and Get-MailDetailTransportRuleReport: the messages that filters or rules acted on.
struct TrafficDetailReport: CmdletHandler {
    enum Kind: String, Sendable {
        case threats = "MailDetailATPReport"
        case rules = "MailDetailTransportRuleReport"
    }

    let kind: Kind

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let filter = try TraceFilter(call, now: scope.asOf, days: 90, span: 90)
        let page = try TracePage(call)
        let messages = filter.messages(of: try Traffic(scope)).filter { message in
            call.texts("Direction")?.contains { $0.lowercased() == message.direction.rawValue.lowercased() } ?? true
        }
        let lines: [JSONObject]
        switch kind {
        case .threats: lines = messages.compactMap { Self.threat(of: $0) }
        case .rules:
            let rules = try scope.objects.objects(of: .setting(noun: "TransportRule")).map(TransportRuleHits.init)
            lines = messages.flatMap { message in
                rules.filter { $0.contain(message) }.map { hit -> JSONObject in
                    [
                        "TransportRule": .string(hit.rule.name), "EventType": "TransportRuleHits",
                        "MessageTraceId": .string(message.traceID), "Message": .string(message.recipient),
                    ]
                }
            }
        }
        let byKey = Dictionary(messages.map { ("\($0.traceID)|\($0.recipient)", $0) }) { first, _ in first }
        let wanted = lines.filter { line in
            Self.accepts(line, call, "EventType") && Self.accepts(line, call, "TransportRule")
                && Self.accepts(line, call, "Action")
        }
        let shape = ObjectShape.of(noun: kind.rawValue)
        let rows = page.cut(wanted).enumerated().compactMap { place, line -> ObjectRow? in
            let key = "\(line["MessageTraceId"]?.stringValue ?? "")|\(line["Message"]?.stringValue ?? "")"
            guard let message = byKey[key] else { return nil }
            var row = shape.row(message.traceID, MessageTraceRow.values(message))
            for member in line.members where member.name != "Message" { row[member.name] = member.value }
            row.set([
                "Date": message.received.json, "Direction": .string(message.direction.rawValue),
                "MessageSize": .integer(message.size), "Organization": .string(scope.tenant.initialDomain),
                "Domain": .string(scope.tenant.defaultDomain), "StartDate": filter.start.json,
                "EndDate": filter.end.json, "Index": .integer(Int64(page.start + place)),
            ])
            return row
        }
        return .rows(kind.rawValue, scope) { rows }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "StartDate", "EndDate", "Page", "PageSize", "Direction", "EventType", "MessageId", "MessageTraceId",
                "RecipientAddress", "SenderAddress", "TransportRule", "Action",
            ],
            shape: nil
        )
    }

    private static func accepts(_ line: JSONObject, _ call: BoundCall, _ name: String) -> Bool {
        call.texts(name)?.contains { $0.lowercased() == line[name]?.stringValue?.lowercased() } ?? true
    }

    /// What the filters found in a message, `nil` for nothing.
    static func threat(of message: TrafficMessage) -> JSONObject? {
        let type: String
        switch message.status {
        case "Quarantined": type = QuarantinedMessage(message: message, entry: nil).type
        case "FilteredAsSpam": type = "Spam"
        default: return nil
        }
        let event =
            switch type {
            case "Malware": "Anti-malware engine"
            case "Phish", "HighConfPhish": "Advanced filter"
            default: "General filter"
            }
        return [
            "EventType": .string(event), "VerdictSource": .string(type == "HighConfPhish" ? "Phish" : type),
            "Action": message.status == "Quarantined" ? "Quarantine" : "MoveToJmf",
            "MessageTraceId": .string(message.traceID), "Message": .string(message.recipient),
        ]
    }
}
