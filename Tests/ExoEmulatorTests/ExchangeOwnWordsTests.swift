import ExoJSON
import Testing

@testable import EmulatorExchange

/// What scripts set reads back in the words that the service has for it, where the cmdlets' pages have others.
@Suite struct ExchangeOwnWordsTests {
    @Test func aContactTakesMIMEOrText() throws {
        let harness = try ExchangeHarness()
        func make(_ name: String, _ format: String) throws -> ExchangeHarness.Reply {
            try harness.run(
                "New-MailContact",
                [
                    "Name": .string(name), "ExternalEmailAddress": .string("\(name)@fabrikam.com"),
                    "MessageFormat": .string(format),
                ]
            )
        }
        #expect(try make("mime", "Mime").texts("MessageFormat") == ["Mime"])
        #expect(try make("text", "Text").texts("MessageFormat") == ["Text"])
        #expect(try make("html", "Html").status == 400)
        let others = try harness.done("Get-MailContact").rows.filter { $0["Name"] != "text" }
        #expect(!others.isEmpty && others.allSatisfy { $0["MessageFormat"] == "Mime" })
    }

    @Test func anAlertSaysWhatItCountsAndHowBadItIs() throws {
        let harness = try ExchangeHarness()
        func make(_ name: String, _ type: String, _ severity: String, by: JSONValue) throws -> ExchangeHarness.Reply {
            try harness.comply(
                "New-ProtectionAlert",
                [
                    "Name": .string(name), "Category": "ThreatManagement", "ThreatType": .string(type),
                    "Severity": .string(severity), "AlertBy": by, "NotifyUser": ["admin@contoso.com"],
                ]
            )
        }
        let phish = try make("Phish", "Phish", "Informational", by: .null)
        #expect(phish.texts("Severity") == ["Informational"], "\(phish.errorText)")
        let malware = try make("Malware", "Malware", "High", by: "Mail.Recipient")
        #expect(malware.rows.first?["AlertBy"] == ["Mail.Recipient"], "\(malware.errorText)")
        let activity = try make("Files", "Activity", "Low", by: ["User"])
        #expect(activity.rows.first?["AlertBy"] == ["User"], "\(activity.errorText)")
        #expect(try make("Unknown", "Activity", "Awful", by: .null).status == 400)
        let set = try harness.comply("Set-ProtectionAlert", ["Identity": "Files", "Severity": "Informational"])
        #expect(set.status == 200, "\(set.errorText)")
    }

    @Test func formatsOfMessagesAreNamesWhateverWasGiven() throws {
        let harness = try ExchangeHarness()
        func row() throws -> JSONValue {
            try #require(try harness.done("Get-CASMailbox", ["Identity": "adele"]).rows.first)
        }
        #expect(try row()["PopMessagesRetrievalMimeFormat"] == "BestBodyFormat")
        for (given, name) in [("0", "TextOnly"), ("htmlandtextalternative", "HtmlAndTextAlternative"), ("6", "Tnef")] {
            try harness.done(
                "Set-CASMailbox",
                ["Identity": "adele", "ImapMessagesRetrievalMimeFormat": .string(given)]
            )
            #expect(try row()["ImapMessagesRetrievalMimeFormat"] == .string(name))
        }
        let wrong: JSONObject = ["Identity": "adele", "ImapMessagesRetrievalMimeFormat": "7"]
        #expect(try harness.run("Set-CASMailbox", wrong).status == 400)
    }

    @Test func weatherIsOnUnderAllNamesButOne() throws {
        let harness = try ExchangeHarness()
        for (given, shown) in [("FirstRun", true), ("Disabled", false), ("Enabled", true)] {
            try harness.done(
                "Set-MailboxCalendarConfiguration",
                ["Identity": "adele", "WeatherEnabled": .string(given)]
            )
            let row = try harness.done("Get-MailboxCalendarConfiguration", ["Identity": "adele"]).rows.first
            #expect(row?["WeatherEnabled"] == .bool(shown))
        }
        let wrong: JSONObject = ["Identity": "adele", "WeatherEnabled": "Sunny"]
        #expect(try harness.run("Set-MailboxCalendarConfiguration", wrong).status == 400)
    }

    @Test func whatOnlyTheModulesFunctionsHaveIsTaken() throws {
        let harness = try ExchangeHarness()
        try harness.done("Set-RemoteDomain", ["Identity": "Default", "SmtpDaneMandatoryModeEnabled": true])
        let words: JSONObject = ["Identity": "Default", "SmtpDaneMandatoryModeEnabled": "perhaps"]
        #expect(try harness.run("Set-RemoteDomain", words).status == 400)
        let unknown = try harness.run("Set-RemoteDomain", ["Identity": "Default", "SmtpDaneModeEnabled": true])
        #expect(unknown.status == 400 && unknown.errorText.contains("SmtpDaneModeEnabled"))
    }

    @Test func bodiesForDevicesAreCutAfterANumber() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-MobileDeviceMailboxPolicy", ["Name": "Short", "MaxEmailBodyTruncationSize": "100"])
        let row = try #require(
            try harness.done("Get-MobileDeviceMailboxPolicy", ["Identity": "Short"]).rows.first
        )
        #expect(row["MaxEmailBodyTruncationSize"] == "100" && row["MaxEmailHTMLBodyTruncationSize"] == "Unlimited")
    }

    @Test func placesAndInboxesTellWhatScriptsRead() throws {
        let harness = try ExchangeHarness()
        let rooms = try harness.done("Get-Place", ["Type": "Room"]).rows
        #expect(!rooms.isEmpty && rooms.allSatisfy { $0["Type"] == "Room" && $0["DisplayName"] != "" })
        func since() throws -> String? {
            let row = try harness.done("Get-FocusedInbox", ["Identity": "adele"]).rows.first
            return row?["FocusedInboxOnLastUpdateTime"]?.stringValue
        }
        #expect(try since() == "0001-01-01T00:00:00")
        try harness.done("Set-FocusedInbox", ["Identity": "adele", "FocusedInboxOn": false])
        #expect(try since() == ServiceDate(ExchangeHarness.moment).text(.unspecified))
    }
}
