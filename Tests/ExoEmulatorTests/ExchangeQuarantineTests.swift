import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Messages that filters hold back, senders that were stopped, and reports of traffic.
@Suite struct ExchangeQuarantineTests {
    private static let now = ServiceDate(ExchangeHarness.moment)

    @Test func whatATraceCallsQuarantinedIsThere() throws {
        let harness = try ExchangeHarness.reading()
        let traced = try harness.run(
            "Get-MessageTraceV2",
            ["StartDate": Self.now.adding(days: -9).json, "EndDate": Self.now.json, "Status": "Quarantined"]
        )
        let kept = try harness.run(
            "Get-QuarantineMessage",
            ["StartReceivedDate": Self.now.adding(days: -9).json, "PageSize": 1000]
        )
        #expect(Set(kept.texts("MessageId")) == Set(traced.texts("MessageId")), "\(kept.errorText)")
        #expect(!kept.rows.isEmpty && kept.rows.allSatisfy { $0["ReleaseStatus"] == "NOTRELEASED" })
        let first = try #require(kept.rows.first)
        let type = try #require(first["Type"])
        let ofType = try harness.run("Get-QuarantineMessage", ["QuarantineTypes": type])
        #expect(Set(ofType.texts("Type")) == [type.stringValue ?? ""])
        let one = try harness.run("Get-QuarantineMessage", ["Identity": try #require(first["Identity"])])
        #expect(one.rows == [first], "\(one.errorText)")
        let pages = try harness.run("Get-QuarantineMessage", ["PageSize": 2, "Page": 2])
        let all = try harness.run("Get-QuarantineMessage", ["PageSize": 1000])
        #expect(pages.texts("Identity") == Array(all.texts("Identity")[2..<4]))
        #expect(try harness.done("Get-QuarantineMessage", ["PageSize": 1001]).rows == all.rows)
        #expect(try harness.done("Get-QuarantineMessage", ["PageSize": 0]).rows.isEmpty)
        #expect(try harness.run("Get-QuarantineMessage", ["PageSize": -1]).status == 400)
        #expect(try harness.run("Get-QuarantineMessage", ["Identity": "nothing\\here"]).status == 404)
    }

    @Test func aRowHasTheFormOfTheCapture() throws {
        let harness = try ExchangeHarness.reading()
        let rows = try harness.done("Get-QuarantineMessage", ["QuarantineTypes": "Spam"]).rows
        let row = try #require(rows.first?.objectValue)
        for name in ["ReceivedTime", "Expires"] { #expect(row[name]?.stringValue?.hasSuffix("+00:00") == true) }
        #expect(row["Organization@data.type"] == nil && row["Organization"] == .string(ExchangeHarness.contoso))
        for name in [
            "ApprovalId", "ApprovalUPN", "MoveToQuarantineAdminActionTakenBy", "MoveToQuarantineApprovalId", "SourceId",
            "TeamsConversationType",
        ] { #expect(row[name] == "", "\(name)") }
        #expect(row["OverrideReason"] == "None" && row["QuarantinedUser"] == [] && row["TagName"] != nil)
        let rights = ["Delete": true, "Preview": true, "Release": true, "Download": true, "AllowSender": true]
        for name in ["Delete", "Preview", "Release", "Download", "AllowSender", "BlockSender", "RequestRelease"] {
            #expect(row["PermissionTo\(name)"] == .bool(rights[name] ?? false), "\(name)")
        }
        let malware = try harness.done("Get-QuarantineMessage", ["QuarantineTypes": "HighConfPhish"]).rows
        #expect(!malware.isEmpty && malware.allSatisfy { $0["TagName"] == "AdminOnlyAccessPolicy" })
        // An administrator may, whatever the policy says; who only reads may not.
        for name in ["Release", "Download", "AllowSender"] {
            #expect(malware.allSatisfy { $0["PermissionTo\(name)"] == true }, "\(name)")
        }
        #expect(malware.allSatisfy { $0["PermissionToDelete"] == false && $0["PermissionToPreview"] == false })
        let reader = try harness.token(ofUser: "reader", roles: ["5d6b6bb7-de71-4623-b4af-96380a352509"])
        let read = try harness.done("Get-QuarantineMessage", ["QuarantineTypes": "HighConfPhish"], as: reader).rows
        #expect(!read.isEmpty && read.allSatisfy { $0["PermissionToRelease"] == false })
    }

    @Test func rolesAreNotReadAgainForEachLookAtMessages() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-ManagementRoleAssignment", ["Name": "x", "User": "adele", "Role": "Message Tracking"])
        func mayRelease() throws -> Bool {
            let rows = try harness.done("Get-QuarantineMessage", ["QuarantineTypes": "HighConfPhish"]).rows
            return !rows.isEmpty && rows.allSatisfy { $0["PermissionToRelease"] == true }
        }
        #expect(try mayRelease())
        // Taken away where nothing notes that roles have changed.
        let tenant = try #require(try harness.context.directory.tenant(matching: ExchangeHarness.contoso))
        let objects = ObjectStore(store: harness.context.store, names: TenantNames(tenant))
        for assignment in try objects.objects(of: .setting(noun: "ManagementRoleAssignment")) {
            try objects.remove(assignment)
        }
        #expect(try mayRelease())
    }

    @Test func nobodyHasATagAndNothingIsOfTeams() throws {
        let harness = try ExchangeHarness.reading()
        #expect(try harness.done("Get-QuarantineMessage", ["RecipientTag": ["Priority account"]]).rows.isEmpty)
        let ofTeams = try harness.comply("Get-QuarantineMessage", ["TeamsConversationTypes": ["Chat"]])
        #expect(ofTeams.status == 200 && ofTeams.rows.isEmpty, "\(ofTeams.errorText)")
    }

    @Test func aTypeThatThereIsNotIsRefusedWithAllThatThereAre() throws {
        let harness = try ExchangeHarness.reading()
        let reply = try harness.run("Get-QuarantineMessage", ["QuarantineTypes": "Nonsense"])
        #expect(
            reply.errorText
                == "Cannot process argument transformation on parameter 'QuarantineTypes'. Cannot convert value \"Nonsense\" "
                + "to type \"Microsoft.Exchange.Management.FfoQuarantine.QuarantineMessageTypeEnum[]\". Error: \"Unable to "
                + "match the identifier name Nonsense to a valid enumerator name. Specify one of the following enumerator "
                + "names and try again: Spam, TransportRule, Bulk, Phish, HighConfPhish, Malware, SPOMalware, "
                + "DataLossPrevention, FileTypeBlock, AdminTriggered, PPI\""
        )
        let error = try #require(reply.body["error"]?.objectValue)
        #expect(
            error.names == [
                "code", "message", "innererror", "adminapi.warnings@odata.type", "@adminapi.warnings",
            ]
        )
        #expect(error["message"] == "Invalid Operation" && error["@adminapi.warnings"] == [])
        #expect(try harness.done("Get-QuarantineMessage", ["QuarantineTypes": "PPI"]).rows.isEmpty)
        // What is no value but a parameter keeps its details.
        let unknown = try harness.run("Get-QuarantineMessage", ["Bogus": 1]).body["error"]?.objectValue
        #expect(unknown?.names == ["code", "message", "details", "innererror"])
    }

    @Test func aMessageIsReadReleasedAndDeleted() throws {
        let harness = try ExchangeHarness()
        let kept = try harness.run("Get-QuarantineMessage")
        let id = try #require(kept.rows.first?["Identity"], "\(kept.errorText)")
        let preview = try harness.run("Preview-QuarantineMessage", ["Identity": id])
        #expect(preview.rows.first?["Subject"] == kept.rows.first?["Subject"], "\(preview.errorText)")
        let header = try harness.run("Get-QuarantineMessageHeader", ["Identity": id])
        #expect(header.rows.first?["Header"]?.stringValue?.contains("Message-ID: ") == true, "\(header.errorText)")
        let export = try harness.run("Export-QuarantineMessage", ["Identity": id])
        #expect(export.rows.first?["Eml"]?.stringValue?.isEmpty == false, "\(export.errorText)")
        let released = try harness.run("Release-QuarantineMessage", ["Identity": id, "ReleaseToAll": true])
        #expect(released.status == 200, "\(released.errorText)")
        let after = try harness.run("Get-QuarantineMessage", ["Identity": id]).rows.first
        #expect(after?["ReleaseStatus"] == "RELEASED" && after?["ReleasedUser"] == kept.rows.first?["RecipientAddress"])
        #expect(after?["ReleasedBy"] == ["admin@contoso.com"])
        let again = try harness.run("Release-QuarantineMessage", ["Identity": id, "ReleaseToAll": true])
        #expect(again.warnings.first?.contains("already been released") == true)
        for status in ["Released", "RELEASED"] {
            let found = try harness.run("Get-QuarantineMessage", ["ReleaseStatus": .string(status)])
            #expect(found.rows.count == 1)
        }
        #expect(try harness.run("Delete-QuarantineMessage", ["Identities": [id]]).status == 200)
        #expect(try harness.run("Get-QuarantineMessage", ["Identity": id]).status == 404)
        // After thirty days nothing of it is left.
        let other = try #require(kept.rows.last?["Identity"])
        harness.context.clock.advance(by: 31 * 86_400)
        #expect(try harness.run("Get-QuarantineMessage", ["Identity": other]).status == 404)
    }

    @Test func aMessageIsKeptAsLongAsThePolicySays() throws {
        let harness = try ExchangeHarness()
        func days(_ row: JSONValue) throws -> Int64 {
            let moments = try ["ReceivedTime", "Expires"].map { name in
                try #require(row[name]?.stringValue.flatMap { ServiceDate(parsing: $0) })
            }
            return (moments[1].ticks - moments[0].ticks) / ServiceDate.ticksOfADay
        }
        for (said, policy) in [(15, nil), (3, 3)] as [(Int64, JSONValue?)] {
            if let policy {
                try harness.done(
                    "Set-HostedContentFilterPolicy",
                    ["Identity": "Default", "QuarantineRetentionPeriod": policy]
                )
            }
            let rows = try harness.done("Get-QuarantineMessage", ["PageSize": 1000]).rows
            #expect(rows.contains { $0["Type"] != "Malware" })
            for row in rows { #expect(try days(row) == (row["Type"] == "Malware" ? 30 : said)) }
        }
    }

    @Test func aBlockedSenderIsFreed() throws {
        let harness = try ExchangeHarness(mailboxes: 200)
        let blocked = try harness.run("Get-BlockedSenderAddress")
        let address = try #require(blocked.rows.first?["SenderAddress"], "\(blocked.errorText)")
        #expect(blocked.rows.first?["Reason"]?.stringValue?.hasPrefix("OutboundSpamLast24Hours=") == true)
        #expect(try harness.run("Get-BlockedSenderAddress", ["SenderAddress": address]).rows.count == 1)
        #expect(try harness.run("Remove-BlockedSenderAddress", ["SenderAddress": address]).status == 200)
        #expect(try harness.run("Get-BlockedSenderAddress").rows.count == blocked.rows.count - 1)
        #expect(try harness.run("Remove-BlockedSenderAddress", ["SenderAddress": address]).status == 404)
    }

    @Test func reportsCountTheSameTraffic() throws {
        let harness = try ExchangeHarness.reading()
        let range: JSONObject = ["StartDate": Self.now.adding(days: -5).json, "EndDate": Self.now.json]
        func count(_ reply: ExchangeHarness.Reply) -> Int64 {
            reply.rows.reduce(0) { $0 + ($1["MessageCount"]?.integerValue ?? 0) }
        }
        var parameters = range
        parameters["ResultSize"] = 5000
        let traced = try harness.walk("Get-MessageTraceV2", parameters, pageSize: 1000)
        let flow = try harness.run("Get-MailFlowStatusReport", range)
        #expect(count(flow) == Int64(traced.count) && count(flow) > 0, "\(flow.errorText)")
        let threats = try harness.run("Get-MailTrafficATPReport", range)
        #expect(count(threats) == Int64(traced.count), "\(threats.errorText)")
        var spam = range
        spam["EventType"] = ["SpamDetections"]
        #expect(Set(try harness.run("Get-MailFlowStatusReport", spam).texts("EventType")) == ["SpamDetections"])
        var top = range
        top["Category"] = "TopMailRecipient"
        let recipients = try harness.run("Get-MailTrafficSummaryReport", top)
        let first = try #require(recipients.rows.first?["C1"]?.stringValue, "\(recipients.errorText)")
        let received = traced.filter { $0["RecipientAddress"]?.stringValue == first }.count
        #expect(recipients.rows.first?["C2"] == .string(String(received)))
        let records = try harness.run("Get-MxRecordReport", ["Domain": "contoso.com"])
        #expect(records.texts("HighestPriorityMailhost") == ["contoso-com.mail.protection.outlook.com"])
    }

    @Test func detailsNameTheMessagesThatFiltersAndRulesActedOn() throws {
        let harness = try ExchangeHarness()
        let range: JSONObject = ["StartDate": Self.now.adding(days: -5).json, "EndDate": Self.now.json]
        var traced = range
        traced["Status"] = ["Quarantined", "FilteredAsSpam"]
        let messages = try harness.run("Get-MessageTraceV2", traced)
        let threats = try harness.run("Get-MailDetailATPReport", range)
        #expect(threats.texts("MessageTraceId") == messages.texts("MessageTraceId"), "\(threats.errorText)")
        #expect(threats.texts("VerdictSource").count == threats.rows.count && !threats.rows.isEmpty)
        // Rules act on what comes after they were made.
        _ = try harness.run(
            "New-TransportRule",
            ["Name": "Outside", "FromScope": "NotInOrganization", "PrependSubject": "[EXT] "]
        )
        harness.context.clock.advance(by: 3 * 86_400)
        let later: JSONObject = ["StartDate": Self.now.json, "EndDate": Self.now.adding(days: 3).json]
        let hits = try harness.run("Get-MailDetailTransportRuleReport", later)
        #expect(Set(hits.texts("Direction")) == ["Inbound"] && Set(hits.texts("TransportRule")) == ["Outside"])
        let all = try harness.walk("Get-MessageTraceV2", later, pageSize: 1000)
        let inbound = all.filter { $0["SenderAddress"]?.stringValue?.hasSuffix("@contoso.com") == false }
        #expect(hits.rows.count == inbound.count && !inbound.isEmpty, "\(hits.errorText)")
        _ = try harness.run("Disable-TransportRule", ["Identity": "Outside"])
        #expect(try harness.run("Get-MailDetailTransportRuleReport", later).rows.isEmpty)
    }
}
