import CmdletCatalogue
import EmulatorCore

/// Which messages a trace wants.
struct TraceFilter: Sendable {
    let start: ServiceDate
    let end: ServiceDate
    private let senders: [String]?
    private let recipients: [String]?
    private let statuses: Set<String>?
    private let messageIDs: Set<String>?
    private let traceIDs: Set<String>?
    private let fromIP: String?
    private let toIP: String?
    private let subject: String?
    private let subjectForm: String

    /// Reads a call's filters; without dates it is about the last two days.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - now: The present.
    ///   - days: How far back the cmdlet looks.
    ///   - span: How many days one call may ask for.
    /// - Throws: ``AdminAPIError`` for dates that are too old, too far from each other or the wrong way round.
    init(_ call: BoundCall, now: ServiceDate, days: Int, span: Int) throws {
        end = call.date("EndDate") ?? now
        start = call.date("StartDate") ?? min(end, now).adding(days: -2)
        guard start <= end else {
            throw Self.invalid("Invalid StartDate value. The StartDate must be earlier than the EndDate.")
        }
        guard now.adding(days: -days).adding(hours: -1) <= start else {
            throw Self.invalid("Invalid StartDate value. The StartDate can't be older than \(days) days from today.")
        }
        guard end.ticks - start.ticks <= Int64(span) * ServiceDate.ticksOfADay else {
            throw Self.invalid(
                "Invalid date range. The date range between the StartDate and EndDate can't exceed \(span) days."
            )
        }
        senders = call.texts("SenderAddress")?.map { $0.lowercased() }
        recipients = call.texts("RecipientAddress")?.map { $0.lowercased() }
        statuses = call.texts("Status").map { Set($0.map { $0.lowercased() }).subtracting(["none"]) }
        messageIDs = call.texts("MessageId").map { Set($0.map(Self.bare)) }
        traceIDs = call.texts("MessageTraceId").map { Set($0.map { $0.lowercased() }) }
        fromIP = call.text("FromIP")
        toIP = call.text("ToIP")
        subject = call.text("Subject")?.lowercased()
        subjectForm = call.text("SubjectFilterType")?.lowercased() ?? "contains"
    }

    static func invalid(_ message: String) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Management.ReportingTask.InvalidExpressionException",
            message: message
        )
    }

    /// The messages, the newest first.
    func messages(of traffic: Traffic) -> [TrafficMessage] {
        // An id tells its day.
        if let traceIDs, traceIDs.count == 1, let id = traceIDs.first, TrafficMessage.day(ofTraceID: id) != nil {
            return traffic.messages(ofTraceID: id).filter {
                start <= $0.received && $0.received <= end && accepts($0)
            }
        }
        return traffic.messages(from: start, through: end).filter(accepts)
    }

    func accepts(_ message: TrafficMessage) -> Bool {
        if let traceIDs, !traceIDs.contains(message.traceID) { return false }
        if let senders, !Self.matches(message.sender, senders) { return false }
        if let recipients, !Self.matches(message.recipient, recipients) { return false }
        if let statuses, !statuses.isEmpty, !statuses.contains(message.status.lowercased()) { return false }
        if let messageIDs, !messageIDs.contains(Self.bare(message.messageID)) { return false }
        if let fromIP, message.fromIP != fromIP { return false }
        if let toIP, message.toIP != toIP { return false }
        guard let subject else { return true }
        let text = message.subject.lowercased()
        switch subjectForm {
        case "startswith": return text.hasPrefix(subject)
        case "endswith": return text.hasSuffix(subject)
        default: return text.contains(subject)
        }
    }

    /// An asterisk stands for any part of an address.
    private static func matches(_ address: String, _ wanted: [String]) -> Bool {
        let text = Array(address.lowercased())
        return wanted.contains { Wildcard.matches(text, pattern: Array($0)) }
    }

    private static func bare(_ id: String) -> String {
        id.lowercased().filter { $0 != "<" && $0 != ">" }
    }
}
