import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What queries over content match, and which mailboxes are looked at.
@Suite struct ComplianceQueryTests {
    private static func run(_ harness: ExchangeHarness, _ searches: [JSONObject]) throws -> [JSONValue] {
        for search in searches {
            let made = try harness.comply("New-ComplianceSearch", search)
            #expect(made.status == 200, "\(made.errorText)")
            let started = try harness.comply("Start-ComplianceSearch", ["Identity": search["Name"] ?? ""])
            #expect(started.status == 200, "\(started.errorText)")
        }
        harness.context.clock.freeze(at: ExchangeHarness.moment.addingTimeInterval(61))
        return try searches.map { search in
            try #require(try harness.comply("Get-ComplianceSearch", ["Identity": search["Name"] ?? ""]).rows.first)
        }
    }

    /// How much of a mailbox each query matches.
    private static func counts(_ queries: [String]) throws -> [Int64] {
        let searches = queries.enumerated().map { number, query -> JSONObject in
            [
                "Name": .string("S\(number)"), "ExchangeLocation": ["adele@contoso.com"],
                "ContentMatchQuery": .string(query),
            ]
        }
        return try run(ExchangeHarness(), searches).map { try #require($0["Items"]?.integerValue) }
    }

    @Test func theServicesOwnJoinsAreAndAndOr() throws {
        let found = try Self.counts([
            "subject:Invoice AND size>1", "(c:c)(subject:Invoice)(size>1)", "subject:Invoice(c:c)(size>1)",
            "subject:Invoice OR subject:Budget", "(subject:Invoice)(c:s)(subject:Budget)",
            "subject:(Invoice OR Budget)",
        ])
        #expect(found[0] > 0 && found[1] == found[0] && found[2] == found[0], "\(found)")
        #expect(found[3] > found[0] && found[4] == found[3] && found[5] == found[3], "\(found)")
    }

    @Test func sizesAndClassesAreCompared() throws {
        let found = try Self.counts([
            "", "size<20000", "size:20000..100000", "size>100000", "kind:email", "itemclass:IPM.Note",
            "itemclass:IPM.Contact*",
        ])
        #expect(found[2] > 0 && found[1] + found[2] + found[3] == found[0], "\(found)")
        #expect(found[4] > 0 && found[5] == found[4] && found[6] > 0, "\(found)")
    }

    @Test func datesAreYearsMonthsAndWords() throws {
        let found = try Self.counts([
            "received:2026", "received>=2026-01-01", "received=\"this year\"", "received:2026-09",
            "received=\"this month\"",
            "received>=2026-09-01", "received=\"last year\"", "received:2025", "received=today",
            "received=\"this week\"", "received:nonsense",
        ])
        #expect(found[0] + found[7] > 0 && found[1] == found[0] && found[2] == found[0], "\(found)")
        #expect(found[3] == found[4] && found[4] == found[5] && found[3] <= found[0], "\(found)")
        #expect(found[6] == found[7] && found[8] <= found[9] && found[9] <= found[0] && found[10] == 0, "\(found)")
    }

    @Test func messagesHaveSendersAndRecipients() throws {
        let found = try Self.counts([
            "", "from:adele@contoso.com", "NOT from:adele@contoso.com", "to:adele@contoso.com",
            "participants:\"adele@contoso.com\"", "from:(adele@contoso.com OR nobody@nowhere.example)",
            "from:nobody@nowhere.example",
        ])
        #expect(found[1] > 0 && found[1] + found[2] == found[0] && found[3] > 0, "\(found)")
        #expect(found[4] == found[0] && found[5] == found[1] && found[6] == 0, "\(found)")
    }

    @Test func anInactiveMailboxIsNamedWithADot() throws {
        let harness = try ExchangeHarness()
        let gone = try harness.run("Get-Mailbox", ["InactiveMailboxOnly": true, "Identity": "ingrid"])
        let place = "." + (try #require(gone.texts("PrimarySmtpAddress").first))
        let search: JSONObject = ["Name": "S", "ExchangeLocation": [.string(place)]]
        let row = try #require(try Self.run(harness, [search]).first)
        #expect(row["ExchangeLocation"] == [.string(place)] && row["Items"] != 0)
        let active = try harness.comply(
            "New-ComplianceSearch",
            ["Name": "A", "ExchangeLocation": [".adele@contoso.com"]]
        )
        #expect(active.status == 404, "\(active.errorText)")
    }

    @Test func nothingOfASearchWithSitesIsPurged() throws {
        let harness = try ExchangeHarness()
        let site: JSONValue = ["https://contoso.sharepoint.com/sites/a"]
        _ = try Self.run(
            harness,
            [["Name": "Sites", "ExchangeLocation": ["adele@contoso.com"], "SharePointLocation": site]]
        )
        let purge: JSONObject = ["SearchName": "Sites", "Purge": true, "PurgeType": "SoftDelete"]
        let refused = try harness.comply("New-ComplianceSearchAction", purge)
        #expect(refused.status == 400 && refused.errorText.contains("includes sites"), "\(refused.errorText)")
        let shown = try harness.comply("New-ComplianceSearchAction", ["SearchName": "Sites"])
        #expect(shown.status == 200, "\(shown.errorText)")
    }

    @Test func aSearchOfACaseLooksAtWhatItsHoldsName() throws {
        let harness = try ExchangeHarness()
        _ = try harness.comply("New-ComplianceCase", ["Name": "Case"])
        for (name, mailbox) in [("H1", "adele@contoso.com"), ("H2", "alex@contoso.com")] {
            let hold: JSONObject = ["Name": .string(name), "Case": "Case", "ExchangeLocation": [.string(mailbox)]]
            #expect(try harness.comply("New-CaseHoldPolicy", hold).status == 200)
        }
        let rows = try Self.run(
            harness,
            [
                ["Name": "All", "Case": "Case", "HoldNames": ["All"]],
                ["Name": "One", "Case": "Case", "HoldNames": ["H1"]],
            ]
        )
        #expect(rows[0]["NumBindings"] == 2 && rows[1]["NumBindings"] == 1)
        #expect(rows[1]["SuccessResults"]?.stringValue?.contains("adele@contoso.com") == true)
        let lonely = try harness.comply("New-ComplianceSearch", ["Name": "None", "HoldNames": ["All"]])
        #expect(lonely.status == 200, "\(lonely.errorText)")
        #expect(try harness.comply("Start-ComplianceSearch", ["Identity": "None"]).status == 400)
    }
}
