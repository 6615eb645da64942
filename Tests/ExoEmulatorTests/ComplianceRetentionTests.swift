import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Retention labels, and the policies that publish and apply them.
@Suite struct ComplianceRetentionTests {
    private static func rule(_ harness: ExchangeHarness, _ parameters: JSONObject) throws -> ExchangeHarness.Reply {
        var all = parameters
        all["Policy"] = "P"
        return try harness.comply("New-RetentionComplianceRule", all)
    }

    @Test func aLabelsPlaceInTheFilePlanIsItsMetadata() throws {
        let harness = try ExchangeHarness()
        let plan = #"{"Settings":[{"Key":"FilePlanPropertyDepartment","Value":"Legal"}]}"#
        let made = try harness.comply("New-ComplianceTag", ["Name": "Filed", "FilePlanProperty": .string(plan)])
        #expect(made.texts("FilePlanMetadata") == [plan], "\(made.errorText)")
        let changed = plan.replacing("Legal", with: "Finance")
        let set = try harness.comply("Set-ComplianceTag", ["Identity": "Filed", "FilePlanProperty": .string(changed)])
        #expect(set.status == 200, "\(set.errorText)")
        let row = try #require(try harness.comply("Get-ComplianceTag", ["Identity": "Filed"]).rows.first)
        #expect(row["FilePlanMetadata"] == .string(changed) && row["FilePlanProperty"] == nil)
    }

    @Test func aPolicyPublishesSeveralLabelsEachByARule() throws {
        let harness = try ExchangeHarness()
        _ = try harness.comply("New-RetentionCompliancePolicy", ["Name": "P", "ExchangeLocation": "All"])
        let first = try Self.rule(harness, ["PublishComplianceTag": "Contract"])
        #expect(first.status == 200, "\(first.errorText)")
        let second = try Self.rule(harness, ["PublishComplianceTag": "Financial record 10 years"])
        #expect(second.status == 200, "\(second.errorText)")
        let plain = try Self.rule(harness, ["Name": "R", "RetentionDuration": "30"])
        #expect(plain.status == 400 && plain.errorText.contains("already has the rule"), "\(plain.errorText)")
        let label = try harness.comply("Get-ComplianceTag", ["Identity": "Contract"]).texts("Guid")
        let rules = try harness.comply("Get-RetentionComplianceRule", ["Policy": "P"])
        #expect(rules.rows.count == 2 && rules.texts("ApplyComplianceTag") == ["", ""])
        #expect(rules.texts("PublishComplianceTag").first == label.first.map { "\($0),Contract" })
    }

    @Test func anAppliedLabelReadsAsItsId() throws {
        let harness = try ExchangeHarness()
        _ = try harness.comply("New-RetentionCompliancePolicy", ["Name": "P", "ExchangeLocation": "All"])
        let made = try Self.rule(harness, ["ApplyComplianceTag": "Contract", "ContentMatchQuery": "contract"])
        let label = try harness.comply("Get-ComplianceTag", ["Identity": "Contract"])
        #expect(made.texts("ApplyComplianceTag") == label.texts("Guid"), "\(made.errorText)")
        // What every organization has names its label.
        let seeded = try harness.comply("Get-RetentionComplianceRule", ["Identity": "Financial records rule"])
        #expect(seeded.texts("PublishComplianceTag").first?.hasSuffix(",Financial record 10 years") == true)
        #expect(try Self.rule(harness, ["ApplyComplianceTag": "No such label"]).status == 404)
    }

    @Test func aLabelThatAPolicyUsesStays() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.comply("New-ComplianceTag", ["Name": "Free"]).status == 200)
        _ = try harness.comply("New-RetentionCompliancePolicy", ["Name": "P", "ExchangeLocation": "All"])
        #expect(try Self.rule(harness, ["PublishComplianceTag": "Free"]).status == 200)
        for name in ["Free", "Financial record 10 years"] {
            let used = try harness.comply("Remove-ComplianceTag", ["Identity": .string(name)])
            #expect(used.status == 400 && used.errorText.contains("uses it"), "\(name): \(used.errorText)")
        }
        #expect(try harness.comply("Remove-RetentionCompliancePolicy", ["Identity": "P"]).status == 200)
        #expect(try harness.comply("Remove-ComplianceTag", ["Identity": "Free"]).status == 200)
    }

    @Test func policiesAndHoldsTellWhoMadeThem() throws {
        let harness = try ExchangeHarness()
        let policy = try harness.comply("New-RetentionCompliancePolicy", ["Name": "P", "ExchangeLocation": "All"])
        _ = try harness.comply("New-ComplianceCase", ["Name": "Case"])
        let hold = try harness.comply(
            "New-CaseHoldPolicy",
            ["Name": "H", "Case": "Case", "ExchangeLocation": "adele@contoso.com"]
        )
        for made in [policy, hold] {
            #expect(made.texts("CreatedBy") == ["admin@contoso.com"], "\(made.errorText)")
            #expect(made.texts("LastModifiedBy") == ["admin@contoso.com"])
        }
        let wrong = try harness.comply(
            "New-CaseHoldRule",
            ["Name": "R", "Policy": "H", "ContentMatchQuery": "((("]
        )
        #expect(wrong.status == 400 && wrong.errorText.contains("isn't valid"), "\(wrong.errorText)")
    }
}
