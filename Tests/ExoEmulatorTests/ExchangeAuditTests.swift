import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// The audit logs.
@Suite struct ExchangeAuditTests {
    private static let now = ServiceDate(ExchangeHarness.moment)

    private func range(_ days: Int, _ more: JSONObject = [:]) -> JSONObject {
        var parameters: JSONObject = ["StartDate": Self.now.adding(days: -days).json, "EndDate": Self.now.json]
        for member in more.members { parameters[member.name] = member.value }
        return parameters
    }

    @Test func theUnifiedLogIsFilteredByWhoWhatAndWhen() throws {
        let harness = try ExchangeHarness.reading()
        let all = try harness.run("Search-UnifiedAuditLog", range(3, ["ResultSize": 5000]))
        #expect(all.rows.count > 100, "\(all.errorText)")
        #expect(all.texts("CreationDate") == all.texts("CreationDate").sorted(by: >))
        #expect(
            all.rows.first?["ResultIndex"] == 1 && all.rows.first?["ResultCount"]?.integerValue == Int64(all.rows.count)
        )
        let first = try #require(all.rows.first?["AuditData"]?.stringValue)
        let data = try JSONValue(parsing: first)
        #expect(data["UserId"] == all.rows.first?["UserIds"] && data["Operation"] == all.rows.first?["Operations"])
        #expect(data["Id"] == all.rows.first?["Identity"] && data["RecordType"]?.integerValue != nil)
        let few = try harness.run("Search-UnifiedAuditLog", range(3))
        #expect(few.rows.count == 100 && few.rows == Array(all.rows.prefix(100)))
        let sent = try harness.run(
            "Search-UnifiedAuditLog",
            range(
                20,
                ["Operations": ["Send", "MailItemsAccessed"], "UserIds": "adele@contoso.com", "Formatted": true]
            )
        )
        #expect(Set(sent.texts("UserIds")) == ["adele@contoso.com"], "\(sent.errorText)")
        #expect(Set(sent.texts("Operations")).isSubset(of: ["Send", "MailItemsAccessed"]))
        let name = try JSONValue(parsing: try #require(sent.rows.first?["AuditData"]?.stringValue))["RecordType"]
        #expect(name == sent.rows.first?["RecordType"])
        let files = try harness.run("Search-UnifiedAuditLog", range(5, ["RecordType": "SharePointFileOperation"]))
        #expect(!files.rows.isEmpty && files.texts("RecordType").allSatisfy { $0 == "SharePointFileOperation" })
        let free = try harness.run("Search-UnifiedAuditLog", range(20, ["FreeText": "Budget.xlsx"]))
        #expect(!free.rows.isEmpty && free.texts("AuditData").allSatisfy { $0.contains("Budget.xlsx") })
        let backwards: JSONObject = ["StartDate": Self.now.json, "EndDate": Self.now.adding(days: -1).json]
        #expect(try harness.run("Search-UnifiedAuditLog", backwards).status == 400)
        #expect(try harness.run("Search-UnifiedAuditLog", range(1, ["ResultSize": 5001])).status == 400)
        #expect(try harness.run("Search-UnifiedAuditLog", ["StartDate": Self.now.json]).status == 400)
    }

    @Test(arguments: ["ReturnLargeSet", "ReturnNextPreviewPage"])
    func aSessionGoesOnUntilNothingIsLeft(_ command: String) throws {
        let harness = try ExchangeHarness()
        let all = try harness.run("Search-UnifiedAuditLog", range(2, ["ResultSize": 5000])).texts("Identity")
        var found: [String] = []
        var calls = 0
        while calls < 100 {
            calls += 1
            let page = try harness.run(
                "Search-UnifiedAuditLog",
                range(2, ["SessionId": "one", "SessionCommand": .string(command), "ResultSize": 60])
            )
            if page.rows.isEmpty { break }
            #expect(page.rows.first?["ResultIndex"]?.integerValue == Int64(found.count + 1))
            found += page.texts("Identity")
        }
        #expect(found == all && calls == (all.count + 59) / 60 + 1)
        let other = try harness.run(
            "Search-UnifiedAuditLog",
            range(2, ["SessionId": "two", "SessionCommand": .string(command), "ResultSize": 60])
        )
        #expect(other.texts("Identity") == Array(all.prefix(60)))
    }

