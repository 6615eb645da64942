import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Rules that prevent loss of data, and lists that rules of both services have.
@Suite struct CompliancePreventionTests {
    @Test func whatAnIncidentReportContainsIsAList() throws {
        let harness = try ExchangeHarness()
        _ = try harness.comply("New-DlpCompliancePolicy", ["Name": "D", "ExchangeLocation": "All"])
        let made = try harness.comply(
            "New-DlpComplianceRule",
            [
                "Name": "R", "Policy": "D", "GenerateIncidentReport": ["SiteAdmin"],
                "IncidentReportContent": ["Title", "Severity"],
            ]
        )
        #expect(made.rows.first?["IncidentReportContent"] == ["Title", "Severity"], "\(made.errorText)")
        let set = try harness.comply("Set-DlpComplianceRule", ["Identity": "R", "IncidentReportContent": "All"])
        #expect(set.status == 200, "\(set.errorText)")
        let row = try harness.comply("Get-DlpComplianceRule", ["Identity": "R"]).rows.first
        #expect(row?["IncidentReportContent"] == ["All"])
    }

    @Test func whereAParameterIsAListItsPropertyIsOneToo() throws {
        let harness = try ExchangeHarness()
        let rule = try harness.run(
            "New-TransportRule",
            ["Name": "R", "RedirectMessageTo": ["adele@contoso.com", "admin@contoso.com"]]
        )
        #expect(rule.rows.first?["RedirectMessageTo"]?.arrayValue?.count == 2, "\(rule.errorText)")
        let set = try harness.run("Set-User", ["Identity": "adele", "OtherTelephone": ["+1 555 0100", "+1 555 0101"]])
        #expect(set.status == 200, "\(set.errorText)")
        let user = try harness.run("Get-User", ["Identity": "adele"]).rows.first
        #expect(user?["OtherTelephone"] == ["+1 555 0100", "+1 555 0101"] && user?["OtherFax"] == [])
    }
}
