import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Calendars, what the service's assistants write down, and what rules say of themselves.
@Suite struct ExchangeCalendarTests {
    @Test func aCalendarIsPublished() throws {
        let harness = try ExchangeHarness()
        func calendar() throws -> JSONValue? {
            let reply = try harness.run("Get-MailboxCalendarFolder", ["Identity": "adele:\\Calendar"])
            #expect(reply.status == 200, "\(reply.errorText)")
            return reply.rows.first
        }
        let before = try calendar()
        #expect(before?["PublishEnabled"] == false && before?["DetailLevel"] == "AvailabilityOnly")
        let set = try harness.run(
            "Set-MailboxCalendarFolder",
            ["Identity": "adele:\\Calendar", "PublishEnabled": true, "DetailLevel": "LimitedDetails"]
        )
        #expect(set.status == 200, "\(set.errorText)")
        let published = try calendar()
        let url = try #require(published?["PublishedICalUrl"]?.stringValue)
        #expect(url.hasSuffix(".ics") && published?["DetailLevel"] == "LimitedDetails")
        _ = try harness.run("Set-MailboxCalendarFolder", ["Identity": "adele:\\Calendar", "ResetUrl": true])
        #expect(try calendar()?["PublishedICalUrl"]?.stringValue != url)
        #expect(try harness.run("Get-MailboxCalendarFolder", ["Identity": "adele:\\Inbox"]).status == 400)
    }

    @Test func meetingsAheadAreCancelled() throws {
        let harness = try ExchangeHarness()
        func run(_ more: JSONObject) throws -> ExchangeHarness.Reply {
            var parameters: JSONObject = ["Identity": "adele", "QueryWindowInDays": 365]
            for member in more.members { parameters[member.name] = member.value }
            return try harness.run("Remove-CalendarEvents", parameters)
        }
        func count() throws -> Int64? {
            try harness.run("Get-MailboxFolderStatistics", ["Identity": "adele", "FolderScope": "Calendar"]).rows
                .first?[
                    "ItemsInFolder"
                ]?.integerValue
        }
        let before = try #require(try count())
        let preview = try run(["PreviewOnly": true])
        #expect(!preview.rows.isEmpty, "\(preview.errorText)")
        #expect(try count() == before)
        let logs = try harness.run(
            "Get-CalendarDiagnosticObjects",
            ["Identity": "adele", "MeetingId": try #require(preview.rows.first?["Identity"])]
        )
        #expect(logs.texts("CalendarLogTriggerAction") == ["Create", "Update"], "\(logs.errorText)")
        #expect(try run(["CancelOrganizedMeetings": true]).rows.count == preview.rows.count)
        #expect(try count() == before - Int64(preview.rows.count))
        #expect(try run(["PreviewOnly": true]).rows.isEmpty)
    }

    @Test func aCalendarSaysWithWhomItIsShared() throws {
        let harness = try ExchangeHarness()
        func flags() throws -> String? {
            try harness.done("Get-MailboxCalendarFolder", ["Identity": "adele:\\Calendar"]).texts("ExtendedFolderFlags")
                .first
        }
        func log() throws -> ExchangeHarness.Reply {
            try harness.run(
                "Export-MailboxDiagnosticLogs",
                ["Identity": "adele", "ComponentName": "CalendarSharingInvite"]
            )
        }
        #expect(try flags()?.contains("SharedOut") == false)
        let none = try log()
        #expect(none.status == 400)
        #expect(
            none.errorText.contains("Logs for component 'CalendarSharingInvite' weren't found in mailbox Identity:'")
        )
        #expect(none.errorText.contains("Available logs: 'MRM, HoldTracking"), "\(none.errorText)")
        try harness.done(
            "Add-MailboxFolderPermission",
            ["Identity": "adele:\\Calendar", "User": "alex", "AccessRights": "Reviewer"]
        )
        #expect(try flags() == "SharedOut")
        let line = try #require(try log().texts("MailboxLog").first)
        #expect(line.split(separator: ",").count == 7 && line.contains("Recipient:alex@contoso.com,RecipientType:"))
        try harness.done("Set-MailboxCalendarFolder", ["Identity": "adele:\\Calendar", "PublishEnabled": true])
        #expect(try flags() == "SharedOut, ExchangePublishedCalendar")
    }

    @Test func theLogOfACalendarHasWhatIsAskedFor() throws {
        let harness = try ExchangeHarness.reading()
        let plain = try harness.done("Get-CalendarDiagnosticObjects", ["Identity": "adele"])
        let event = try #require(plain.rows.first)
        let id = try #require(event["CleanGlobalObjectId"]?.stringValue)
        #expect(id.hasPrefix("040000008200E00074C5B7101A82E00800000000") && id.count == 112)
        #expect(id.dropFirst(56).hasPrefix("000000000000000010000000"))
        let name = try #require(try harness.done("Get-Mailbox", ["Identity": "adele"]).texts("LegacyExchangeDN").first)
        for property in ["SenderEmailAddress", "SentRepresentingEmailAddress", "ResponsibleUserName"] {
            #expect(event[property]?.stringValue == name && name.contains("/cn="))
        }
        #expect(event["ExternalSharingMasterId"] == nil)
        let asked = try harness.done(
            "Get-CalendarDiagnosticObjects",
            [
                "Identity": "adele", "MeetingId": .string(id),
                "CustomPropertyNames": ["ExternalSharingMasterId", "CalendarItemType", "Location"],
            ]
        )
        #expect(asked.rows.count == 2)
        for row in asked.rows {
            #expect(row["ExternalSharingMasterId"] == "NotFound" && row["Location"] == "NotFound")
            #expect(row["CalendarItemType"] == "Single")
        }
    }

