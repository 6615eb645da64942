import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Searches of content, what is done with their results, and cases.
@Suite struct ComplianceSearchTests {
    private static func later(_ harness: ExchangeHarness, _ seconds: TimeInterval) {
        harness.context.clock.freeze(at: ExchangeHarness.moment.addingTimeInterval(seconds))
    }

    /// Lets an administrator look at what searches find.
    private static func lookInside(_ harness: ExchangeHarness) throws {
        let added = try harness.comply(
            "Add-RoleGroupMember",
            ["Identity": "eDiscoveryManager", "Member": "admin@contoso.com"]
        )
        #expect(added.status == 200, "\(added.errorText)")
    }

    @Test func aSearchRunsAndCounts() throws {
        let harness = try ExchangeHarness()
        try Self.lookInside(harness)
        let made = try harness.comply(
            "New-ComplianceSearch",
            ["Name": "S", "ExchangeLocation": ["adele@contoso.com"], "ContentMatchQuery": ""]
        )
        #expect(made.texts("Status") == ["NotStarted"], "\(made.errorText)")
        func search() throws -> JSONValue? { try harness.comply("Get-ComplianceSearch", ["Identity": "S"]).rows.first }
        let early = try harness.comply("New-ComplianceSearchAction", ["SearchName": "S", "Preview": true])
        #expect(early.status == 400 && early.errorText.contains("must be completed"), "\(early.errorText)")
        #expect(try harness.comply("Start-ComplianceSearch", ["Identity": "S"]).status == 200)
        #expect(try search()?["Status"] == "Starting")
        Self.later(harness, 30)
        #expect(try search()?["Status"] == "InProgress" && search()?["Items"] == 0)
        #expect(try harness.comply("Start-ComplianceSearch", ["Identity": "S"]).status == 400)
        Self.later(harness, 61)
        let done = try #require(try search())
        let items = try #require(done["Items"]?.integerValue)
        #expect(done["Status"] == "Completed" && items > 0 && done["JobProgress"] == 100)
        let text = try #require(done["SuccessResults"]?.stringValue)
        #expect(text.hasPrefix("{Location: adele@contoso.com, Item count: \(items), Total size: "))
        let held = try harness.run("Get-MailboxStatistics", ["Identity": "adele"]).rows.first
        #expect(items == held?["ItemCount"]?.integerValue)
        #expect(
            try harness.comply("Set-ComplianceSearch", ["Identity": "S", "ContentMatchQuery": "subject:x"]).status
                == 200
        )
        #expect(try search()?["Status"] == "NotStarted")
        #expect(try harness.comply("Remove-ComplianceSearch", ["Identity": "S"]).status == 200)
        #expect(try harness.comply("Get-ComplianceSearch", ["Identity": "S"]).status == 404)
    }

    @Test func statisticsTellTheWholeTheQueriesAndEachMailbox() throws {
        let harness = try ExchangeHarness()
        let search: JSONObject = [
            "Name": "S", "ExchangeLocation": ["adele@contoso.com", "admin@contoso.com"],
            "SharePointLocation": "https://contoso.sharepoint.com/sites/a", "ContentMatchQuery": "subject:Invoice",
        ]
        #expect(try harness.comply("New-ComplianceSearch", search).status == 200)
        #expect(try harness.comply("Start-ComplianceSearch", ["Identity": "S"]).status == 200)
        Self.later(harness, 61)
        let row = try #require(try harness.comply("Get-ComplianceSearch", ["Identity": "S"]).rows.first)
        let text = try #require(row["SearchStatistics"]?.stringValue)
        let statistics = try JSONValue(parsing: text)
        let mail = try #require(statistics["ExchangeBinding"])
        #expect(mail["Search"]?["ContentItems"] == row["Items"] && mail["Search"]?["ContentSizeRaw"] == row["Size"])
        #expect(mail["Queries"]?.arrayValue?.first?["Type"] == "Primary")
        #expect(mail["Queries"]?.arrayValue?.first?["Query"] == "subject:Invoice")
        let sources = mail["Sources"]?.arrayValue ?? []
        #expect(Set(sources.compactMap { $0["Name"]?.stringValue }) == ["adele@contoso.com", "admin@contoso.com"])
        let counts = sources.compactMap { $0["ContentItems"]?.integerValue }
        #expect(counts.reduce(0, +) == row["Items"]?.integerValue && counts == counts.sorted(by: >))
        #expect(sources.allSatisfy { $0["ContentSize"]?.stringValue?.hasSuffix("B") == true })
        #expect(statistics["SharePointBinding"]?["Sources"]?.arrayValue?.count == 1)
    }

    @Test func whoIsNotThereIsNotSearchedUnlessAllowed() throws {
        let harness = try ExchangeHarness()
        let place: JSONObject = ["Name": "S", "ExchangeLocation": ["gone@contoso.com"]]
        #expect(try harness.comply("New-ComplianceSearch", place).status == 404)
        var tolerant = place
        tolerant["AllowNotFoundExchangeLocationsEnabled"] = true
        #expect(try harness.comply("New-ComplianceSearch", tolerant).status == 200)
    }

    @Test func whatIsDoneWithAFindingDependsOnRolesOfItsOwn() throws {
        let harness = try ExchangeHarness()
        _ = try harness.comply("New-ComplianceSearch", ["Name": "S", "ExchangeLocation": ["adele@contoso.com"]])
        _ = try harness.comply("Start-ComplianceSearch", ["Identity": "S"])
        Self.later(harness, 61)
        func act(_ action: String, as caller: String) throws -> ExchangeHarness.Reply {
            var parameters: JSONObject = ["SearchName": "S"]
            parameters[action] = true
            if action == "Purge" { parameters["PurgeType"] = "SoftDelete" }
            return try harness.comply("New-ComplianceSearchAction", parameters, as: caller)
        }
        for action in ["Preview", "Export"] {
            let refused = try act(action, as: "compliance")
            #expect(
                refused.errorText == "A parameter cannot be found that matches parameter name '\(action)'.",
                "\(refused.errorText)"
            )
        }
        let purged = try act("Purge", as: "compliance")
        #expect(purged.status == 200, "\(purged.errorText)")
        let member: JSONObject = ["Identity": "eDiscoveryManager", "Member": "adele@contoso.com"]
        #expect(try harness.comply("Add-RoleGroupMember", member).status == 200)
        let foreign = try act("Purge", as: "compliance-nobody")
        #expect(foreign.status == 400 && foreign.errorText.contains("'Purge'"), "\(foreign.errorText)")
        for action in ["Preview", "Export"] {
            let done = try act(action, as: "compliance-nobody")
            #expect(done.status == 200, "\(action): \(done.errorText)")
        }
    }

    @Test func aPurgeTakesItemsAwayAndAPreviewTellsThem() throws {
        let harness = try ExchangeHarness()
        try Self.lookInside(harness)
        _ = try harness.comply("New-ComplianceSearch", ["Name": "S", "ExchangeLocation": "All"])
        _ = try harness.comply("Start-ComplianceSearch", ["Identity": "S"])
        Self.later(harness, 61)
        let before = try harness.comply("Get-ComplianceSearch", ["Identity": "S"]).rows.first?["Items"]?.integerValue
        let noType = try harness.comply("New-ComplianceSearchAction", ["SearchName": "S", "Purge": true])
        #expect(noType.status == 400 && noType.errorText.contains("PurgeType"), "\(noType.errorText)")
        let purge = try harness.comply(
            "New-ComplianceSearchAction",
            ["SearchName": "S", "Purge": true, "PurgeType": "SoftDelete"]
        )
        #expect(purge.texts("Name") == ["S_Purge"], "\(purge.errorText)")
        #expect(try harness.comply("New-ComplianceSearchAction", ["SearchName": "S", "Preview": true]).status == 200)
        #expect(
            try harness.comply("Get-ComplianceSearchAction", ["Identity": "S_Purge"]).texts("Status") == ["Starting"]
        )
        Self.later(harness, 122)
        let done = try #require(try harness.comply("Get-ComplianceSearchAction", ["Identity": "S_Purge"]).rows.first)
        #expect(done["Status"] == "Completed" && done["Action"] == "Purge")
        #expect(done["Results"]?.stringValue?.hasPrefix("Purge Type: SoftDelete; Item count: ") == true)
        let preview = try harness.comply("Get-ComplianceSearchAction", ["Identity": "S_Preview"]).texts("Results").first
        #expect(preview?.contains("Subject: ") == true && preview?.contains("Sender: ;") == false)
        _ = try harness.comply("Start-ComplianceSearch", ["Identity": "S"])
        Self.later(harness, 183)
        let after = try harness.comply("Get-ComplianceSearch", ["Identity": "S"]).rows.first?["Items"]?.integerValue
        let (first, second) = (try #require(before), try #require(after))
        #expect(second < first)
        #expect(try harness.comply("Remove-ComplianceSearchAction", ["Identity": "S_Preview"]).status == 200)
        #expect(try harness.comply("Get-ComplianceSearchAction").texts("Name") == ["S_Purge"])
    }

    /// What a purge says that it took.
    private static func taken(_ harness: ExchangeHarness, _ action: String) throws -> Int64 {
        let text = try harness.comply("Get-ComplianceSearchAction", ["Identity": .string(action)]).texts("Results")
            .first
        let count = try #require(text?.split(separator: "Item count: ").dropFirst().first?.prefix { $0.isNumber })
        return try #require(Int64(count))
    }

    private static func items(_ harness: ExchangeHarness, _ property: String = "ItemCount") throws -> Int64 {
        let row = try harness.run("Get-MailboxStatistics", ["Identity": "adele"]).rows.first
        return try #require(row?[property]?.integerValue)
    }

    @Test func purgesAtTheSameTimeTakeEachItemOnce() async throws {
        let harness = try ExchangeHarness()
        let names = ["S1", "S2", "S3", "S4", "S5", "S6"]
        for name in names {
            let search: JSONObject = ["Name": .string(name), "ExchangeLocation": ["adele@contoso.com"]]
            #expect(try harness.comply("New-ComplianceSearch", search).status == 200)
            #expect(try harness.comply("Start-ComplianceSearch", ["Identity": .string(name)]).status == 200)
        }
        Self.later(harness, 61)
        let before = try (Self.items(harness), Self.items(harness, "DeletedItemCount"))
        try await withThrowingTaskGroup(of: Int.self) { group in
            for (place, name) in names.enumerated() {
                group.addTask {
                    try harness.comply(
                        "New-ComplianceSearchAction",
                        [
                            "SearchName": .string(name), "Purge": true,
                            "PurgeType": place.isMultiple(of: 2) ? "HardDelete" : "SoftDelete",
                        ]
                    ).status
                }
            }
            for try await status in group { #expect(status == 200) }
        }
        Self.later(harness, 122)
        let said = try names.map { try Self.taken(harness, "\($0)_Purge") }
        let sum = said.reduce(0, +)
        #expect(sum > 0 && said.allSatisfy { $0 <= 10 }, "\(said)")
        #expect(try Self.items(harness) == before.0 - sum)
        #expect(try Self.items(harness, "DeletedItemCount") == before.1 + sum)
    }

    @Test func aSecondPurgeOfASearchTakesTheNextItems() throws {
        let harness = try ExchangeHarness()
        _ = try harness.comply("New-ComplianceSearch", ["Name": "S", "ExchangeLocation": ["adele@contoso.com"]])
        _ = try harness.comply("Start-ComplianceSearch", ["Identity": "S"])
        Self.later(harness, 61)
        let before = try Self.items(harness)
        let purge: JSONObject = ["SearchName": "S", "Purge": true, "PurgeType": "HardDelete"]
        for round in 1...2 {
            #expect(try harness.comply("New-ComplianceSearchAction", purge).status == 200)
            #expect(try harness.comply("New-ComplianceSearchAction", purge).status == 400)
            Self.later(harness, 61 + 61 * Double(round))
            #expect(try Self.taken(harness, "S_Purge") == 10)
            #expect(try Self.items(harness) == before - 10 * Int64(round))
            #expect(try harness.comply("Remove-ComplianceSearchAction", ["Identity": "S_Purge"]).status == 200)
        }
    }

    @Test func aQueryChoosesMessages() throws {
        let harness = try ExchangeHarness()
        let queries = [
            "", "subject:Invoice", "subject:Invoice OR subject:Budget", "Invoice AND size<1", "from:a@b.com",
            "received:2025-12-31..2025-01-01", String(repeating: "-", count: 50_000) + "zzz",
        ]
        for (number, query) in queries.enumerated() {
            let made = try harness.comply(
                "New-ComplianceSearch",
                ["Name": .string("S\(number)"), "ExchangeLocation": "All", "ContentMatchQuery": .string(query)]
            )
            #expect(made.status == 200, "\(made.errorText)")
            #expect(try harness.comply("Start-ComplianceSearch", ["Identity": .string("S\(number)")]).status == 200)
        }
        Self.later(harness, 61)
        let items = try harness.comply("Get-ComplianceSearch").rows.map { $0["Items"]?.integerValue ?? -1 }
        #expect(items.count == 7 && items[3...5].allSatisfy { $0 == 0 } && items[6] == items[0], "\(items)")
        #expect(items[0] > items[2] && items[2] > items[1] && items[1] > 0, "\(items)")
        let hostile = [
            String(repeating: "(", count: 50_000), String(repeating: "NOT ", count: 50_000) + "a",
            String(repeating: "a ", count: 50_000), String(repeating: "(", count: 300) + "a",
        ]
        for query in hostile + ["subject:(", "a AND", "\"a", "OR b"] {
            let wrong = try harness.comply("Validate-RetentionRuleQuery", ["KqlQueryString": .string(query)])
            #expect(wrong.status == 400 && wrong.errorText.contains("isn't valid"), "\(query): \(wrong.errorText)")
        }
        let right: JSONObject = ["KqlQueryString": "(subject:\"a b\" OR NOT c*) received>=2026-01-01"]
        #expect(try harness.comply("Validate-RetentionRuleQuery", right).status == 200)
    }

    @Test func aCaseHasMembersHoldsAndAnEnd() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.comply("New-ComplianceCase", ["Name": "Fraud"]).texts("Status") == ["Active"])
        #expect(
            try harness.comply("Add-ComplianceCaseMember", ["Case": "Fraud", "Member": "adele@contoso.com"]).status
                == 200
        )
        // Who made it is the other one.
        #expect(try harness.comply("Get-ComplianceCaseMember", ["Case": "Fraud"]).texts("DisplayName").count == 2)
        let hold = try harness.comply(
            "New-CaseHoldPolicy",
            ["Name": "Hold", "Case": "Fraud", "ExchangeLocation": "adele@contoso.com"]
        )
        #expect(hold.texts("CaseName") == ["Fraud"], "\(hold.errorText)")
        #expect(
            try harness.comply("New-CaseHoldRule", ["Name": "HR", "Policy": "Hold", "ContentMatchQuery": "x"]).status
                == 200
        )
        #expect(try harness.comply("Get-CaseHoldPolicy", ["Case": "Fraud"]).texts("Name") == ["Hold"])
        #expect(
            try harness.comply(
                "New-ComplianceSearch",
                ["Name": "CS", "Case": "Fraud", "ExchangeLocation": "adele@contoso.com"]
            ).status == 200
        )
        #expect(try harness.comply("Get-ComplianceSearch").texts("Name") == [])
        #expect(try harness.comply("Get-ComplianceSearch", ["Case": "Fraud"]).texts("Name") == ["CS"])
        #expect(try harness.comply("Set-ComplianceCase", ["Identity": "Fraud", "Close": true]).status == 200)
        let closed = try harness.comply("Get-ComplianceCase", ["Identity": "Fraud"]).rows.first
        #expect(closed?["Status"] == "Closed" && closed?["ClosedBy"] == "admin@contoso.com")
        #expect(try harness.comply("New-CaseHoldPolicy", ["Name": "H2", "Case": "Fraud"]).status == 400)
        let kept = try harness.comply("Remove-ComplianceCase", ["Identity": "Fraud"])
        #expect(kept.status == 400 && kept.errorText.contains("still has the holds \"Hold\""), "\(kept.errorText)")
        #expect(try harness.comply("Remove-CaseHoldPolicy", ["Identity": "Hold"]).status == 200)
        #expect(try harness.comply("Remove-ComplianceCase", ["Identity": "Fraud"]).status == 200)
        #expect(try harness.comply("Get-CaseHoldRule").texts("Name") == [])
    }

    @Test func administratorsOfAllCasesAreAList() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.comply("Get-eDiscoveryCaseAdmin").rows.isEmpty)
        let refused = try harness.comply("Add-eDiscoveryCaseAdmin", ["User": "adele@contoso.com"])
        #expect(refused.status == 400 && refused.errorText.contains("Case Management"), "\(refused.errorText)")
        let member: JSONObject = ["Identity": "eDiscoveryManager", "Member": "adele@contoso.com"]
        #expect(try harness.comply("Add-RoleGroupMember", member).status == 200)
        #expect(try harness.comply("Add-eDiscoveryCaseAdmin", ["User": "adele@contoso.com"]).status == 200)
        #expect(try harness.comply("Get-eDiscoveryCaseAdmin").texts("PrimarySmtpAddress") == ["adele@contoso.com"])
        #expect(try harness.comply("Remove-eDiscoveryCaseAdmin", ["User": "adele@contoso.com"]).status == 200)
        #expect(try harness.comply("Remove-eDiscoveryCaseAdmin", ["User": "adele@contoso.com"]).status == 400)
    }

    @Test func aFilterOfSearchesIsNamedByItsOwnName() throws {
        let harness = try ExchangeHarness()
        let made = try harness.comply(
            "New-ComplianceSecurityFilter",
            [
                "FilterName": "Sales only", "Users": ["adele@contoso.com"], "Action": "All",
                "Filters": ["Mailbox_Department -eq 'Sales'"],
            ]
        )
        #expect(made.texts("FilterName") == ["Sales only"], "\(made.errorText)")
        #expect(try harness.comply("Get-ComplianceSecurityFilter", ["User": "adele@contoso.com"]).rows.count == 1)
        #expect(try harness.comply("Get-ComplianceSecurityFilter", ["User": "x@contoso.com"]).rows.isEmpty)
        #expect(
            try harness.comply("Set-ComplianceSecurityFilter", ["FilterName": "Sales only", "Region": "EUR"]).status
                == 200
        )
        #expect(try harness.comply("Remove-ComplianceSecurityFilter", ["FilterName": "Sales only"]).status == 200)
    }

    @Test func aFilterOfSearchesIsForThoseWhoAreThereAndOfOneType() throws {
        let harness = try ExchangeHarness()
        func filter(_ name: String, _ users: [JSONValue], _ filters: [JSONValue]) throws -> ExchangeHarness.Reply {
            let parameters: JSONObject = [
                "FilterName": .string(name), "Users": .array(users), "Action": "All", "Filters": .array(filters),
            ]
            return try harness.comply("New-ComplianceSecurityFilter", parameters)
        }
        let mailbox: JSONValue = "Mailbox_Department -eq 'Site_Path'"
        let content: JSONValue = "MailboxContent_Received -ge '01-01-2018' -and MailboxContent_Recipients -like 'x'"
        for (place, users): (Int, [JSONValue]) in [["adele"], ["eDiscoveryManager", "alex@contoso.com"], ["All"]]
            .enumerated()
        {
            let made = try filter("F\(place)", users, [mailbox, content])
            #expect(made.status == 200, "\(users): \(made.errorText)")
        }
        for users: [JSONValue] in [["Nobody"], ["adele", "All"], ["sales.team"]] {
            let refused = try filter("N", users, [mailbox])
            #expect(refused.status == 400 && refused.errorText.contains("role group"), "\(users)")
        }
        for mixed: JSONValue in [
            "Mailbox_Department -eq 'Sales' -and MailboxContent_Recipients -like 'x'",
            "Mailbox_Department -eq 'Sales' -or Site_Path -like 'https://x*'",
        ] {
            let refused = try filter("N", ["adele"], [mixed])
            #expect(refused.status == 400 && refused.errorText.contains("more than one type"), "\(mixed)")
        }
    }
}
