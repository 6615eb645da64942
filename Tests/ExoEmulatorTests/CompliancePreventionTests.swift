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

    private static func rule(
        _ harness: ExchangeHarness,
        _ content: JSONValue,
        _ name: String = "R"
    ) throws -> ExchangeHarness.Reply {
        try harness.comply(
            "New-DlpComplianceRule",
            ["Name": .string(name), "Policy": "D", "ContentContainsSensitiveInformation": content]
        )
    }

    @Test func kindsOfInformationAreKeptInTheServicesForm() throws {
        let harness = try ExchangeHarness()
        let policy = try harness.comply("New-DlpCompliancePolicy", ["Name": "D", "ExchangeLocation": "All"])
        #expect(policy.texts("Type") == ["Dlp"] && policy.texts("Workload") == ["Exchange"])
        let made = try Self.rule(harness, [["Name": "credit card number", "minCount": 5]])
        let kind: JSONValue = [
            "name": "Credit Card Number", "id": "50842eb7-edc8-4019-85dd-5a5c1f2bb085", "mincount": "5",
            "maxcount": "-1", "confidencelevel": "High",
        ]
        let row = try #require(made.rows.first, "\(made.errorText)")
        #expect(row["ContentContainsSensitiveInformation"] == [kind])
        #expect(row["Workload"] == "Exchange")
        let groups: JSONValue = [
            [
                "operator": "And",
                "groups": [
                    [
                        "operator": "Or", "name": "Default",
                        "sensitivetypes": [["Name": "Credit Card Number", "minCount": "5"]],
                    ]
                ],
            ]
        ]
        let grouped = try Self.rule(harness, groups, "G")
        let shown = grouped.rows.first?["ContentContainsSensitiveInformation"]?[0]
        #expect(shown?["groups"]?[0]?["sensitivetypes"] == [kind], "\(grouped.errorText)")
        let unknown = try Self.rule(harness, [["Name": "No such kind"]], "U")
        #expect(unknown.status == 400 && unknown.errorText.contains("No such kind"), "\(unknown.errorText)")
    }

    @Test func eachPolicyAndEachRuleOfOneHasAPlaceOfItsOwn() throws {
        let harness = try ExchangeHarness()
        let first = try harness.comply("Get-DlpCompliancePolicy").texts("Name")
        for name in ["A", "B"] {
            let made = try harness.comply(
                "New-DlpCompliancePolicy",
                ["Name": .string(name), "ExchangeLocation": "All"]
            )
            #expect(made.status == 200, "\(made.errorText)")
        }
        func policies() throws -> ExchangeHarness.Reply { try harness.comply("Get-DlpCompliancePolicy") }
        #expect(try policies().texts("Name") == first + ["A", "B"])
        #expect(try harness.comply("Set-DlpCompliancePolicy", ["Identity": "B", "Priority": 0]).status == 200)
        let moved = try policies()
        #expect(moved.texts("Name") == ["B"] + first + ["A"])
        #expect(moved.rows.compactMap { $0["Priority"]?.integerValue } == (0..<4).map { $0 })
        func rule(_ name: String, _ priority: JSONValue?) throws {
            var parameters: JSONObject = ["Name": .string(name), "Policy": "A", "BlockAccess": true]
            parameters["Priority"] = priority
            let made = try harness.comply("New-DlpComplianceRule", parameters)
            #expect(made.status == 200, "\(made.errorText)")
        }
        try rule("R1", nil)
        try rule("R2", nil)
        try rule("R3", 0)
        let rules = { try harness.comply("Get-DlpComplianceRule", ["Policy": "A"]) }
        #expect(try rules().texts("Name") == ["R3", "R1", "R2"])
        #expect(try harness.comply("Remove-DlpComplianceRule", ["Identity": "R3"]).status == 200)
        #expect(try rules().rows.compactMap { $0["Priority"]?.integerValue } == [0, 1])
    }

    @Test func anAlertOfActivitiesHasLists() throws {
        let harness = try ExchangeHarness()
        let made = try harness.comply(
            "New-ActivityAlert",
            [
                "Name": "A", "NotifyUser": ["admin@contoso.com", "adele@contoso.com"], "Type": "Custom",
                "Operation": ["FileDeleted", "FileAccessed"], "UserId": ["adele@contoso.com"],
            ]
        )
        let row = try #require(made.rows.first, "\(made.errorText)")
        #expect(row["NotifyUser"] == ["admin@contoso.com", "adele@contoso.com"])
        #expect(row["Operation"] == ["FileDeleted", "FileAccessed"] && row["UserId"] == ["adele@contoso.com"])
    }
}
