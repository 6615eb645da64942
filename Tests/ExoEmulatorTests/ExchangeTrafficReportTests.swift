import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Reports that count messages, and what their parameters take.
@Suite struct ExchangeTrafficReportTests {
    private static let now = ServiceDate(ExchangeHarness.moment)
    private static let range: JSONObject = ["StartDate": now.adding(days: -10).json, "EndDate": now.json]

    private func report(_ more: JSONObject = [:], of harness: ExchangeHarness) throws -> ExchangeHarness.Reply {
        var parameters = Self.range
        for member in more.members { parameters[member.name] = member.value }
        return try harness.done("Get-MailTrafficATPReport", parameters)
    }

    private func count(_ reply: ExchangeHarness.Reply) -> Int64 {
        reply.rows.reduce(0) { $0 + ($1["MessageCount"]?.integerValue ?? 0) }
    }

    @Test func threatsAreNamedAsInTheReportOfDetails() throws {
        let harness = try ExchangeHarness.reading()
        let all = try report(of: harness)
        let names = Set(all.texts("EventType"))
        #expect(names.contains("Message passed") && names.isSubset(of: Set(TrafficEvent.names)))
        let details = try harness.done("Get-MailDetailATPReport", Self.range)
        #expect(names.subtracting(["Message passed"]) == Set(details.texts("EventType")))
        let one = try #require(details.texts("EventType").first)
        let found = try report(["EventType": [.string(one)]], of: harness)
        #expect(count(found) == Int64(details.texts("EventType").filter { $0 == one }.count))
        #expect(found.texts("VerdictSource").count == found.rows.count)
    }

    @Test func rowsAreAddedUpAndCutOff() throws {
        let harness = try ExchangeHarness.reading()
        let all = try report(of: harness)
        #expect(try report(["NumberOfRows": 2], of: harness).rows.count == 2)
        let totals = try report(["SummarizeBy": ["Direction", "EventType"]], of: harness)
        let kinds = Set(all.rows.map { "\($0["Direction"]?.text() ?? "") \($0["EventType"]?.text() ?? "")" })
        #expect(totals.rows.count >= kinds.count && totals.rows.count < all.rows.count)
        #expect(count(totals) == count(all) && totals.texts("Action").allSatisfy(\.isEmpty))
        let directions = try report(["SummarizeBy": ["Direction"]], of: harness)
        #expect(Set(directions.texts("Direction")).count == directions.rows.count)
        let days = try report(["SummarizeBy": ["Action"]], of: harness)
        #expect(count(days) == count(all) && Set(days.rows.map { $0["Date"]?.text() }).count > 1)
    }

    @Test func whatTheParametersOfReportsTakeIsListed() throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-TransportRule",
            ["Name": "Outside", "FromScope": "NotInOrganization", "PrependSubject": "[EXT] "]
        )
        try harness.done(
            "New-OutboundConnector",
            ["Name": "Home", "ConnectorType": "OnPremises", "RecipientDomains": ["*.fabrikam.com"]]
        )
        func values(_ target: JSONValue, _ more: JSONObject = [:]) throws -> [String] {
            var parameters = more
            parameters["SelectionTarget"] = [target]
            return try harness.done("Get-MailFilterListReport", parameters).texts("Value")
        }
        #expect(try values("TransportRule") == ["Outside"])
        #expect(try values("domain").contains("contoso.com"))
        #expect(try values("Actions").contains("Quarantine") && values("EventTypes") == TrafficEvent.names)
        #expect(try values("DlpPolicy").isEmpty && values("FindOnPremConnector").isEmpty)
        #expect(try values("FindOnPremConnector", ["Domain": ["mail.fabrikam.com"]]) == ["Home"])
        #expect(try values("FindOnPremConnector", ["Domain": ["contoso.com"]]).isEmpty)
        try harness.done(
            "New-OutboundConnector",
            ["Name": "Own", "ConnectorType": "OnPremises", "AllAcceptedDomains": true]
        )
        #expect(try values("FindOnPremConnector", ["Domain": ["contoso.com"]]) == ["Own"])
        #expect(try values("FindOnPremConnector", ["Domain": ["adatum.com"]]).isEmpty)
        let all = try harness.done("Get-MailFilterListReport")
        #expect(Set(all.texts("SelectionTarget")) == ["Actions", "Domain", "EventTypes", "TransportRule"])
    }
}
