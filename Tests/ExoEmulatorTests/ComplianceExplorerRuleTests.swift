import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What rules of data loss prevention and retention labels mean for mail and items.
@Suite struct ComplianceExplorerRuleTests {
    private static let words: JSONObject = [
        "SubjectContainsWords": ["Invoice", "Contract", "Budget", "Offer", "Audit", "Training"]
    ]

    private func harness() throws -> ExchangeHarness {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-DistributionGroup",
            ["Name": "Payers", "PrimarySmtpAddress": "payers@contoso.com", "Members": ["adele@contoso.com"]]
        )
        return harness
    }

    private func prevent(_ policy: String, _ more: JSONObject = [:], in harness: ExchangeHarness) throws {
        var parameters: JSONObject = ["Name": .string(policy), "ExchangeLocation": "All", "Mode": "Enable"]
        for member in more.members { parameters[member.name] = member.value }
        try harness.done("New-DlpCompliancePolicy", parameters, as: "compliance")
    }

    private func rule(_ name: String, _ policy: String, _ more: JSONObject = [:], in harness: ExchangeHarness) throws {
        var parameters: JSONObject = ["Name": .string(name), "Policy": .string(policy)]
        for member in Self.words.members + more.members { parameters[member.name] = member.value }
        try harness.done("New-DlpComplianceRule", parameters, as: "compliance")
    }

    /// The records of messages that met rules.
    private func matches(in harness: ExchangeHarness) throws -> [JSONValue] {
        let parameters: JSONObject = [
            "StartTime": "2020-01-01", "EndTime": "2099-01-01", "OutputFormat": "Json", "PageSize": 5000,
            "Filter1": ["Activity", "DLPRuleMatch"],
        ]
        let reply = try harness.comply("Export-ActivityExplorerData", parameters)
        let row = try #require(reply.rows.first, "\(reply.errorText)")
        guard let data = row["ResultData"]?.stringValue else { return [] }
        return try JSONValue(parsing: data).arrayValue ?? []
    }

    private func names(_ records: [JSONValue]) -> Set<String> {
        Set(records.compactMap { $0["PolicyMatchInfo"]?["RuleName"]?.stringValue })
    }

    @Test func settingsAreNoConditionsAndWhatMailSaysNothingOfIsMetByNone() throws {
        let harness = try harness()
        try prevent("P", in: harness)
        try rule("Scope", "P", ["AccessScope": "None"], in: harness)
        try rule("Other scope", "P", ["NonBifurcatingAccessScope": "None"], in: harness)
        try rule("Envelope", "P", ["SenderAddressLocation": "Envelope"], in: harness)
        try rule("Risk", "P", ["SharedByIRMUserRisk": ["FCB9FA93-6269-4ACF-A756-832E79B36A2A"]], in: harness)
        try rule("Access", "P", ["AccessedBy": ["adele@contoso.com"]], in: harness)
        harness.context.clock.advance(by: 20 * 86_400)
        #expect(names(try matches(in: harness)) == ["Scope", "Other scope", "Envelope"])
    }

    @Test func aRuleStopsThoseOfLaterPolicies() throws {
        let harness = try harness()
        try prevent("First", in: harness)
        try prevent("Second", in: harness)
        try rule("Later", "Second", in: harness)
        try rule("Stops", "First", ["StopPolicyProcessing": true], in: harness)
        try rule("Stopped", "First", in: harness)
        harness.context.clock.advance(by: 20 * 86_400)
        #expect(names(try matches(in: harness)) == ["Stops"])
        let tested: JSONObject = ["Identity": "First", "Mode": "TestWithoutNotifications"]
        try harness.done("Set-DlpCompliancePolicy", tested, as: "compliance")
        #expect(names(try matches(in: harness)) == ["Stops", "Stopped", "Later"])
        let enabled: JSONObject = ["Identity": "First", "Mode": "Enable"]
        try harness.done("Set-DlpCompliancePolicy", enabled, as: "compliance")
        #expect(names(try matches(in: harness)) == ["Stops"])
        let change: JSONObject = ["Identity": "Stops", "StopPolicyProcessing": false]
        try harness.done("Set-DlpComplianceRule", change, as: "compliance")
        #expect(names(try matches(in: harness)) == ["Stops", "Stopped", "Later"])
    }

    @Test func aPolicyForMembersOfAGroupIsForTheirMailAlone() throws {
        let harness = try harness()
        try prevent("Members", ["ExchangeSenderMemberOf": ["payers@contoso.com"]], in: harness)
        try prevent("Others", ["ExchangeSenderMemberOfException": ["payers@contoso.com"]], in: harness)
        try rule("Of members", "Members", in: harness)
        try rule("Of others", "Others", in: harness)
        harness.context.clock.advance(by: 60 * 86_400)
        let records = try matches(in: harness)
        func parties(_ rule: JSONValue) -> [[String]] {
            records.filter { $0["PolicyMatchInfo"]?["RuleName"] == rule }.map { record in
                let info = record["EmailInfo"]
                let receivers = (info?["Receivers"]?.arrayValue ?? []).compactMap(\.stringValue)
                return [info?["Sender"]?.stringValue ?? ""] + receivers
            }
        }
        let (members, others) = (parties("Of members"), parties("Of others"))
        #expect(!members.isEmpty && members.allSatisfy { $0.contains("adele@contoso.com") })
        #expect(!others.isEmpty && others.allSatisfy { $0.first != "adele@contoso.com" })
    }

    /// Whose items bear a label.
    private func owners(in harness: ExchangeHarness) throws -> Set<String> {
        let tag: JSONObject = ["TagType": "Retention", "TagName": "Contract", "Aggregate": true]
        let reply = try harness.comply("Export-ContentExplorerData", tag)
        #expect(reply.status == 200, "\(reply.errorText)")
        return Set(reply.rows.dropFirst().compactMap { $0["Name"]?.stringValue })
    }

    @Test(
        arguments: [
            ["ExchangeLocation": "adele@contoso.com"], ["ExchangeLocation": "payers@contoso.com"],
            ["AdaptiveScopeLocation": "Mappers"],
        ] as [JSONObject]
    )
    func labelsAreOnWhatIsInTheMailboxesThatAPolicyMeans(places: JSONObject) throws {
        let harness = try harness()
        try harness.done("Set-User", ["Identity": "adele", "Department": "Cartography"])
        let scope: JSONObject = [
            "Name": "Mappers", "LocationType": "User", "RawQuery": "Department -eq 'Cartography'",
        ]
        try harness.done("New-AdaptiveScope", scope, as: "compliance")
        var policy = places
        policy["Name"] = "P"
        try harness.done("New-RetentionCompliancePolicy", policy, as: "compliance")
        let rule: JSONObject = ["Policy": "P", "ApplyComplianceTag": "Contract", "ContentMatchQuery": "contract"]
        try harness.done("New-RetentionComplianceRule", rule, as: "compliance")
        #expect(try owners(in: harness) == ["adele@contoso.com"])
        try harness.done("Set-Mailbox", ["Identity": "adele", "WindowsEmailAddress": "maps@contoso.com"])
        #expect(try owners(in: harness) == ["maps@contoso.com"])
    }

    @Test func aConditionOfALabelThatWasClearedIsNone() throws {
        let harness = try harness()
        try harness.done(
            "New-RetentionCompliancePolicy",
            ["Name": "P", "ExchangeLocation": "adele@contoso.com"],
            as: "compliance"
        )
        let rule: JSONObject = [
            "Policy": "P", "ApplyComplianceTag": "Contract",
            "ContentContainsSensitiveInformation": [["Name": "Credit Card Number"]],
        ]
        let made = try harness.done("New-RetentionComplianceRule", rule, as: "compliance").rows.first
        #expect(try owners(in: harness).isEmpty)
        let change: JSONObject = [
            "Identity": made?["Name"] ?? .null, "ContentContainsSensitiveInformation": .null,
            "ContentMatchQuery": "contract",
        ]
        try harness.done("Set-RetentionComplianceRule", change, as: "compliance")
        #expect(try owners(in: harness) == ["adele@contoso.com"])
    }
}
