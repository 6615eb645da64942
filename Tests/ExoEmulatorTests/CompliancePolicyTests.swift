import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Policies of Security & Compliance, their rules, and where they are for.
@Suite struct CompliancePolicyTests {
    @Test func aPolicyHoldsItsRulesAndTakesThemAlong() throws {
        let harness = try ExchangeHarness()
        let lonely = try harness.comply(
            "New-RetentionComplianceRule",
            ["Name": "R", "Policy": "Keep", "RetentionDuration": "365"]
        )
        #expect(lonely.status == 404 && lonely.errorText.contains("'Keep' couldn't be found"), "\(lonely.errorText)")
        let policy = try harness.comply("New-RetentionCompliancePolicy", ["Name": "Keep", "ExchangeLocation": "All"])
        #expect(policy.status == 200, "\(policy.errorText)")
        let rule = try harness.comply(
            "New-RetentionComplianceRule",
            ["Name": "R", "Policy": "Keep", "RetentionDuration": "365", "RetentionComplianceAction": "Keep"]
        )
        #expect(rule.texts("ParentPolicyName") == ["Keep"], "\(rule.errorText)")
        #expect(rule.texts("Policy") == policy.texts("Guid"))
        #expect(try harness.comply("Get-RetentionComplianceRule", ["Policy": "Keep"]).texts("Name") == ["R"])
        #expect(
            !(try harness.comply("Get-RetentionComplianceRule", ["Policy": "Financial records"]))
                .texts("Name").contains("R")
        )
        #expect(
            try harness.comply("Set-RetentionComplianceRule", ["Identity": "R", "RetentionDuration": "30"]).status
                == 200
        )
        #expect(
            try harness.comply("Get-RetentionComplianceRule", ["Identity": "R"]).texts("RetentionDuration") == ["30"]
        )
        #expect(try harness.comply("Remove-RetentionCompliancePolicy", ["Identity": "Keep"]).status == 200)
        #expect(try harness.comply("Get-RetentionComplianceRule", ["Identity": "R"]).status == 404)
    }

    @Test func aPolicyIsDistributedAfterSomeTime() throws {
        let harness = try ExchangeHarness()
        let policy: JSONObject = ["Identity": "Keep", "DistributionDetail": true]
        func status() throws -> [String] {
            try harness.comply("Get-RetentionCompliancePolicy", policy).texts("DistributionStatus")
        }
        _ = try harness.comply("New-RetentionCompliancePolicy", ["Name": "Keep", "ExchangeLocation": "All"])
        #expect(try status() == ["Pending"])
        let results = try harness.comply("Get-RetentionCompliancePolicy", policy).rows.first?["DistributionResults"]
        #expect(results == ["[Exchange]: Pending"])
        harness.context.clock.freeze(at: ExchangeHarness.moment.addingTimeInterval(700))
        #expect(try status() == ["Success"])
        let retried = try harness.comply(
            "Set-RetentionCompliancePolicy",
            ["Identity": "Keep", "RetryDistribution": true]
        )
        #expect(retried.status == 200 && retried.warnings.isEmpty, "\(retried.errorText)")
        #expect(try status() == ["Pending"])
    }

    @Test func placesAreFoundAddedAndTakenAway() throws {
        let harness = try ExchangeHarness()
        let unknown = try harness.comply(
            "New-RetentionCompliancePolicy",
            ["Name": "Keep", "ExchangeLocation": ["nobody@contoso.com"]]
        )
        #expect(unknown.status == 404, "\(unknown.errorText)")
        let made = try harness.comply("New-RetentionCompliancePolicy", ["Name": "Keep", "ExchangeLocation": ["adele"]])
        #expect(made.rows.first?["ExchangeLocation"] == ["adele@contoso.com"], "\(made.errorText)")
        let site = try harness.comply(
            "Set-RetentionCompliancePolicy",
            ["Identity": "Keep", "AddSharePointLocation": "contoso"]
        )
        #expect(site.status == 400 && site.errorText.contains("isn't a URL"), "\(site.errorText)")
        func set(_ parameters: JSONObject) throws -> ExchangeHarness.Reply {
            var all = parameters
            all["Identity"] = "Keep"
            return try harness.comply("Set-RetentionCompliancePolicy", all)
        }
        #expect(
            try set([
                "AddSharePointLocation": "https://contoso.sharepoint.com/sites/a",
                "AddExchangeLocation": ["admin@contoso.com"], "RemoveExchangeLocation": "adele@contoso.com",
            ]).status == 200
        )
        let row = try #require(try harness.comply("Get-RetentionCompliancePolicy", ["Identity": "Keep"]).rows.first)
        #expect(row["ExchangeLocation"] == ["admin@contoso.com"])
        #expect(row["SharePointLocation"] == ["https://contoso.sharepoint.com/sites/a"])
        #expect(row["Workload"] == "Exchange, SharePoint")
        #expect(try set(["RemoveExchangeLocation": "adele@contoso.com"]).status == 400)
        #expect(try set(["AddExchangeLocation": "All"]).errorText.contains("at the same time"))
    }

    @Test func aPlaceIsAnObjectForPowerShell() throws {
        let harness = try ExchangeHarness()
        _ = try harness.comply("New-DlpCompliancePolicy", ["Name": "D", "ExchangeLocation": "All", "Mode": "Enable"])
        let reply = try harness.comply(
            "Get-DlpCompliancePolicy",
            ["Identity": "D"],
            headers: ["X-ResponseFormat": "clixml"]
        )
        let text = try #require(reply.rows.first?["_clixml"]?.stringValue)
        #expect(text.contains(#"<S N="Name">All</S>"#) && text.contains(#"<S N="ImmutableIdentity">All</S>"#))
        #expect(text.contains("<ToString>All</ToString>"))
    }

    @Test func aRuleOfPreventionHasItsConditions() throws {
        let harness = try ExchangeHarness()
        _ = try harness.comply("New-DlpCompliancePolicy", ["Name": "D", "ExchangeLocation": "All"])
        let rule = try harness.comply(
            "New-DlpComplianceRule",
            [
                "Name": "Cards", "Policy": "D", "BlockAccess": true, "ReportSeverityLevel": "High",
                "ContentContainsSensitiveInformation": [["Name": "Credit Card Number", "minCount": "1"]],
                "AnyOfRecipientAddressContainsWords": ["fabrikam"],
            ]
        )
        #expect(rule.status == 200, "\(rule.errorText)")
        let row = try #require(try harness.comply("Get-DlpComplianceRule", ["Policy": "D"]).rows.first)
        #expect(row["ContentContainsSensitiveInformation"]?.arrayValue?.first?["name"] == "Credit Card Number")
        #expect(row["AnyOfRecipientAddressContainsWords"] == ["fabrikam"] && row["BlockAccess"] == true)
        #expect(row["Mode"] == "Enforce" && row["ParentPolicyName"] == "D")
        #expect(try harness.comply("Set-DlpCompliancePolicy", ["Identity": "D", "Mode": "Enable"]).status == 200)
        #expect(try harness.comply("Get-DlpComplianceRule", ["Policy": "D"]).texts("Mode") == ["Enforce"])
        #expect(
            try harness.comply("Set-DlpCompliancePolicy", ["Identity": "D", "Mode": "TestWithNotifications"]).status
                == 200
        )
        let policy = try harness.comply("Get-DlpCompliancePolicy", ["Identity": "D"]).rows.first
        #expect(policy?["IsSimulationPolicy"] == true && policy?["Mode"] == "TestWithNotifications")
    }

    @Test func whatEveryOrganizationHasIsThere() throws {
        let harness = try ExchangeHarness.reading()
        #expect(
            try harness.comply("Get-DlpSensitiveInformationType", ["Identity": "Credit Card Number"])
                .texts("Id") == ["50842eb7-edc8-4019-85dd-5a5c1f2bb085"]
        )
        #expect(try harness.comply("Get-ProtectionAlert").rows.count > 25)
        let connector = try harness.comply("Get-ProtectionAlert", ["Identity": "Suspicious connector activity"])
        #expect(connector.texts("Severity") == ["High"] && connector.texts("Category") == ["ThreatManagement"])
        let alert = try harness.comply("Get-ProtectionAlert", ["Identity": "User restricted from sending email"]).rows
            .first
        #expect(alert?["IsSystemRule"] == true && alert?["NotifyUser"] == ["TenantAdmins"])
        #expect(
            try harness.comply("Remove-ProtectionAlert", ["Identity": "User restricted from sending email"]).status
                == 400
        )
        #expect(try harness.comply("Get-DlpComplianceRule", ["Policy": "Default policy for Teams"]).rows.count == 1)
        #expect(try harness.comply("Get-InformationBarrierPolicy").texts("AssignedSegment") == ["Research"])
    }

    @Test func aPriorityOfAuditRetentionIsTakenOnce() throws {
        let harness = try ExchangeHarness()
        func made(_ name: String, _ priority: Int64) throws -> Int {
            try harness.comply(
                "New-UnifiedAuditLogRetentionPolicy",
                [
                    "Name": .string(name), "Priority": .integer(priority), "RetentionDuration": "SixMonths",
                    "RecordTypes": ["ExchangeAdmin"],
                ]
            ).status
        }
        #expect(try made("A", 1000) == 400)
        #expect(try made("A", 10_001) == 400 && made("A", 0) == 400)
        #expect(try made("B", 5) == 200)
        #expect(
            try harness.comply("Get-UnifiedAuditLogRetentionPolicy", ["RecordType": "ExchangeAdmin"]).texts("Name") == [
                "B"
            ]
        )
    }

    @Test(
        arguments: [
            ["Operations": ["UserLoggedIn"]],
            ["Operations": ["UserLoggedIn"], "UserIds": ["adele@contoso.com"]],
            ["Operations": ["UserLoggedIn"], "RecordTypes": ["AzureActiveDirectory", "ExchangeAdmin"]],
            ["RecordTypes": ["Bogus"]],
            [:],
        ] as [JSONObject]
    )
    func aPolicyOfAuditRetentionSaysOfWhat(_ conditions: JSONObject) throws {
        let harness = try ExchangeHarness()
        let noun = "UnifiedAuditLogRetentionPolicy"
        var wrong: JSONObject = ["Name": "P", "Priority": 100, "RetentionDuration": "SixMonths"]
        for member in conditions.members { wrong[member.name] = member.value }
        let refused = try harness.comply("New-\(noun)", wrong)
        #expect(refused.status == 400, "\(refused.errorText)")
        var right: JSONObject = ["Name": "P", "Priority": 100, "RetentionDuration": "SixMonths"]
        right["RecordTypes"] = ["AzureActiveDirectoryStsLogon"]
        right["Operations"] = ["UserLoggedIn"]
        #expect(try harness.comply("New-\(noun)", right).status == 200)
        let set: JSONObject = ["Identity": "P", "Priority": 101, "RetentionDuration": "TenYears"]
        #expect(try harness.comply("Set-\(noun)", set).status == 200)
    }

    @Test func anEventIsOfATypeThatIsThere() throws {
        let harness = try ExchangeHarness()
        func event(_ name: String, _ type: String) throws -> ExchangeHarness.Reply {
            try harness.comply(
                "New-ComplianceRetentionEvent",
                ["Name": .string(name), "EventType": .string(type), "AssetId": "ComplianceAssetId:1"]
            )
        }
        #expect(try event("E2", "No such type").status == 404)
        #expect(try event("E1", "employee departure").texts("EventType") == ["Employee departure"])
        #expect(try harness.comply("Get-ComplianceRetentionEvent").texts("Name") == ["E1"])
    }

    @Test func aScopeHasThoseWhomItsConditionsFit() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run("Set-User", ["Identity": "adele", "Department": "Cartography"])
        let made = try harness.comply(
            "New-AdaptiveScope",
            [
                "Name": "Mappers", "LocationType": "User",
                "FilterConditions": [
                    "@odata.type": "#Exchange.GenericHashTable", "Conjunction": "And",
                    "Conditions": [
                        "@odata.type": "#Exchange.GenericHashTable", "Value": "Cartography", "Operator": "Equals",
                        "Name": "Department",
                    ],
                ],
            ]
        )
        #expect(made.status == 200, "\(made.errorText)")
        let members = try harness.comply("Get-AdaptiveScopeMembers", ["Identity": "Mappers"])
        #expect(members.rows.first?["TotalMemberCount"] == 1 && members.rows.first?["IsLastPage"] == true)
        #expect(members.rows.dropFirst().map { $0["PrimarySmtpAddress"] } == ["adele@contoso.com"])
        let policy = try harness.comply(
            "New-RetentionCompliancePolicy",
            ["Name": "For mappers", "AdaptiveScopeLocation": "Mappers"]
        )
        #expect(policy.rows.first?["DynamicScopeLocation"] == ["Mappers"], "\(policy.errorText)")
        #expect(policy.rows.first?["IsAdaptivePolicy"] == true)
        let wrong = try harness.comply(
            "New-AdaptiveScope",
            ["Name": "W", "LocationType": "User", "RawQuery": "Department -similar 'x'"]
        )
        #expect(wrong.status == 400)
    }

    @Test func policiesOfBarriersNameSegmentsAndAreApplied() throws {
        let harness = try ExchangeHarness()
        func policy(_ segment: String) throws -> ExchangeHarness.Reply {
            try harness.comply(
                "New-InformationBarrierPolicy",
                ["Name": "P", "AssignedSegment": .string(segment), "SegmentsBlocked": ["Research"], "State": "Active"]
            )
        }
        #expect(try policy("Nobody").status == 404)
        #expect(try policy("Sales").texts("AssignedSegment") == ["Sales"])
        func status() throws -> [String] {
            try harness.comply("Get-InformationBarrierPoliciesApplicationStatus").texts("Status")
        }
        #expect(try status() == [])
        #expect(try harness.comply("Start-InformationBarrierPoliciesApplication").status == 200)
        #expect(try harness.comply("Start-InformationBarrierPoliciesApplication").status == 400)
        #expect(try status() == ["Starting"])
        harness.context.clock.freeze(at: ExchangeHarness.moment.addingTimeInterval(61))
        #expect(try status() == ["Completed"])
        #expect(try harness.comply("Stop-InformationBarrierPoliciesApplication").status == 400)
    }
}