    @Test func cmdletsThatChangedSomethingAreWrittenDown() throws {
        let harness = try ExchangeHarness()
        func changes() throws -> [JSONValue] {
            try harness.run("Search-UnifiedAuditLog", range(1, ["RecordType": "ExchangeAdmin"])).rows
        }
        #expect(try changes().isEmpty)
        _ = try harness.run("Get-Mailbox", ["Identity": "adele"])
        _ = try harness.run("Set-Mailbox", ["Identity": "adele", "CustomAttribute1": "x", "WhatIf": true])
        #expect(try harness.run("Set-Mailbox", ["Identity": "nobody", "CustomAttribute1": "x"]).status == 404)
        #expect(try changes().isEmpty)
        #expect(try harness.run("Set-Mailbox", ["Identity": "adele", "CustomAttribute1": "x"]).status == 200)
        let row = try #require(try changes().first)
        #expect(row["Operations"] == "Set-Mailbox" && row["UserIds"] == "admin@contoso.com")
        let data = try JSONValue(parsing: try #require(row["AuditData"]?.stringValue))
        #expect(data["ObjectId"]?.stringValue?.hasSuffix("contoso.onmicrosoft.com/Adele Vance") == true)
        #expect(data["Workload"] == "Exchange" && data["UserType"] == 2 && data["ClientIP"] == "127.0.0.1")
        #expect(data["AppId"]?.stringValue?.count == 36)
        #expect(data["Parameters"]?.arrayValue?.contains(["Name": "CustomAttribute1", "Value": "x"]) == true)
        _ = try harness.run("Write-AdminAuditLog", ["Comment": "Quarterly clean-up"])
        let comment = try harness.run("Search-UnifiedAuditLog", range(1, ["FreeText": "quarterly clean-up"]))
        #expect(comment.texts("Operations") == ["Write-AdminAuditLog"], "\(comment.errorText)")
    }

    @Test func signInsHereAreInTheLog() throws {
        let harness = try ExchangeHarness()
        _ = try harness.signIn("adele@contoso.com", password: "wrong")
        let failed = try harness.run(
            "Search-UnifiedAuditLog",
            range(0, ["Operations": "UserLoginFailed", "UserIds": "adele@contoso.com"])
        )
        #expect(failed.rows.count == 1, "\(failed.errorText)")
    }

    @Test func theMailboxLogTellsWhatOwnersDid() throws {
        let harness = try ExchangeHarness.reading()
        let detailed = try harness.run(
            "Search-MailboxAuditLog",
            range(30, ["Identity": "adele", "ShowDetails": true, "LogonTypes": "Owner"])
        )
        #expect(!detailed.rows.isEmpty, "\(detailed.errorText)")
        #expect(Set(detailed.texts("MailboxOwnerUPN")) == ["adele@contoso.com"])
        let mailboxes = try harness.run("Search-MailboxAuditLog", range(10))
        #expect(Set(mailboxes.texts("MailboxOwnerUPN")).count == mailboxes.rows.count && mailboxes.rows.count > 5)
        let delegates = try harness.run("Search-MailboxAuditLog", range(10, ["LogonTypes": "Delegate"]))
        #expect(delegates.rows.isEmpty)
    }

    @Test func whatAnApplicationMadeIsWrittenDownAsItsWork() throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-MailContact",
            ["Name": "Zoe Quill", "ExternalEmailAddress": "z@fabrikam.example"],
            as: "app"
        )
        let rows = try harness.run(
            "Search-UnifiedAuditLog",
            range(1, ["RecordType": "ExchangeAdmin", "Formatted": true])
        )
        let data = try JSONValue(parsing: try #require(rows.texts("AuditData").first))
        #expect(data["UserType"] == "Application" && data["Operation"] == "New-MailContact")
        #expect(data["ObjectId"]?.stringValue?.hasSuffix("/Zoe Quill") == true)
    }

    @Test func kindsOfRecordsThatThereAreNotAreRefused() throws {
        let harness = try ExchangeHarness.reading()
        let refused = try harness.run("Search-UnifiedAuditLog", range(1, ["RecordType": "Nonsense"]))
        #expect(refused.status == 400 && refused.errorText.contains("Nonsense"))
        #expect(try harness.run("Search-UnifiedAuditLog", range(1, ["RecordType": "powerbiaudit"])).status == 200)
    }

    @Test func theLogIsKeptForHalfAYear() throws {
        let harness = try ExchangeHarness()
        func count() throws -> Int {
            try harness.context.store.read { connection in
                try connection.first("SELECT count(*) FROM exchange_audit") { try $0.integer() } ?? 0
            }
        }
        try harness.done("Set-Mailbox", ["Identity": "adele", "CustomAttribute1": "x"])
        #expect(try count() == 1)
        harness.context.clock.advance(by: 179 * 86_400)
        try harness.done("Get-OrganizationConfig")
        #expect(try count() == 1)
        harness.context.clock.advance(by: 2 * 86_400)
        try harness.done("Get-OrganizationConfig")
        #expect(try count() == 0)
    }
}
