import ExoJSON
import HTTPServer
import Synchronization
import TestSupport
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

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

    @Test func namesWithCommasBetweenAreSeveral() throws {
        let harness = try ExchangeHarness.reading()
        func found(_ operations: JSONValue, _ users: JSONValue) throws -> [String] {
            try harness.run(
                "Search-UnifiedAuditLog",
                range(20, ["ResultSize": 5000, "Operations": operations, "UserIds": users])
            ).texts("Identity")
        }
        let list = try found(["Send", "MailItemsAccessed"], ["adele@contoso.com", "admin@contoso.com"])
        #expect(!list.isEmpty)
        #expect(try found("Send,MailItemsAccessed", "adele@contoso.com, admin@contoso.com") == list)
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

    @Test func aSessionIdOfAnotherSearchBeginsAnew() throws {
        let harness = try ExchangeHarness()
        func found(_ session: String, from day: Int, _ more: JSONObject = [:]) throws -> [String] {
            var parameters: JSONObject = [
                "StartDate": Self.now.adding(days: -day).json, "EndDate": Self.now.adding(days: 1 - day).json,
                "SessionId": .string(session), "SessionCommand": "ReturnLargeSet", "ResultSize": 5000,
            ]
            for member in more.members { parameters[member.name] = member.value }
            return try harness.run("Search-UnifiedAuditLog", parameters).texts("Identity")
        }
        for day in 1...3 {
            let page = try found("same", from: day)
            #expect(try !page.isEmpty && page == found("day\(day)", from: day))
        }
        #expect(try found("same", from: 3).isEmpty)
        let sent = try found("same", from: 3, ["Operations": "Send"])
        #expect(!sent.isEmpty)
        #expect(try sent == found("send", from: 3, ["Operations": ["send"]]))
        // The same search, its dates reckoned again a moment later.
        let later = Self.now.adding(days: -2).ticks + 10_000_000
        let again: JSONObject = ["EndDate": ServiceDate(ticks: later).json, "Operations": "Send"]
        #expect(try found("same", from: 3, again).isEmpty)
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
        #expect(data["Workload"] == "Exchange" && data["UserType"] == 2)
        #expect(data["ClientIP"]?.stringValue?.hasPrefix("127.0.0.1:") == true)
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

    /// The documents of what people did in mailboxes.
    private func activities(_ operation: String) throws -> [JSONValue] {
        let found = try ExchangeHarness.reading().run(
            "Search-UnifiedAuditLog",
            range(90, ["Operations": .string(operation), "ResultSize": 5000])
        )
        return try found.texts("AuditData").map { try JSONValue(parsing: $0) }
    }

    private func property(_ name: String, of event: JSONValue) -> String? {
        event["OperationProperties"]?.arrayValue?.first { $0["Name"]?.stringValue == name }?["Value"]?.stringValue
    }

    @Test func openedMailIsToldByFolderAndMessage() throws {
        let events = try activities("MailItemsAccessed")
        #expect(Set(events.compactMap { property("MailAccessType", of: $0) }) == ["Bind", "Sync"])
        for event in events {
            #expect(property("IsThrottled", of: event) == "False")
            #expect(event["ClientIPAddress"] == event["ClientIP"])
            let items = event["Folders"]?[0]?["FolderItems"]?.arrayValue ?? []
            let isSync = property("MailAccessType", of: event) == "Sync"
            #expect(isSync == items.isEmpty && isSync == (event["Item"]?["ParentFolder"]?["Name"] == "Inbox"))
            #expect(isSync || event["OperationCount"]?.integerValue == Int64(items.count))
            #expect(items.allSatisfy { $0["InternetMessageId"]?.stringValue?.hasPrefix("<") == true })
        }
    }

    @Test func deletedMailAndRulesHaveTheFormsOfTheirOperations() throws {
        for operation in ["MoveToDeletedItems", "SoftDelete", "HardDelete"] {
            let event = try #require(try activities(operation).first)
            let items = event["AffectedItems"]?.arrayValue ?? []
            #expect(!items.isEmpty && items.allSatisfy { $0["Subject"]?.stringValue?.isEmpty == false }, "\(operation)")
            #expect(items.first?["ParentFolder"]?["Path"] == event["Folder"]?["Path"])
        }
        let rule = try #require(try activities("UpdateInboxRules").first)
        #expect(property("RuleOperation", of: rule) == "AddMailboxRule" && property("RuleName", of: rule) != nil)
        #expect(rule["Item"]?["Subject"] == nil)
    }

    @Test func whatEDiscoveryDidIsToldTwice() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.comply("New-ComplianceCase", ["Name": "Fraud"]).status == 200)
        let search: JSONObject = ["Name": "S", "Case": "Fraud", "ExchangeLocation": "adele@contoso.com"]
        #expect(try harness.comply("New-ComplianceSearch", search).status == 200)
        #expect(try harness.comply("New-Label", ["Name": "L", "DisplayName": "L", "Tooltip": "T"]).status == 200)
        func found(_ type: String) throws -> [JSONValue] {
            try harness.run("Search-UnifiedAuditLog", range(1, ["RecordType": .string(type)])).rows
        }
        let discovery = try found("Discovery")
        #expect(Set(discovery.compactMap { $0["Operations"]?.stringValue }) == ["CaseAdded", "SearchCreated"])
        let made = try #require(discovery.first { $0["Operations"] == "SearchCreated" }?["AuditData"]?.stringValue)
        let data = try JSONValue(parsing: made)
        #expect(data["Case"] == "Fraud" && data["ExchangeLocations"] == "adele@contoso.com" && data["RecordType"] == 24)
        let cmdlets = try found("SecurityComplianceCenterEOPCmdlet")
        #expect(cmdlets.count == 3 && cmdlets.contains { $0["Operations"] == "New-Label" })
        let label = try #require(cmdlets.first { $0["Operations"] == "New-Label" }?["AuditData"]?.stringValue)
        let told = try JSONValue(parsing: label)
        #expect(told["Workload"] == "SecurityComplianceCenter" && told["RecordType"] == 18)
        #expect(told["Parameters"]?.stringValue?.contains("-Name \"L\"") == true)
        #expect(try found("ExchangeAdmin").isEmpty)
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
        for kind in ["powerbiaudit", "AttackSimAdmin", "TeamCopilotInteraction", "HostedRpa", "OWAAuth"] {
            let found = try harness.run("Search-UnifiedAuditLog", range(1, ["RecordType": .string(kind)]))
            #expect(found.status == 200, "\(kind)")
        }
    }

    /// A machine whose time a test sets.
    private final class Machine: Sendable {
        private let days = Atomic<Int>(0)
        var now: Date { ExchangeHarness.moment.addingTimeInterval(Double(days.load(ordering: .relaxed)) * 86_400) }
        func sleep(days count: Int) { days.add(count, ordering: .relaxed) }
    }

    private static func kept(_ harness: ExchangeHarness) throws -> Int {
        try harness.context.store.read { connection in
            try connection.first("SELECT count(*) FROM exchange_audit") { try $0.integer() } ?? 0
        }
    }

    private static func found(_ harness: ExchangeHarness) throws -> Int {
        let range: JSONObject = [
            "StartDate": ServiceDate(ExchangeHarness.moment).adding(days: -1).json,
            "EndDate": ServiceDate(ExchangeHarness.moment).adding(days: 1).json, "Operations": ["Set-Mailbox"],
        ]
        return try harness.done("Search-UnifiedAuditLog", range).rows.count
    }

    @Test func theLogIsKeptForHalfAYear() throws {
        let machine = Machine()
        let harness = ExchangeHarness(try SeededStore.emulator(.temporary(now: { machine.now })))
        try harness.done("Set-Mailbox", ["Identity": "adele", "CustomAttribute1": "x"])
        #expect(try Self.kept(harness) == 1 && Self.found(harness) == 1)
        machine.sleep(days: 179)
        #expect(try Self.found(harness) == 1 && Self.kept(harness) == 1)
        machine.sleep(days: 3)
        #expect(try Self.found(harness) == 0 && Self.kept(harness) == 0)
    }

    @Test func whoMovesTheTimeForwardAndBackLosesNothing() throws {
        let harness = try ExchangeHarness()
        try harness.done("Set-Mailbox", ["Identity": "adele", "CustomAttribute1": "x"])
        let job = try harness.done(
            "Start-HistoricalSearch",
            [
                "ReportTitle": "Old", "ReportType": "MessageTrace", "SenderAddress": ["adele@contoso.com"],
                "StartDate": ServiceDate(ExchangeHarness.moment).adding(days: -20).json,
                "EndDate": ServiceDate(ExchangeHarness.moment).adding(days: -10).json,
            ]
        )
        let id = job.rows.first?["JobId"] ?? .null
        #expect(try Self.found(harness) == 1)
        harness.context.clock.advance(by: 400 * 86_400)
        // What is too old is shown to nobody, and is still there.
        #expect(try Self.found(harness) == 0 && Self.kept(harness) == 2)
        #expect(try harness.done("Get-HistoricalSearch").rows.isEmpty)
        #expect(try harness.run("Stop-HistoricalSearch", ["JobId": id]).status == 404)
        harness.context.clock.advance(by: -400 * 86_400)
        #expect(try Self.found(harness) == 1)
        #expect(try harness.done("Get-HistoricalSearch", ["JobId": id]).rows.count == 1)
    }

    @Test func lettingGoOfNothingChangesNothing() throws {
        let machine = Machine()
        let harness = ExchangeHarness(try SeededStore.emulator(.temporary(now: { machine.now })))
        try harness.done("Get-OrganizationConfig")
        let state = try harness.context.store.state()
        machine.sleep(days: 1)
        try harness.done("Get-OrganizationConfig")
        #expect(try harness.context.store.state() == state)
    }

    /// What the log has of the directory, the oldest first.
    private func directoryEvents(_ harness: ExchangeHarness, _ more: JSONObject = [:]) throws -> [JSONValue] {
        var parameters = range(1, ["RecordType": "AzureActiveDirectory", "ResultSize": 5000])
        for member in more.members { parameters[member.name] = member.value }
        let rows = try harness.done("Search-UnifiedAuditLog", parameters).rows
        #expect(rows.allSatisfy { $0["RecordType"] == "AzureActiveDirectory" })
        return try rows.reversed().map { try JSONValue(parsing: $0["AuditData"]?.stringValue ?? "") }
    }

    @Test func whatGraphChangesInTheDirectoryIsInTheUnifiedLog() throws {
        let harness = try ExchangeHarness()
        func graph(_ method: String, _ path: String, _ body: JSONValue? = nil) throws -> JSONValue {
            // Each at a moment of its own.
            harness.context.clock.advance(by: 1)
            let reply = try harness.graph(method, path, body)
            #expect((200...204).contains(reply.status), "\(method) \(path): \(reply.errorText)")
            return reply.body
        }
        harness.context.clock.advance(by: -600)
        let user = try graph(
            "POST",
            "users",
            [
                "displayName": "Nina New", "userPrincipalName": "nina@contoso.com", "mailNickname": "nina",
                "accountEnabled": true, "passwordProfile": ["password": "Pass-word-1"],
            ]
        )
        let id = try #require(user["id"]?.stringValue)
        _ = try graph("PATCH", "users/\(id)", ["department": "Sales", "accountEnabled": false])
        let group = try graph(
            "POST",
            "groups",
            ["displayName": "News", "mailNickname": "news", "mailEnabled": false, "securityEnabled": true]
        )
        let groupID = try #require(group["id"]?.stringValue)
        _ = try graph(
            "POST",
            "groups/\(groupID)/members/$ref",
            ["@odata.id": .string("https://graph.microsoft.com/v1.0/directoryObjects/\(id)")]
        )
        _ = try graph("DELETE", "groups/\(groupID)/members/\(id)/$ref")
        _ = try graph("DELETE", "groups/\(groupID)")
        _ = try graph("DELETE", "users/\(id)")
        harness.context.clock.freeze(at: ExchangeHarness.moment)

        let all = try directoryEvents(harness)
        let operations = all.compactMap { $0["Operation"]?.stringValue }
        #expect(
            operations.sorted()
                == [
                    "Add group.", "Add member to group.", "Add user.", "Delete group.", "Delete user.",
                    "Disable account.", "Remove member from group.", "Update user.",
                ],
            "\(operations)"
        )
        for event in all {
            #expect(event["Workload"] == "AzureActiveDirectory" && event["RecordType"] == 8)
            #expect(event["UserId"]?.stringValue?.hasPrefix("ServicePrincipal_") == true, "\(event.text())")
            #expect(event["ResultStatus"] == "Success" && event["Target"]?.arrayValue?.isEmpty == false)
        }
        let update = try #require(try directoryEvents(harness, ["Operations": ["Update user."]]).first)
        #expect(update["ObjectId"] == "nina@contoso.com")
        let changed = update["ModifiedProperties"]?.arrayValue?.first { $0["Name"] == "Department" }
        #expect(changed?["NewValue"] == "[\r\n  \"Sales\"\r\n]" && changed?["OldValue"] == "[]", "\(update.text())")
        let ofNina = try directoryEvents(harness, ["ObjectIds": ["nina@contoso.com"]])
        let member = try #require(ofNina.first { $0["Operation"] == "Add member to group." })
        #expect(member.text().contains(groupID))
        // No secret is in the log.
        #expect(!all.contains { $0.text().contains("Pass-word-1") })
    }

    @Test func applicationsThatComeAndGoAreInTheUnifiedLog() throws {
        let harness = try ExchangeHarness()
        let application = try harness.graph("POST", "applications", ["displayName": "Nightly"])
        let id = try #require(application.body["id"]?.stringValue, "\(application.errorText)")
        let appID = application.body["appId"] ?? .null
        #expect(try harness.graph("POST", "servicePrincipals", ["appId": appID]).status == 201)
        #expect(try harness.graph("PATCH", "applications/\(id)", ["displayName": "Daily"]).status == 204)
        #expect(try harness.graph("DELETE", "applications/\(id)").status == 204)
        let events = try directoryEvents(harness)
        #expect(
            events.compactMap { $0["Operation"]?.stringValue }.sorted()
                == [
                    "Add application.", "Add service principal.", "Delete application.", "Remove service principal.",
                    "Update application.",
                ]
        )
        for event in events {
            #expect(["Nightly", "Daily"].contains(event["Target"]?[3]?["ID"]?.stringValue))
            let isRegistration = event["Target"]?[2]?["ID"] == "Application"
            #expect(event["ObjectId"] == (isRegistration ? "Not Available" : appID))
        }
    }

    @Test func whoResetsAPasswordInThePortalIsInTheLogAndExchangeIsNotTwice() throws {
        let harness = try ExchangeHarness()
        let user = try #require(try harness.context.directory.user("adele@contoso.com"))
        let admin = try #require(try harness.context.directory.user("admin@contoso.com"))
        let tenant = try #require(try harness.context.directory.tenant(matching: ExchangeHarness.contoso))
        func administration(_ actor: UserRecord) -> Administration {
            Administration(
                directory: harness.context.directory,
                tenant: tenant,
                now: ExchangeHarness.moment,
                actorID: actor.id,
                origin: DirectoryOrigin(
                    actorID: actor.id,
                    userPrincipalName: actor.userPrincipalName,
                    applicationID: "",
                    address: "192.0.2.7"
                )
            )
        }
        try Users(administration: administration(admin)).setPassword("Other-pass-1", ofUser: user.id, mustChange: true)
        try Users(administration: administration(user)).setPassword("Other-pass-2", ofUser: user.id, mustChange: false)
        try harness.done("Set-User", ["Identity": "adele", "Department": "Elsewhere"])
        let events = try directoryEvents(harness)
        #expect(
            Set(events.compactMap { $0["Operation"]?.stringValue }) == [
                "Reset user password.", "Change user password.",
            ]
        )
        let reset = try #require(events.first { $0["Operation"] == "Reset user password." })
        #expect(reset["UserId"] == "admin@contoso.com" && reset["ClientIP"] == "192.0.2.7")
        #expect(!reset.text().contains("Other-pass"))
    }
}
