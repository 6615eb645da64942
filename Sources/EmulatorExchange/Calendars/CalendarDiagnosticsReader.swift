import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-CalendarDiagnosticObjects and Get-CalendarDiagnosticLog: how the events of a calendar came to be.
struct CalendarDiagnosticsReader: CmdletHandler {
    private static let noun = "CalendarDiagnosticObjects"
    /// What a property shows that is asked for and that the item does not have.
    private static let missing = "NotFound"
    private static let steps = [
        ("Create", "Client=OWA;"), ("Update", "Client=TBA;Service=MSExchangeMailboxAssistants;"),
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let mailbox = try MailboxTarget.mailbox(call, scope)
        let content = MailboxContent(mailbox, in: ContentStore(scope))
        let events = try events(call, content)
        let names = call.texts("CustomPropertyNames") ?? []
        let shape = Self.shape(showing: names)
        let title = scope.objects.names.title(of: mailbox)
        let all = events.flatMap { event in
            Self.steps.enumerated().map { version, step in
                var row = shape.row(event.subject, Self.values(event, version: version, content))
                row["Identity"] = .string("\(title)\\\(event.item.key)-\(version)")
                row["CalendarLogTriggerAction"] = .string(step.0)
                row["ClientInfoString"] = .string(step.1)
                for name in names where row[name]?.isNull ?? false { row[name] = .string(Self.missing) }
                return row
            }
        }
        let limit = try call.count("MaxResults")
        let rows = limit.map { Array(all.prefix($0)) } ?? all
        let size = call.text("ResultSize") == nil ? 1000 : try ResultSize.limit(of: call)
        return .rows(Self.noun, scope, limit: size) { rows }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", "MeetingId", "MeetingID", "Subject", "ExactMatch", "StartDate", "EndDate", "MaxResults",
                "ResultSize", "CustomPropertyNames",
            ],
            shape: nil
        )
    }

    private func events(_ call: BoundCall, _ content: MailboxContent) throws -> [CalendarEvent] {
        let meeting = (call.text("MeetingId") ?? call.text("MeetingID"))?.uppercased()
        let subject = call.text("Subject")?.lowercased()
        let isExact = call.isOn("ExactMatch")
        return try CalendarEvent.all(in: content).filter { event in
            let text = event.subject.lowercased()
            if let meeting, event.identifier != meeting { return false }
            if let subject, isExact ? text != subject : !text.contains(subject) { return false }
            if let start = call.date("StartDate"), event.start < start { return false }
            return call.date("EndDate").map { event.start <= $0 } ?? true
        }
    }

    /// The noun's shape, and what else is asked for: texts, as the service gives most of it.
    private static func shape(showing names: [String]) -> ObjectShape {
        let shape = ObjectShape.of(noun: noun)
        var known: Set<String> = []
        let more = names.filter { shape.property($0) == nil && known.insert($0.lowercased()).inserted }
        guard !more.isEmpty else { return shape }
        return ObjectShape(
            noun: noun,
            typeName: shape.typeName,
            properties: (shape.properties + more.map { PropertyShape(name: $0, kind: .text, fallback: .null) })
                .sorted { $0.name.lowercased() < $1.name.lowercased() }
        )
    }

    /// What the log says of a version of an event, whose organizer is the mailbox's owner.
    private static func values(_ event: CalendarEvent, version: Int, _ content: MailboxContent) -> JSONObject {
        let mailbox = content.mailbox
        let owner = mailbox.text("DisplayName") ?? mailbox.name
        // People are written as the directory's old names.
        let person = JSONValue.string(mailbox.text("LegacyExchangeDN") ?? mailbox.name)
        let moment = event.item.received.adding(hours: version).json
        return [
            "ItemClass": "IPM.Appointment", "ParentDisplayName": "Calendar", "OriginalParentDisplayName": "Calendar",
            "SubjectProperty": .string(event.subject), "NormalizedSubject": .string(event.subject),
            "StartTime": event.start.json, "EndTime": event.end.json,
            "CleanGlobalObjectId": .string(event.identifier), "ResponsibleUserName": person,
            "FreeBusyStatus": "Busy", "From": .string("\"\(owner)\" <\(mailbox.primaryAddress ?? "")>"),
            "SenderEmailAddress": person, "SentRepresentingDisplayName": .string(owner),
            "SentRepresentingEmailAddress": person, "ItemVersion": .string(String(version + 1)),
            "OriginalLastModifiedTime": moment, "LogTimestamp": moment, "LastModifiedTime": moment,
            "CreationTime": event.item.received.json, "TimeZone": "UTC", "AppointmentRecurring": "False",
            "CalendarItemType": "Single", "HasAttachment": "False", "IsAllDayEvent": "False", "IsCancelled": "False",
            "IsException": "False", "IsMeeting": "False", "ResponseType": "Organizer",
        ]
    }
}
