import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Cmdlets of settings: they are answered after the catalogue's patterns.
@Suite struct ExchangeSettingsTests {
    @Test func aNewSettingIsFoundChangedAndTakenAway() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run(
            "New-TransportRule",
            ["Name": "No forwarding", "SentToScope": "NotInOrganization", "RejectMessageReasonText": "No."]
        )
        #expect(made.status == 200, "\(made.errorText)")
        #expect(made.texts("Name") == ["No forwarding"] && made.texts("RejectMessageReasonText") == ["No."])
        let guid = try #require(made.texts("Guid").first)
        #expect(try harness.run("get-transportrule", ["Identity": .string(guid)]).texts("Name") == ["No forwarding"])

        let changed = try harness.run("Set-TransportRule", ["Identity": "no forwarding", "Comments": "Asked for"])
        #expect(changed.status == 200 && changed.warnings.isEmpty, "\(changed.errorText)")
        #expect(try harness.run("Get-TransportRule").texts("Comments") == ["Asked for"])
        let again = try harness.run("Set-TransportRule", ["Identity": "No forwarding", "Comments": "Asked for"])
        #expect(again.warnings.first?.contains("no settings of 'No forwarding' have been modified") == true)

        #expect(try harness.run("Remove-TransportRule", ["Identity": "No forwarding"]).status == 200)
        #expect(try harness.run("Get-TransportRule").rows.isEmpty)
        let gone = try harness.run("Get-TransportRule", ["Identity": "No forwarding"])
        #expect(gone.status == 404 && gone.errorText.contains("'No forwarding' couldn't be found"))
    }

    @Test func aNameIsTakenOnce() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.run("New-RemoteDomain", ["Name": "Fabrikam", "DomainName": "fabrikam.com"]).status == 200)
        let second = try harness.run("New-RemoteDomain", ["Name": "FABRIKAM", "DomainName": "fabrikam.org"])
        #expect(second.status == 400 && second.errorText.contains("already exists"), "\(second.errorText)")
        #expect(second.response.header("x-ExceptionType") == "ADObjectAlreadyExistsException")
        #expect(try harness.run("Get-RemoteDomain").texts("Name") == ["Default", "Fabrikam"])
    }

    @Test(arguments: ["Confirm", "WhatIf"])
    func aQuestionChangesNothing(_ parameter: String) throws {
        let harness = try ExchangeHarness()
        _ = try harness.run("New-RemoteDomain", ["Name": "Fabrikam", "DomainName": "fabrikam.com"])
        let asked = try harness.run("Remove-RemoteDomain", ["Identity": "Fabrikam", .init(parameter): true])
        #expect(asked.body["@adminapi.confirmationmessage"]?.stringValue == "Removing remote domain \"Fabrikam\".")
        #expect(try harness.run("Get-RemoteDomain").texts("DomainName") == ["*", "fabrikam.com"])
        let made = try harness.run(
            "New-JournalRule",
            ["Name": "All", "JournalEmailAddress": "j@contoso.com", .init(parameter): true]
        )
        #expect(made.body["@adminapi.confirmationmessage"] != nil, "\(made.errorText)")
        #expect(try harness.run("Get-JournalRule").rows.isEmpty)
    }

    @Test func whatEveryOrganizationHasIsMadeOnce() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.run("Get-HostedContentFilterPolicy").texts("SpamAction") == ["MoveToJmf"])
        let refused = try harness.run("Remove-HostedContentFilterPolicy", ["Identity": "Default"])
        #expect(refused.status == 400 && refused.errorText.contains("can't be removed"), "\(refused.errorText)")
        #expect(try harness.run("Remove-RetentionPolicyTag", ["Identity": "1 Week Delete"]).status == 200)
        #expect(!(try harness.run("Get-RetentionPolicyTag")).texts("Name").contains("1 Week Delete"))
        #expect(try harness.run("Get-SharingPolicy").rows.first?["Domains"]?.arrayValue?.count == 2)
    }

    @Test func whatThereIsOneOfNeedsNoIdentity() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.run("Set-TransportConfig", ["SmtpClientAuthenticationDisabled": false]).status == 200)
        let config = try harness.run("Get-TransportConfig")
        #expect(config.texts("Name") == ["Transport Settings"])
        #expect(config.rows.first?["SmtpClientAuthenticationDisabled"] == false)
        #expect(try harness.run("Set-OrganizationConfig", ["AuditDisabled": true]).status == 200)
        #expect(try harness.run("Get-OrganizationConfig").rows.first?["AuditDisabled"] == true)
    }

    @Test func aRuleIsTurnedOffAndOn() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run(
            "New-TransportRule",
            ["Name": "R", "Enabled": false, "SubjectContainsWords": ["x"], "SetSCL": 1]
        )
        #expect(made.texts("State") == ["Disabled"], "\(made.errorText)")
        #expect(try harness.run("Enable-TransportRule", ["Identity": "R"]).status == 200)
        #expect(try harness.run("Get-TransportRule", ["State": "Enabled"]).texts("Name") == ["R"])
        #expect(try harness.run("Disable-TransportRule", ["Identity": "R"]).status == 200)
        #expect(try harness.run("Get-TransportRule", ["State": "Enabled"]).rows.isEmpty)
    }

    @Test func aNewRuleIsOnAndComesLast() throws {
        let harness = try ExchangeHarness()
        for name in ["One", "Two"] { _ = try harness.run("New-TransportRule", ["Name": .string(name), "SetSCL": 1]) }
        let rules = try harness.run("Get-TransportRule", ["State": "Enabled"])
        #expect(rules.texts("Name") == ["One", "Two"] && rules.rows.map { $0["Priority"] } == [0, 1])
        #expect(try harness.run("Set-TransportRule", ["Identity": "Two", "Name": "one"]).status == 400)
        let inbox = try harness.run("New-InboxRule", ["Mailbox": "adele", "Name": "A\\B", "MarkAsRead": true])
        #expect(inbox.rows.first?["Enabled"] == true && inbox.rows.first?["Priority"] == 1, "\(inbox.errorText)")
        #expect(try harness.run("Get-InboxRule", ["Mailbox": "adele", "Identity": "a\\b"]).rows.count == 1)
    }

    @Test func rulesStandInOneOrder() throws {
        let harness = try ExchangeHarness()
        for name in ["A", "B", "C"] { _ = try harness.run("New-TransportRule", ["Name": .string(name), "SetSCL": 1]) }
        func order() throws -> [String] {
            let rows = try harness.run("Get-TransportRule").rows
            return rows.map { "\($0["Priority"]?.integerValue ?? -1)\($0["Name"]?.stringValue ?? "")" }
        }
        #expect(try harness.run("Set-TransportRule", ["Identity": "C", "Priority": 0]).status == 200)
        #expect(try order() == ["0C", "1A", "2B"])
        #expect(try harness.run("Set-TransportRule", ["Identity": "C", "Priority": 1]).status == 200)
        #expect(try order() == ["0A", "1C", "2B"])
        #expect(try harness.run("New-TransportRule", ["Name": "D", "Priority": 1, "SetSCL": 1]).status == 200)
        #expect(try order() == ["0A", "1D", "2C", "3B"])
        #expect(try harness.run("Remove-TransportRule", ["Identity": "D"]).status == 200)
        #expect(try order() == ["0A", "1C", "2B"])
        for wrong: JSONValue in [-1, 3, 77] {
            let reply = try harness.run("Set-TransportRule", ["Identity": "A", "Priority": wrong])
            #expect(reply.status == 400 && reply.errorText.contains("from 0 to 2"), "\(reply.errorText)")
        }
        let asked = try harness.run("Set-TransportRule", ["Identity": "B", "Priority": 0, "WhatIf": true])
        #expect(try asked.status == 200 && order() == ["0A", "1C", "2B"])
    }

    @Test func aRuleOfDevicesIsCalledByWhatItIsAbout() throws {
        let harness = try ExchangeHarness()
        func make(_ model: String, _ level: String) throws -> ExchangeHarness.Reply {
            try harness.run(
                "New-ActiveSyncDeviceAccessRule",
                ["AccessLevel": .string(level), "Characteristic": "DeviceModel", "QueryString": .string(model)]
            )
        }
        for model in ["X", "Y"] { #expect(try make(model, "Allow").status == 200) }
        #expect(try make("X", "Block").errorText.contains("already exists"))
        let all = try harness.done("Get-ActiveSyncDeviceAccessRule")
        #expect(
            all.texts("Name") == ["X (DeviceModel)", "Y (DeviceModel)"] && all.texts("Identity") == all.texts("Name")
        )
        let identity: JSONObject = ["Identity": "X (DeviceModel)"]
        try harness.done("Set-ActiveSyncDeviceAccessRule", ["Identity": "X (DeviceModel)", "AccessLevel": "Block"])
        #expect(try harness.done("Get-ActiveSyncDeviceAccessRule", identity).texts("AccessLevel") == ["Block"])
        try harness.done("Remove-ActiveSyncDeviceAccessRule", ["Identity": "X (DeviceModel)", "Confirm": false])
        #expect(try harness.done("Get-ActiveSyncDeviceAccessRule").texts("QueryString") == ["Y"])
    }

    @Test func aSwitchOfTheReaderIsNoFilter() throws {
        let reply = try ExchangeHarness.reading().run(
            "Get-CASMailbox",
            ["Identity": "adele", "ActiveSyncDebugLogging": true]
        )
        #expect(reply.rows.count == 1, "\(reply.errorText)")
    }

    @Test func rulesOfAnInboxBelongToTheirMailbox() throws {
        let harness = try ExchangeHarness()
        for mailbox in ["adele@contoso.com", "alex@contoso.com"] {
            let made = try harness.run(
                "New-InboxRule",
                [
                    "Mailbox": .string(mailbox), "Name": "Invoices", "SubjectContainsWords": ["invoice"],
                    "MarkAsRead": true,
                ]
            )
            #expect(made.status == 200, "\(made.errorText)")
        }
        let rules = try harness.run("Get-InboxRule", ["Mailbox": "adele@contoso.com"])
        #expect(rules.texts("Name") == ["Invoices"])
        let identity = try #require(rules.texts("Identity").first)
        #expect(identity == "Adele Vance\\\(rules.rows.first?["RuleIdentity"]?.integerValue ?? 0)")
        #expect(try harness.run("Remove-InboxRule", ["Identity": .string(identity)]).status == 200)
        #expect(try harness.run("Get-InboxRule", ["Mailbox": "adele@contoso.com"]).rows.isEmpty)
        #expect(try harness.run("Get-InboxRule", ["Mailbox": "alex@contoso.com"]).rows.count == 1)
        // Without -Mailbox it is the caller's own.
        #expect(try harness.run("Get-InboxRule").rows.isEmpty)
    }

    @Test func settingsOfAMailboxShowItsNames() throws {
        let harness = try ExchangeHarness()
        let set = try harness.run(
            "Set-CASMailbox",
            ["Identity": "adele@contoso.com", "PopEnabled": false, "ImapEnabled": false]
        )
        #expect(set.status == 200, "\(set.errorText)")
        let row = try #require(try harness.run("Get-CASMailbox", ["Identity": "adele@contoso.com"]).rows.first)
        #expect(row["PopEnabled"] == false && row["ImapEnabled"] == false)
        #expect(row["PrimarySmtpAddress"] == "adele@contoso.com")
        let names = try harness.run("Get-CASMailbox", ["ResultSize": "Unlimited"]).texts("PrimarySmtpAddress")
        #expect(names == (try harness.run("Get-Mailbox", ["ResultSize": "Unlimited"])).texts("PrimarySmtpAddress"))
        let missing = try harness.run("Get-CASMailbox", ["Identity": "nobody@contoso.com"])
        #expect(missing.status == 404)
    }

    @Test func theLogTellsWhatHadNoEffect() throws {
        let harness = try ExchangeHarness.reading()
        let reply = try harness.run("Get-TransportRule", ["ExcludeConditionActionDetails": true, "State": "Enabled"])
        #expect(reply.status == 200, "\(reply.errorText)")
        let ignored = reply.response.note.filter { $0.name == "ignored" }.map(\.value)
        #expect(ignored == ["-ExcludeConditionActionDetails"])
    }

    @Test func settingsAreReadByPages() throws {
        let harness = try ExchangeHarness()
        for number in 1...7 {
            #expect(
                try harness.run(
                    "New-RemoteDomain",
                    ["Name": .string("D\(number)"), "DomainName": .string("d\(number).com")]
                ).status == 200
            )
        }
        let rows = try harness.walk("Get-RemoteDomain", [:], pageSize: 3)
        #expect(rows.compactMap { $0["Name"]?.stringValue } == ["Default"] + (1...7).map { "D\($0)" })
    }

    @Test func automaticRepliesEndAfterTheyBegin() throws {
        let harness = try ExchangeHarness()
        let times: JSONObject = [
            "Identity": "adele", "AutoReplyState": "Scheduled", "InternalMessage": "away",
            "StartTime": "2026-06-10T08:00:00Z", "EndTime": "2026-06-01T08:00:00Z",
        ]
        let wrong = try harness.run("Set-MailboxAutoReplyConfiguration", times)
        #expect(wrong.status == 400 && wrong.errorText.contains("must be before their end time"), "\(wrong.errorText)")
        let state = try harness.run("Get-MailboxAutoReplyConfiguration", ["Identity": "adele"])
        #expect(state.texts("AutoReplyState") == ["Disabled"])
        var right = times
        right["EndTime"] = "2026-06-20T08:00:00Z"
        #expect(try harness.run("Set-MailboxAutoReplyConfiguration", right).status == 200)
    }
}
