import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Invoke-ChangeMeetingOrganizer: a meeting goes out of its organizer's calendar into that of another user.
///
/// See https://learn.microsoft.com/powershell/module/exchangepowershell/invoke-changemeetingorganizer. Meetings here have one
/// instance and nobody outside to write to. Texts, and what the list of meetings with one subject shows, are guesses.
struct MeetingOrganizerChanger: CmdletHandler {
    static let noun = "ChangeMeetingOrganizer"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let mailbox = try MailboxTarget.mailbox(call, scope)
            let name = call.text("NewOrganizer") ?? ""
            let heir = try Self.heir(call, scope)
            guard heir.guid != mailbox.guid else {
                throw AdminAPIError.invalidOperation("\"\(name)\" is the organizer of the meeting already.")
            }
            let start = call.date("TransferSeriesStartDate") ?? scope.now
            guard scope.now <= start else {
                throw AdminAPIError.invalidOperation("TransferSeriesStartDate must be a date in the future.")
            }
            let content = MailboxContent(mailbox, in: ContentStore(scope))
            let events = try Self.events(call, content).filter { start <= $0.start }
            guard let event = events.first else {
                throw AdminAPIError.invalidOperation("The meeting has no instance that can be transferred.")
            }
            guard events.count == 1 else { return Self.choice(of: events, content, scope) }
            if call.isQuestion {
                return .confirmation("Changing the organizer of \"\(event.subject)\" to \"\(name)\".")
            }
            let calendar = MailboxContent(heir, in: content.store)
            try content.hand(event.item, to: calendar, in: "/Calendar", at: scope.now)
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", "Subject", "EventId", "NewOrganizer", "TransferSeriesStartDate", "Confirm", "WhatIf",
            ],
            shape: nil
        )
    }

    /// Who takes the meeting: a user, and that a shared mailbox may be one is a guess.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous.
    static func heir(_ call: BoundCall, _ scope: CallScope) throws -> ExchangeObject {
        try scope.referenced(call.text("NewOrganizer") ?? "", types: ["SharedMailbox", "UserMailbox"])
    }

    /// The meetings that a call names.
    ///
    /// - Throws: ``AdminAPIError`` where there is none, and where none is named.
    private static func events(_ call: BoundCall, _ content: MailboxContent) throws -> [CalendarEvent] {
        let all = try CalendarEvent.all(in: content)
        let (named, found): (String, [CalendarEvent])
        if let id = call.text("EventId") {
            (named, found) = (id, all.filter { $0.id(in: content) == id })
        } else if let subject = call.text("Subject") {
            (named, found) = (subject, all.filter { $0.subject.lowercased() == subject.lowercased() })
        } else {
            throw AdminAPIError.missingParameters(["EventId"])
        }
        guard !found.isEmpty else { throw AdminAPIError.notFound(named, noun: noun) }
        return found
    }

    /// The meetings of one subject, by whose ids one of them is chosen.
    private static func choice(
        of events: [CalendarEvent],
        _ content: MailboxContent,
        _ scope: CallScope
    )
        -> CmdletOutput
    {
        let shape = ObjectShape.of(noun: noun)
        let rows = events.map { event in
            shape.row(
                event.subject,
                [
                    "EventId": .string(event.id(in: content)), "Subject": .string(event.subject),
                    "StartTime": event.start.json, "EndTime": event.end.json,
                    "Organizer": .string(content.mailbox.primaryAddress ?? ""),
                ]
            )
        }
        let warning = "Several meetings have the subject \"\(events[0].subject)\". Name one of them by EventId."
        return .rows(noun, scope, warnings: [warning]) { rows }
    }
}
