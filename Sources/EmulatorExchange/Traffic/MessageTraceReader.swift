import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-MessageTrace: ten days, by pages.
struct MessageTraceReader: CmdletHandler {
    private static let own: Set = [
        "EndDate", "StartDate", "FromIP", "ToIP", "MessageId", "MessageTraceId", "Page", "PageSize", "RecipientAddress",
        "SenderAddress", "Status",
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let filter = try TraceFilter(call, now: scope.asOf, days: 10, span: 10)
        let page = try TracePage(call)
        let messages = filter.messages(of: try Traffic(scope))
        let shape = ObjectShape.of(noun: "MessageTrace")
        let organization = JSONValue.string(scope.tenant.initialDomain)
        let rows = page.cut(messages).enumerated().map { place, message in
            var row = shape.row(message.traceID, MessageTraceRow.values(message))
            row.set([
                "Organization": organization, "StartDate": filter.start.json, "EndDate": filter.end.json,
                "Index": .string(String(page.start + place)),
            ])
            return row
        }
        return .rows("MessageTrace", scope) { rows }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.own, shape: nil) }
}

/// Get-MessageTraceV2: ninety days, ten at a time; what follows is asked for by the last row.
struct MessageTraceV2Reader: CmdletHandler {
    private static let own: Set = [
        "EndDate", "StartDate", "FromIP", "ToIP", "MessageId", "MessageTraceId", "RecipientAddress", "ResultSize",
        "SenderAddress", "StartingRecipientAddress", "Status", "Subject", "SubjectFilterType",
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let filter = try TraceFilter(call, now: scope.asOf, days: 90, span: 10)
        let size = call.number("ResultSize").map { Int($0) } ?? 1000
        guard (1...5000).contains(size) else {
            throw TraceFilter.invalid("Invalid ResultSize value. The value must be from 1 to 5000.")
        }
        var messages = filter.messages(of: try Traffic(scope))
        if let starting = call.text("StartingRecipientAddress")?.lowercased() {
            // What an earlier call showed of the last moment was in the order of recipients.
            messages = messages.filter { $0.received < filter.end || starting <= $0.recipient.lowercased() }
        }
        let shape = ObjectShape.of(noun: "MessageTraceV2")
        let rows = messages.prefix(size).map { shape.row($0.traceID, MessageTraceRow.values($0)) }
        var warnings: [String] = []
        if messages.count > size { warnings = [Self.warning(messages[size - 1], filter, call, size)] }
        // What follows the warning tells, and no link.
        return .rows("MessageTraceV2", scope, warnings: warnings, isOnePage: true) { rows }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.own, shape: nil) }

    /// The command that shows what follows.
    private static func warning(_ last: TrafficMessage, _ filter: TraceFilter, _ call: BoundCall, _ size: Int) -> String
    {
        var command =
            "Get-MessageTraceV2 -StartDate \"\(seconds(filter.start))\" -EndDate \"\(seconds(last.received))\" "
        for name in ["SenderAddress", "RecipientAddress", "Status", "Subject", "SubjectFilterType"] {
            guard let texts = call.texts(name) else { continue }
            command += "-\(name) \"\(texts.joined(separator: "\",\""))\" "
        }
        command += "-StartingRecipientAddress \"\(last.recipient)\" -ResultSize \(size)"
        return "There are more results, use the following command to get more. \(command)"
    }

    private static func seconds(_ moment: ServiceDate) -> String { moment.text(.utc).prefix(19) + "Z" }
}

/// What both traces show of a message.
enum MessageTraceRow {
    static func values(_ message: TrafficMessage) -> JSONObject {
        var values: JSONObject = [
            "MessageTraceId": .string(message.traceID), "MessageId": .string(message.messageID),
            "Received": message.received.json, "SenderAddress": .string(message.sender),
            "RecipientAddress": .string(message.recipient), "Subject": .string(message.subject),
            "Status": .string(message.status), "Size": .integer(message.size), "FromIP": .string(message.fromIP),
        ]
        // What was not sent on says nothing of it, each trace in its own way.
        if let toIP = message.toIP { values["ToIP"] = .string(toIP) }
        return values
    }
}

/// `-Page` and `-PageSize` of reports.
struct TracePage: Sendable {
    let start: Int
    private let size: Int

    /// - Throws: ``AdminAPIError`` for numbers beyond the service's limits.
    init(_ call: BoundCall) throws {
        let page = call.number("Page").map { Int($0) } ?? 1
        size = call.number("PageSize").map { Int($0) } ?? 1000
        guard (1...1000).contains(page) else {
            throw TraceFilter.invalid("Invalid Page value. The value must be from 1 to 1000.")
        }
        guard (1...5000).contains(size) else {
            throw TraceFilter.invalid("Invalid PageSize value. The value must be from 1 to 5000.")
        }
        start = (page - 1) * size
    }

    func cut<Element>(_ all: [Element]) -> ArraySlice<Element> { all.dropFirst(start).prefix(size) }
}
