import ExoJSON
import Testing

@testable import EmulatorExchange

/// What tells of an organization as a whole: its units and recipients, its rule packages, and the evaluation of protection.
@Suite struct ExchangeOrganizationToolTests {
    @Test func anOrganizationHasAUnitAndOneForThoseWhoAreGone() throws {
        let harness = try ExchangeHarness.reading()
        func units(_ parameters: JSONObject = [:]) throws -> [String] {
            try harness.done("Get-OrganizationalUnit", parameters).texts("Name")
        }
        let own = "contoso.onmicrosoft.com"
        let gone = "Soft Deleted Objects"
        #expect(try units() == [own, gone])
        #expect(try units(["ResultSize": 1]) == [own])
        #expect(try units(["SingleNodeOnly": true]) == [own])
        let unit = try #require(try harness.done("Get-OrganizationalUnit", ["Identity": .string(gone)]).rows.first)
        let mailbox = try #require(try harness.done("Get-Mailbox", ["Identity": "adele"]).rows.first)
        let path = try #require(mailbox["OrganizationalUnit"]?.stringValue)
        #expect(unit["CanonicalName"] == .string("\(path)/\(gone)") && unit["Type"] == "OrganizationalUnit")
        #expect(unit["DistinguishedName"]?.stringValue?.hasPrefix("OU=\(gone),OU=\(own),") == true)
        for identity in ["Guid", "DistinguishedName", "CanonicalName"].compactMap({ unit[$0] }) {
            #expect(try units(["Identity": identity]) == [gone])
        }
        #expect(try units(["Identity": .string(path), "SingleNodeOnly": true]) == [gone])
        #expect(try units(["Identity": .string(gone), "SingleNodeOnly": true]).isEmpty)
        #expect(try units(["SearchText": "contoso"]) == [own])
        #expect(try units(["SearchText": "soft deleted"]) == [gone])
        #expect(try units(["SearchText": "nothing"]).isEmpty)
        #expect(try harness.run("Get-OrganizationalUnit", ["Identity": "Sales"]).status == 404)
    }