    @Test func meetingsOfAWindowAreFoundWithoutTheirSubjects() throws {
        let harness = try ExchangeHarness.reading()
        let cmdlet = "Get-CalendarViewDiagnostics"
        let event = try #require(
            try harness.done(
                "Remove-CalendarEvents",
                ["Identity": "adele", "QueryWindowInDays": 1825, "PreviewOnly": true]
            ).rows.first
        )
        let start = try #require(event["StartTime"])
        let window: JSONObject = ["Identity": "adele", "WindowStartUtc": start, "WindowEndUtc": start]
        let rows = try harness.done(cmdlet, window).rows
        let found = try #require(rows.first { $0["GlobalObjectId"] == event["Identity"] })
        #expect(found["StartTime"] == start && found["Subject"] == nil)
        let meeting: JSONObject = ["Identity": "adele", "MeetingId": try #require(found["GlobalObjectId"])]
        let logs = try harness.done("Get-CalendarDiagnosticObjects", meeting)
        #expect(logs.texts("SubjectProperty").first == event["Subject"]?.stringValue)
        let year: JSONObject = [
            "Identity": "adele", "WindowStartUtc": "2020-01-01T00:00:00Z", "WindowEndUtc": "2030-01-01T00:00:00Z",
        ]
        #expect(try harness.done(cmdlet, year).rows.count > rows.count)
        let turned: JSONObject = [
            "Identity": "adele", "WindowStartUtc": "2030-01-01T00:00:00Z", "WindowEndUtc": "2020-01-01T00:00:00Z",
        ]
        #expect(try harness.run(cmdlet, turned).status == 400)
        let missing = try harness.run(cmdlet, ["Identity": "adele", "WindowStartUtc": start])
        #expect(missing.status == 400 && missing.errorText.contains("missing mandatory parameters: WindowEndUtc."))
    }

    @Test func assistantsTellWhenTheyRan() throws {
        let harness = try ExchangeHarness.reading()
        let log = try harness.run("Export-MailboxDiagnosticLogs", ["Identity": "adele", "ExtendedProperties": true])
        let text = try #require(log.rows.first?["MailboxLog"]?.stringValue, "\(log.errorText)")
        #expect(text.contains("<MailboxTable><Property><Name>ELCLastSuccessTimestamp</Name><Value>"))
        let other = try ExchangeHarness()
        other.context.clock.advance(by: 2 * 86_400)
        #expect(try other.run("Start-ManagedFolderAssistant", ["Identity": "adele"]).status == 200)
        let asked = try other.run("Export-MailboxDiagnosticLogs", ["Identity": "adele", "ExtendedProperties": true])
        let now = ServiceDate(ExchangeHarness.moment).adding(days: 2).text(.utc)
        #expect(asked.texts("MailboxLog").first?.contains("<Value>\(now)</Value>") == true, "\(asked.errorText)")
        let held = try harness.run(
            "Export-MailboxDiagnosticLogs",
            ["Identity": "patti", "ComponentName": "HoldTracking"]
        )
        #expect(held.rows.first?["MailboxLog"]?.stringValue?.contains("\"hid\"") == true, "\(held.errorText)")
    }

    @Test func assistantsRanWithinTheLastDay() throws {
        let harness = try ExchangeHarness()
        for _ in 0..<4 {
            harness.context.clock.advance(by: 6 * 3600)
            let now = ServiceDate(harness.context.clock.now)
            for mailbox in ["adele", "alex", "patti", "van"] {
                let parameters: JSONObject = ["Identity": .string(mailbox), "ExtendedProperties": true]
                let log = try harness.done("Export-MailboxDiagnosticLogs", parameters).texts("MailboxLog").first ?? ""
                let parts = log.split(separator: "<Value>", maxSplits: 1)
                let text = try #require(parts.last?.prefix { $0 != "<" })
                let ran = try #require(ServiceDate(parsing: String(text)), "\(log)")
                #expect(now.adding(days: -1) <= ran && ran <= now, "\(mailbox)")
            }
        }
    }

    @Test func rulesSayWhatTheyDo() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run(
            "New-InboxRule",
            [
                "Mailbox": "adele", "Name": "Bills", "SubjectContainsWords": ["Invoice", "Bill"],
                "ForwardTo": ["alex@contoso.com", "out@adatum.com"], "StopProcessingRules": true,
            ]
        )
        let rule = try harness.run("Get-InboxRule", ["Mailbox": "adele"])
        let words = try #require(rule.rows.first?["Description"]?.stringValue, "\(rule.errorText)")
        #expect(
            words.hasPrefix(
                "If the message:\r\n\tthe message includes specific words in the subject 'Invoice' or 'Bill'"
            )
        )
        #expect(
            words.contains("Take the following actions:\r\n\tforward the message to 'Alex Wilber' or 'out@adatum.com'")
        )
        #expect(words.contains("and stop processing more rules"))
        let forwarded = rule.rows.first?["ForwardTo"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(forwarded.first?.hasPrefix("\"Alex Wilber\" [EX:/o=ExchangeLabs/") == true, "\(forwarded)")
        #expect(forwarded.last == "\"out@adatum.com\" [SMTP:out@adatum.com]")
        #expect((rule.rows.first?["RuleIdentity"]?.integerValue ?? 0) > 0)
        let made = try harness.run(
            "New-TransportRule",
            ["Name": "Outside", "FromScope": "NotInOrganization", "PrependSubject": "[EXT] "]
        )
        #expect(made.status == 200, "\(made.errorText)")
        let transport = try harness.run("Get-TransportRule", ["Identity": "Outside"]).rows.first
        #expect(transport?["Description"]?.stringValue?.contains("'Outside the organization'") == true)
        #expect(transport?["Actions"]?.arrayValue?.count == 1 && transport?["Conditions"]?.arrayValue?.count == 1)
    }
}
