import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-MailboxCalendarFolder: whether and how a calendar is published.
struct CalendarFolderReader: CmdletHandler {
    static let noun = "MailboxCalendarFolder"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let reference = try Self.calendar(call, scope)
        let stored = try ContentStore(scope).entry(
            .calendarFolder,
            owner: reference.content.seed,
            key: reference.folder.path
        )
        var row = ObjectShape.of(noun: Self.noun).row(
            reference.title,
            [
                "Identity": .string(reference.title), "MailboxFolderId": .string(reference.title),
                "MailboxOwnerId": .string(reference.content.mailbox.name),
                "CreationTime": reference.folder.created.json,
            ]
        )
        for member in stored?.value.members ?? [] { row[member.name] = member.value }
        row["ExtendedFolderFlags"] = .string(
            try Self.flags(reference, isPublished: row["PublishEnabled"] == true, scope)
        )
        return .row(Self.noun, scope, row)
    }

    /// What a calendar is beside a folder: shared with somebody, published.
    ///
    /// That one which is neither shows zero is a guess.
    private static func flags(_ reference: FolderReference, isPublished: Bool, _ scope: CallScope) throws -> String {
        let isShared = try !FolderAccess(reference, noun: noun, scope).sharedWith().isEmpty
        let flags = (isShared ? ["SharedOut"] : []) + (isPublished ? ["ExchangePublishedCalendar"] : [])
        return flags.isEmpty ? "0" : flags.joined(separator: ", ")
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Identity", "UseCustomRouting"], shape: nil) }

    /// The calendar that a call names.
    ///
    /// - Throws: ``AdminAPIError`` for another folder.
    static func calendar(_ call: BoundCall, _ scope: CallScope) throws -> FolderReference {
        let reference = try FolderReference(call, scope)
        guard reference.folder.containerClass.hasPrefix("IPF.Appointment") else {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Data.Storage.NotSupportedWithServerVersionException",
                message: "The folder '\(reference.title)' isn't a calendar folder.",
                targetType: noun
            )
        }
        return reference
    }
}

/// Set-MailboxCalendarFolder.
struct CalendarFolderSetter: CmdletHandler {
    private static let own: Set = ["Identity", "Confirm", "WhatIf", "ResetUrl", "UseHttps"]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let reference = try CalendarFolderReader.calendar(call, scope)
            let store = ContentStore(scope)
            let (owner, key) = (reference.content.seed, reference.folder.path)
            var values = try store.entry(.calendarFolder, owner: owner, key: key)?.value ?? JSONObject()
            let shape = ObjectShape.of(noun: CalendarFolderReader.noun)
            for (name, value) in call.parameters where !Self.own.contains(name) {
                guard case .value(let value) = value, let property = shape.property(name) else { continue }
                values[property.name] = value
            }
            if call.isQuestion { return .confirmation("Setting calendar folder \"\(reference.title)\".") }
            if call.isOn("ResetUrl") { values["UrlNumber"] = .integer((values["UrlNumber"]?.integerValue ?? 0) + 1) }
            if values["PublishEnabled"] == true {
                let number = values["UrlNumber"]?.integerValue ?? 0
                let place = StableIdentifier.digits("publish", owner, key, String(number))
                let url = "https://outlook.office365.com/owa/calendar/\(place)@\(scope.tenant.defaultDomain)/calendar"
                values["PublishedCalendarUrl"] = .string("\(url).html")
                values["PublishedICalUrl"] = .string("\(url).ics")
            } else {
                values["PublishedCalendarUrl"] = nil
                values["PublishedICalUrl"] = nil
            }
            try store.put(.calendarFolder, owner: owner, key: key, values, at: scope.now)
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Confirm", "WhatIf", "ResetUrl"], shape: .of(noun: CalendarFolderReader.noun))
    }
}

/// Remove-CalendarEvents: cancels what is ahead in a calendar.
struct CalendarEventsRemover: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let mailbox = try MailboxTarget.mailbox(call, scope)
            let content = MailboxContent(mailbox, in: ContentStore(scope))
            let start = call.date("QueryStartDate") ?? scope.now
            let days = call.number("QueryWindowInDays").map { Int($0) } ?? 0
            guard (1...1825).contains(days) else {
                throw AdminAPIError.transformation(
                    parameter: "QueryWindowInDays",
                    reason: "The \(days) argument is outside the range of 1 through 1825."
                )
            }
            let end = start.adding(days: days)
            let events = try CalendarEvent.all(in: content).filter { start <= $0.start && $0.start < end }
            let rows = events.map { event in
                ObjectShape.of(noun: "CalendarEvents").row(
                    event.subject,
                    [
                        "Identity": .string(event.identifier), "Subject": .string(event.subject),
                        "StartTime": event.start.json,
                    ]
                )
            }
            if call.isOn("PreviewOnly") { return .rows("CalendarEvents", scope) { rows } }
            if call.isQuestion {
                return .confirmation(
                    "Canceling \(events.count) meetings of \"\(scope.objects.names.title(of: mailbox))\"."
                )
            }
            guard call.isOn("CancelOrganizedMeetings") else { return .done(warnings: []) }
            for event in events { try content.move(event.item, to: "/Deletions", at: scope.now) }
            return .rows("CalendarEvents", scope) { rows }
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", "QueryWindowInDays", "QueryStartDate", "CancelOrganizedMeetings", "PreviewOnly", "Confirm",
                "WhatIf", "UseCustomRouting",
            ],
            shape: nil
        )
    }
}