    @Test func recipientsAreInTheUnitsThatAreListed() throws {
        let harness = try ExchangeHarness()
        try harness.done("Remove-Mailbox", ["Identity": "debra"])
        func mailboxes(_ unit: JSONValue) throws -> (all: Int, gone: Int) {
            let deleted: JSONObject = ["OrganizationalUnit": unit, "SoftDeletedMailbox": true]
            let all: JSONObject = ["OrganizationalUnit": unit]
            return try (harness.done("Get-Mailbox", all).rows.count, harness.done("Get-Mailbox", deleted).rows.count)
        }
        let units = try harness.done("Get-OrganizationalUnit").rows
        for name in ["Name", "CanonicalName", "DistinguishedName", "Guid"] {
            let (own, gone) = try (#require(units[0][.init(name)]), #require(units[1][.init(name)]))
            let (within, deleted) = try (mailboxes(own), mailboxes(gone))
            #expect(within.all > 2 && within.gone > 0 && deleted == (0, within.gone), "\(name)")
            let made: JSONObject = ["Name": "D", "OrganizationalUnit": gone]
            #expect(try harness.run("New-DistributionGroup", made).status == 404)
        }
    }

    @Test func recipientsAreCountedByWhatTheyAre() throws {
        let harness = try ExchangeHarness()
        func counts() throws -> [Int64] {
            let row = try #require(try harness.done("Get-RecipientStatisticsReport").rows.first)
            #expect(row["LastUpdatedFormatted"] == "9/21/2026")
            return [
                "TotalNumberOfMailboxes", "TotalNumberOfActiveMailboxes", "NumberOfContacts",
                "NumberOfDistributionLists",
            ].compactMap { row[$0]?.integerValue }
        }
        let first = try counts()
        let mailboxes = try harness.done("Get-Mailbox", ["ResultSize": "Unlimited"]).rows.count
        #expect(first.count == 4 && first[0] == Int64(mailboxes))
        #expect(0 < first[1] && first[1] <= first[0])
        try harness.done("New-MailContact", ["Name": "C", "ExternalEmailAddress": "c@fabrikam.com"])
        try harness.done("New-DistributionGroup", ["Name": "D"])
        // Nobody has used a new mailbox.
        try harness.done("New-Mailbox", ["Name": "S", "Shared": true])
        #expect(try counts() == [first[0] + 1, first[1], first[2] + 1, first[3] + 1])
    }

    @Test func theRuleOfAnEvaluationIsMadeChangedAndTurnedOff() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.done("Get-ATPEvaluationRule").rows.isEmpty)
        try harness.done("New-SafeLinksPolicy", ["Name": "Evaluation Policy"])
        let unknown: JSONObject = ["Name": "Evaluation Rule", "SafeLinksPolicy": "None"]
        #expect(try harness.run("New-ATPEvaluationRule", unknown).status == 404)
        let rule: JSONObject = [
            "Name": "Evaluation Rule", "SafeLinksPolicy": "Evaluation Policy", "RecipientDomainIs": ["contoso.com"],
        ]
        try harness.done("New-ATPEvaluationRule", rule)
        #expect(try harness.run("New-ATPEvaluationRule", rule).status == 400)
        let named: JSONObject = ["Identity": "Evaluation Rule"]
        try harness.done(
            "Set-ATPEvaluationRule",
            ["Identity": "Evaluation Rule", "ExceptIfSentTo": ["adele", "alex"]]
        )
        let nobody: JSONObject = ["Identity": "Evaluation Rule", "SentToMemberOf": ["nobody"]]
        #expect(try harness.run("Set-ATPEvaluationRule", nobody).status == 404)
        try harness.done("Disable-ATPEvaluationRule", named)
        let off = try #require(try harness.done("Get-ATPEvaluationRule", named).rows.first)
        #expect(off["State"] == "Disabled" && off["SafeLinksPolicy"] == "Evaluation Policy")
        #expect(off["RecipientDomainIs"] == ["contoso.com"] && off["ExceptIfSentTo"]?.arrayValue?.count == 2)
        try harness.done("Enable-ATPEvaluationRule", named)
        #expect(try harness.done("Get-ATPEvaluationRule", ["State": "Enabled"]).rows.count == 1)
        #expect(try harness.done("Get-ATPEvaluationRule", ["State": "Disabled"]).rows.isEmpty)
    }

    @Test func rulePackagesAreTheSameOnBothHosts() throws {
        let harness = try ExchangeHarness()
        let noun = "ClassificationRuleCollection"
        let id = "8aac8390-e99f-4487-8d16-7f0cdee8defc"
        func file(_ version: Int) -> JSONValue {
            let text = """
                <RulePackage xmlns="http://schemas.microsoft.com/office/2011/mce"><RulePack id="\(id)">\
                <Version major="1" minor="\(version)" build="0" revision="0" />\
                <Details defaultLangCode="en"><LocalizedDetails langcode="en"><PublisherName>Contoso</PublisherName>\
                <Name>Own</Name></LocalizedDetails></Details></RulePack></RulePackage>
                """
            return .array(text.utf8.map { .integer(Int64($0)) })
        }
        #expect(try harness.done("Get-\(noun)").texts("Name") == ["Microsoft Rule Package"])
        try harness.done("New-\(noun)", ["FileData": file(0), "WhatIf": true])
        #expect(try harness.done("Get-\(noun)").rows.count == 1)
        try harness.done("New-\(noun)", ["FileData": file(0)])
        #expect(try harness.run("New-\(noun)", ["FileData": file(0)]).status == 400)
        try harness.done("Set-\(noun)", ["FileData": file(1)])
        let row = try #require(try harness.done("Get-\(noun)", ["Identity": .string(id)]).rows.first)
        #expect(row["Version"] == "1.1.0.0" && row["RuleCollectionName"] == "Own" && row["IsExportable"] == true)
        let bytes = row["SerializedClassificationRuleCollection"]?.arrayValue?.count
        #expect(row["rulePackSize"]?.integerValue.map { Int($0) } == bytes)
        let other = try harness.comply("Get-DlpSensitiveInformationTypeRulePackage", ["Identity": .string(id)])
        #expect(other.texts("Publisher") == ["Contoso"])
        try harness.done("Remove-\(noun)", ["Identity": .string(id)])
        #expect(try harness.run("Get-\(noun)", ["Identity": .string(id)]).status == 404)
        #expect(try harness.run("Remove-\(noun)", ["Identity": "Microsoft Rule Package"]).status == 400)
        let limits = try #require(try harness.done("Get-DataClassificationConfig").rows.first)
        #expect(limits["MaxRulePackages"] == 10 && limits["MaxRulePackageSize"] == "150 KB (153,600 bytes)")
    }
}
