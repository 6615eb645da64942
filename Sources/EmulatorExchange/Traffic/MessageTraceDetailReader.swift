import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-MessageTraceDetail and its second version: what happened to a message.
struct MessageTraceDetailReader: CmdletHandler {
    let noun: String
    let days: Int

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let missing = ["MessageTraceId", "RecipientAddress"].filter { call.text($0) == nil }
        guard missing.isEmpty else { throw AdminAPIError.missingParameters(missing) }
        let page = try TracePage(call)
        var wanted = call
        // The id alone says when.
        if call.text("StartDate") == nil {
            let start = scope.asOf.adding(days: -days)
            wanted.parameters.append(("StartDate", .value(.string(start.text(.utc)))))
        }
        let filter = try TraceFilter(wanted, now: scope.asOf, days: days, span: days + 1)
        let names = call.texts("Event").map { Set($0.map { $0.lowercased() }) }
        let shape = ObjectShape.of(noun: noun)
        let organization = JSONValue.string(scope.tenant.initialDomain)
        let rows = filter.messages(of: try Traffic(scope)).flatMap { message in
            Self.events(of: message).filter { names?.contains($0.name.lowercased()) ?? true }.map { event in
                shape.row(
                    message.traceID,
                    [
                        "MessageTraceId": .string(message.traceID), "MessageId": .string(message.messageID),
                        "SenderAddress": .string(message.sender), "RecipientAddress": .string(message.recipient),
                        "Organization": organization, "StartDate": filter.start.json, "EndDate": filter.end.json,
                        "Date": message.received.adding(ticks: Int64(event.seconds) * 10_000_000).json,
                        "Event": .string(event.name), "Detail": .string(event.detail), "Action": .string(event.action),
                        "Data": .string(
                            "<root><MEP Name=\"ConnectorId\" String=\"\(TenantNames.server)\"/>"
                                + "<MEP Name=\"NetworkMessageId\" String=\"\(message.traceID)\"/></root>"
                        ),
                    ]
                )
            }
        }
        return .rows(noun, scope) { Array(page.cut(rows)) }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "MessageTraceId", "RecipientAddress", "SenderAddress", "StartDate", "EndDate", "MessageId", "Event",
                "Page",
                "PageSize",
            ],
            shape: nil
        )
    }

    /// What a message goes through, in order.
    private static func events(
        of message: TrafficMessage
    ) -> [(name: String, detail: String, action: String, seconds: Int)] {
        var all = [
            message.direction == .inbound
                ? ("Receive", "Message received by: \(TenantNames.server)", "", 0)
                : ("Submit", "The message was submitted.", "", 0)
        ]
        switch message.status {
        case "Delivered" where message.direction == .outbound:
            all.append(("Send external", "Message sent to \(message.toIP ?? "").", "", 4))
        case "Delivered": all.append(("Deliver", "The message was successfully delivered to the folder: Inbox", "", 3))
        case "FilteredAsSpam":
            all.append(("Spam", "The message was marked as spam.", "Move to Junk Email", 2))
            all.append(("Deliver", "The message was successfully delivered to the folder: Junk Email", "", 3))
        case "Quarantined": all.append(("Spam", "The message was quarantined.", "Quarantine", 2))
        case "Expanded": all.append(("Expand", "The distribution group was expanded.", "", 1))
        case "Failed": all.append(("Fail", "Reason: [{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound}].", "", 5))
        default: all.append(("Defer", "Reason: [{LED=451 4.4.0 temporary failure}].", "", 30))
        }
        return all
    }
}
