import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Scripts that keep an organization in a state read it, write it and read it again.
@Suite struct ExchangeReadBackTests {
    private static let nobody: JSONValue = "00000000-0000-0000-0000-000000000000"

    @Test func archivesGrowOnceTheSwitchIsGiven() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.done("Set-OrganizationConfig", ["AutoExpandingArchive": true]).warnings.isEmpty)
        let row = try harness.done("Get-OrganizationConfig").rows.first
        #expect(row?["AutoExpandingArchiveEnabled"] == true && row?["AutoExpandingArchive"] == nil)
    }

    private static let open: [(noun: String, identity: JSONObject, property: String)] = [
        ("OrganizationConfig", [:], "OnlineMeetingsByDefaultEnabled"),
        ("OrganizationConfig", [:], "MessageRecallEnabled"),
        ("RemoteDomain", ["Identity": "Default"], "TNEFEnabled"),
        ("TransportConfig", [:], "AllowLegacyTLSClients"),
    ]

    @Test(arguments: open.indices)
    func nullIsNoFalseWhereAnObjectShowsIt(_ place: Int) throws {
        let (noun, identity, property) = Self.open[place]
        let harness = try ExchangeHarness()
        for value: JSONValue in [true, .null, false, .null] {
            var parameters = identity
            parameters[property] = value
            try harness.done("Set-\(noun)", parameters)
            #expect(try harness.done("Get-\(noun)", identity).rows.first?[property] == value)
        }
    }

    @Test func nullIsFalseWhereAnObjectNeverShowsIt() throws {
        let harness = try ExchangeHarness()
        try harness.done("Set-RemoteDomain", ["Identity": "Default", "AutoForwardEnabled": .null])
        let row = try harness.done("Get-RemoteDomain", ["Identity": "Default"]).rows.first
        #expect(row?["AutoForwardEnabled"] == false)
    }

    @Test func overridesOfPhishingTestsAreCalledAsTheServiceCallsThem() throws {
        let harness = try ExchangeHarness()
        let rule: JSONObject = [
            "Policy": "PhishSimOverridePolicy", "Domains": ["a.example"], "SenderIpRanges": ["192.0.2.1"], "Name": "R",
        ]
        #expect(try harness.run("New-ExoPhishSimOverrideRule", rule).status == 404)
        let policy = try #require(try harness.done("New-PhishSimOverridePolicy", ["Name": "Mine"]).rows.first)
        #expect(policy["Name"] == "PhishSimOverridePolicy" && policy["Enabled"] == true)
        let second = try harness.run("New-PhishSimOverridePolicy", ["Name": "Another"])
        #expect(second.response.header("x-ExceptionType") == "ADObjectAlreadyExistsException")
        let made = try #require(try harness.done("New-ExoPhishSimOverrideRule", rule).rows.first)
        #expect(made["Name"]?.stringValue?.hasPrefix("_Exe:PhishSimOverr:") == true && made["Mode"] == "Enforce")
        #expect(made["Policy"] == policy["Guid"])
        let ofPolicy = try harness.done("Get-ExoPhishSimOverrideRule", ["Policy": "PhishSimOverridePolicy"])
        #expect(ofPolicy.rows.count == 1)

        let changed = try harness.done(
            "Set-ExoPhishSimOverrideRule",
            [
                "Identity": made["Name"] ?? .null, "AddDomains": ["b.example", "A.example"],
                "RemoveSenderIpRanges": ["192.0.2.1", "192.0.2.9"], "AddSenderIpRanges": "192.0.2.2",
            ]
        )
        #expect(changed.warnings.isEmpty)
        let row = try harness.done("Get-ExoPhishSimOverrideRule").rows.first
        #expect(row?["Domains"] == ["a.example", "b.example"] && row?["SenderIpRanges"] == ["192.0.2.2"])
    }

    @Test func mailboxesOfSecurityOperationsComeAndGo() throws {
        let harness = try ExchangeHarness()
        let policy = try harness.done("New-SecOpsOverridePolicy", ["Name": "S", "SentTo": ["adele@contoso.com"]])
        #expect(policy.texts("Name") == ["SecOpsOverridePolicy"])
        let rule = try harness.done("New-ExoSecOpsOverrideRule", ["Name": "R", "Policy": "SecOpsOverridePolicy"])
        #expect(rule.texts("Name").first?.hasPrefix("_Exe:SecOpsOverrid:") == true)
        #expect(rule.rows.first?["SentTo"] == ["adele@contoso.com"])
        try harness.done(
            "Set-SecOpsOverridePolicy",
            [
                "Identity": "SecOpsOverridePolicy", "AddSentTo": ["admin@contoso.com"],
                "RemoveSentTo": ["adele@contoso.com"],
            ]
        )
        #expect(try harness.done("Get-SecOpsOverridePolicy").rows.first?["SentTo"] == ["admin@contoso.com"])
        #expect(try harness.done("Get-ExoSecOpsOverrideRule").rows.first?["SentTo"] == ["admin@contoso.com"])
        // The rule goes with its policy.
        try harness.done("Remove-SecOpsOverridePolicy", ["Identity": "SecOpsOverridePolicy"])
        #expect(try harness.done("Get-ExoSecOpsOverrideRule").rows.isEmpty)
    }

    @Test func reportsOfMessagesHaveOnePolicyAndOneRule() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.run("New-ReportSubmissionPolicy").status == 400)
        try harness.done("Remove-ReportSubmissionPolicy", ["Identity": "DefaultReportSubmissionPolicy"])
        #expect(try harness.done("New-ReportSubmissionPolicy").texts("Name") == ["DefaultReportSubmissionPolicy"])

        let rule: JSONObject = [
            "Name": "R", "ReportSubmissionPolicy": "DefaultReportSubmissionPolicy", "SentTo": ["adele@contoso.com"],
        ]
        let made = try harness.done("New-ReportSubmissionRule", rule).rows.first
        #expect(made?["Name"] == "DefaultReportSubmissionRule" && made?["State"] == "Enabled")
        #expect(made?["Priority"] == 0 && made?["Enabled"] == nil)
        #expect(try harness.run("New-ReportSubmissionRule", rule).status == 400)
        let identity: JSONObject = ["Identity": "DefaultReportSubmissionRule"]
        for (verb, state) in [("Disable", "Disabled"), ("Enable", "Enabled")] {
            try harness.done("\(verb)-ReportSubmissionRule", identity)
            #expect(try harness.done("Get-ReportSubmissionRule").texts("State") == [state])
        }
    }

    @Test func theFirstPolicyOfTeamsIsStoredOnceItIsChanged() throws {
        let harness = try ExchangeHarness()
        try harness.done("Set-TeamsProtectionPolicy", ["Identity": "Teams Protection Policy", "ZapEnabled": false])
        let rows = try harness.done("Get-TeamsProtectionPolicy").rows
        #expect(rows.map { $0["Name"] } == ["Teams Protection Policy"] && rows.first?["ZapEnabled"] == false)
        #expect(rows.first?["Guid"] != Self.nobody && rows.first?["WhenChanged"] != .null)
        #expect(try harness.run("New-TeamsProtectionPolicy", ["Name": "Other"]).status == 400)
    }

    @Test func aNewPolicyOfTeamsTakesThePlaceOfTheFirst() throws {
        let harness = try ExchangeHarness()
        let question: JSONObject = ["Name": "Teams Protection Policy", "WhatIf": true]
        #expect(try harness.run("New-TeamsProtectionPolicy", question).body["@adminapi.confirmationmessage"] != nil)
        #expect(try harness.done("Get-TeamsProtectionPolicy").texts("Name") == ["Default Teams Protection Policy"])
        try harness.done("New-TeamsProtectionPolicy", ["Name": "Teams Protection Policy"])
        #expect(try harness.done("Get-TeamsProtectionPolicy").texts("Name") == ["Teams Protection Policy"])
    }

    @Test func policiesOfQuarantineAreWrittenAsTheServiceWritesThem() throws {
        let harness = try ExchangeHarness()
        let kind: JSONObject = ["QuarantinePolicyType": "GlobalQuarantinePolicy"]
        func frequency() throws -> JSONValue? {
            try harness.done("Get-QuarantinePolicy", kind).rows.first?["EndUserSpamNotificationFrequency"]
        }
        #expect(try frequency() == "P1D")
        for (span, written) in [("04:00:00", "PT4H"), ("7.00:00:00", "P7D"), ("1.00:00:00", "P1D")] {
            try harness.done(
                "Set-QuarantinePolicy",
                ["Identity": "DefaultGlobalTag", "EndUserSpamNotificationFrequency": .string(span)]
            )
            #expect(try frequency()?.stringValue == written)
        }
        let first = try harness.done("Get-QuarantinePolicy", ["Identity": "AdminOnlyAccessPolicy"]).rows.first
        #expect(first?["Guid"] == Self.nobody && first?["ExchangeObjectId"] == Self.nobody)
        let words = first?["EndUserQuarantinePermissions"]?.stringValue ?? ""
        #expect(words.hasPrefix("[PermissionToViewHeader: False\r\n") && words.hasSuffix("False]"))
        let own = try harness.done("New-QuarantinePolicy", ["Name": "Own", "EndUserQuarantinePermissionsValue": 23])
        #expect(own.rows.first?["Guid"] != Self.nobody)
    }

    @Test(arguments: [(ticks: Int64(0), text: "PT0S"), (-36_000_000_000, "-PT1H"), (8_646_050_000_000, "P10DT10M5S")])
    func spansAreDurations(_ ticks: Int64, _ text: String) {
        #expect(TimeSpanText(ticks: ticks).duration == text)
    }

    @Test func aForgedSenderIsListedInsideAndOutside() throws {
        let harness = try ExchangeHarness()
        var pair: JSONObject = [
            "Identity": "Default", "SpoofedUser": "contoso.com", "SendingInfrastructure": "fabrikam.com",
            "SpoofType": "External", "Action": "Allow",
        ]
        try harness.done("New-TenantAllowBlockListSpoofItems", pair)
        #expect(try harness.run("New-TenantAllowBlockListSpoofItems", pair).status == 400)
        pair["SpoofType"] = "Internal"
        try harness.done("New-TenantAllowBlockListSpoofItems", pair)
    }

    @Test func aPolicyMayHaveTwoTagsOfAFolder() throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-RetentionPolicyTag",
            ["Name": "Bin", "Type": "DeletedItems", "RetentionAction": "DeleteAndAllowRecovery"]
        )
        try harness.done("New-RetentionPolicy", ["Name": "P", "RetentionPolicyTagLinks": ["Deleted Items", "Bin"]])
    }

    @Test func nobodyIsToldOfJournalsThatCannotBeDelivered() throws {
        let harness = try ExchangeHarness()
        for address in ["admin@contoso.com", "<>"] {
            try harness.done("Set-TransportConfig", ["JournalingReportNdrTo": .string(address)])
            #expect(try harness.done("Get-TransportConfig").texts("JournalingReportNdrTo") == [address])
        }
        #expect(try harness.run("Set-TransportConfig", ["JournalingReportNdrTo": "nobody"]).status == 400)
    }

    @Test func rulesThatSweepAreListedByAnyNameOfTheMailbox() throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-SweepRule",
            [
                "Mailbox": "adele@contoso.com", "Name": "S", "Provider": "Exchange16", "Sender": "news@example.com",
                "KeepLatest": 1,
            ]
        )
        #expect(try harness.done("Get-SweepRule", ["Mailbox": "adele@contoso.com"]).texts("Name") == ["S"])
    }

    @Test func policiesOfAddressesHaveTemplatesAndPlaces() throws {
        let harness = try ExchangeHarness()
        let first = try harness.done("Get-EmailAddressPolicy", ["Identity": "Default Policy"]).rows.first
        #expect(first?["Priority"] == "Lowest" && first?["DisabledEmailAddressTemplates"] == [])
        #expect(first?["EnabledPrimarySMTPAddressTemplate"] == "@%d")
        try harness.done(
            "New-EmailAddressPolicy",
            [
                "Name": "Groups", "IncludeUnifiedGroupRecipients": true,
                "EnabledEmailAddressTemplates": ["SMTP:@contoso.com", "smtp:@contoso.onmicrosoft.com"],
            ]
        )
        let identity: JSONObject = ["Identity": "Groups"]
        let made = try harness.done("Get-EmailAddressPolicy", identity).rows.first
        #expect(made?["EnabledEmailAddressTemplates"] == ["SMTP:@contoso.com", "smtp:@contoso.onmicrosoft.com"])
        #expect(made?["EnabledPrimarySMTPAddressTemplate"] == "@contoso.com" && made?["Priority"] == "1")
        try harness.done(
            "Set-EmailAddressPolicy",
            ["Identity": "Groups", "EnabledPrimarySMTPAddressTemplate": "@contoso.onmicrosoft.com"]
        )
        let changed = try harness.done("Get-EmailAddressPolicy", identity).rows.first
        #expect(changed?["EnabledPrimarySMTPAddressTemplate"] == "@contoso.onmicrosoft.com")
    }
}
