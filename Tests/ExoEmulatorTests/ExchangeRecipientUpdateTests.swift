import ExoJSON
import Testing

@testable import EmulatorExchange

/// What becomes of recipients without their settings: groups that are upgraded, pictures, attributes.
@Suite struct ExchangeRecipientUpdateTests {
    private let harness: ExchangeHarness

    init() throws { harness = try ExchangeHarness() }

    private func upgrade(_ lists: [JSONValue]) throws -> ExchangeHarness.Reply {
        try harness.run("Upgrade-DistributionGroup", ["DlIdentities": .array(lists)])
    }

    @Test func aGroupThatIsEligibleBecomesOneOfMicrosoft365() throws {
        let list: JSONObject = ["Identity": "empty.list@contoso.com"]
        let more: JSONValue = ["@odata.type": "#Exchange.GenericHashTable", "Add": ["old@contoso.com"]]
        try harness.done("Set-DistributionGroup", ["Identity": "empty.list@contoso.com", "EmailAddresses": more])
        let before = try #require(try harness.done("Get-DistributionGroup", list).rows.first)
        let rows = try upgrade(["empty.list@contoso.com", "empty.list", "sales.team@contoso.com"]).rows
        #expect(rows.map { $0["SuccessfullySubmittedForUpgrade"] } == [true, false])
        #expect(rows.first?["ExternalDirectoryObjectId"] == before["ExternalDirectoryObjectId"])
        #expect(rows.first?["ErrorReason"] == .null && rows.last?["ErrorReason"] != .null)
        #expect(rows.last?["ErrorReason"]?.stringValue?.contains("isn't eligible") == false)
        #expect(try harness.run("Get-DistributionGroup", list).status == 404)
        let after = try #require(try harness.done("Get-UnifiedGroup", list).rows.first)
        for name in ["DisplayName", "PrimarySmtpAddress", "ManagedBy"] {
            #expect(after[name] == before[name], "\(name)")
        }
        #expect(try harness.done("Get-DistributionGroup", ["Identity": "sales.team@contoso.com"]).rows.count == 1)
        #expect(try harness.done("Get-UnifiedGroup", ["Identity": "old@contoso.com"]).rows == [after])
    }

    @Test func aGroupWhoseOwnerIsNoUserStaysAndTheOthersDoNot() throws {
        try harness.done("New-DistributionGroup", ["Name": "Guards", "Type": "Security"])
        try harness.done("New-DistributionGroup", ["Name": "Bad", "ManagedBy": "Guards"])
        let eligible = try harness.done("Get-EligibleDistributionGroupForMigration").texts("Name")
        #expect(!eligible.contains("Bad"))
        let rows = try upgrade(["empty.list@contoso.com", "Bad"]).rows
        #expect(rows.map { $0["SuccessfullySubmittedForUpgrade"] } == [true, false])
        #expect(rows.last?["ErrorReason"]?.stringValue?.contains("\"Guards\"") == true)
    }

    @Test func noGroupIsUpgradedBesideOneThatIsNotThereOrAPolicyOfGroups() throws {
        let list: JSONValue = "empty.list@contoso.com"
        #expect(try upgrade([list, "nobody@contoso.com"]).status == 404)
        #expect(try upgrade(Array(repeating: list, count: 11)).status == 400)
        let policy: JSONObject = [
            "Name": "Groups", "IncludeUnifiedGroupRecipients": true,
            "EnabledEmailAddressTemplates": ["SMTP:@contoso.com"],
        ]
        try harness.done("New-EmailAddressPolicy", policy)
        let refused = try upgrade([list])
        #expect(refused.status == 400 && refused.errorText.contains("\"Groups\""))
        #expect(try harness.done("Get-DistributionGroup", ["Identity": list]).rows.count == 1)
    }

    @Test func newGroupsAreReachedInTheDomainsOfTheFirstPolicyThatFitsWhoMakesThem() throws {
        func policy(_ name: JSONValue, _ templates: JSONValue, _ more: JSONObject) throws {
            var parameters = more
            parameters["Name"] = name
            parameters["IncludeUnifiedGroupRecipients"] = true
            parameters["EnabledEmailAddressTemplates"] = templates
            try harness.done("New-EmailAddressPolicy", parameters)
        }
        func addresses(_ alias: String, as caller: String = "admin", _ more: JSONObject = [:]) throws -> [String] {
            var parameters = more
            for name in ["Alias", "DisplayName"] { parameters[.init(name)] = .string(alias) }
            let row = try harness.done("New-UnifiedGroup", parameters, as: caller).rows.first
            let all = row?["EmailAddresses"]?.arrayValue?.compactMap(\.stringValue) ?? []
            return all.filter { $0.lowercased().hasPrefix("smtp:") }.sorted()
        }
        let (own, initial) = ("contoso.com", "contoso.onmicrosoft.com")
        #expect(try addresses("one") == ["SMTP:one@\(own)", "smtp:one@\(initial)"])
        try policy("Others", ["SMTP:@contoso.onmicrosoft.com"], [:])
        #expect(try addresses("two") == ["SMTP:two@\(initial)"])
        try harness.done("Set-User", ["Identity": "admin@contoso.com", "Department": "Faculty"])
        let both: JSONValue = ["SMTP:@contoso.com", "smtp:@contoso.onmicrosoft.com"]
        try policy("Faculty", both, ["ManagedByFilter": "Department -eq 'Faculty'", "Priority": 1])
        #expect(try addresses("three") == ["SMTP:three@\(own)", "smtp:three@\(initial)"])
        #expect(try addresses("four", as: "app") == ["SMTP:four@\(initial)"])
        try policy("Students", both, ["ManagedByFilter": "EmailAddresses -like '*students*'", "Priority": 1])
        try harness.done("Remove-EmailAddressPolicy", ["Identity": "Faculty"])
        #expect(try addresses("five") == ["SMTP:five@\(initial)"])
        #expect(try addresses("six", ["PrimarySmtpAddress": "six@contoso.com"]).contains("SMTP:six@\(own)"))
        let parameters: JSONObject = [
            "Name": "Wrong", "IncludeUnifiedGroupRecipients": true, "EnabledEmailAddressTemplates": both,
            "ManagedByFilter": "Nothing -eq",
        ]
        #expect(try harness.run("New-EmailAddressPolicy", parameters).status == 400)
    }

    @Test func aPictureIsASmallJPEG() throws {
        func picture(_ bytes: [Int64], _ more: JSONObject = [:]) throws -> Int {
            var parameters = more
            parameters["Identity"] = "adele"
            parameters["Picture"] = true
            parameters["FileData"] = .array(bytes.map { .integer($0) })
            return try harness.run("Import-RecipientDataProperty", parameters).status
        }
        func hasPicture() throws -> JSONValue? {
            try harness.done("Get-Mailbox", ["Identity": "adele"]).rows.first?["HasPicture"]
        }
        let image: [Int64] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16]
        #expect(try picture([0x89, 0x50, 0x4E, 0x47]) == 400)
        #expect(try picture(image + Array(repeating: 0, count: 10_240)) == 400)
        #expect(try picture(image, ["WhatIf": true]) == 200)
        #expect(try hasPicture() == false)
        #expect(try picture(image) == 200)
        #expect(try hasPicture() == true)
    }

    @Test func whoMayChangeSomeMayNotChangeOthers() throws {
        let adele = try harness.token(ofUser: "adele")
        let scope: JSONObject = ["Name": "Finance", "RecipientRestrictionFilter": "Department -eq 'Finance'"]
        try harness.done("New-ManagementScope", scope)
        for role: JSONValue in ["Distribution Groups", "Mail Recipients"] {
            let assignment: JSONObject = ["User": "adele", "Role": role, "CustomRecipientWriteScope": "Finance"]
            try harness.done("New-ManagementRoleAssignment", assignment)
        }
        func picture(of identity: JSONValue) throws -> Int {
            let image: JSONObject = ["Identity": identity, "Picture": true, "FileData": [0xFF, 0xD8, 0xFF]]
            return try harness.run("Import-RecipientDataProperty", image, as: adele).status
        }
        #expect(try picture(of: "debra") == 200 && picture(of: "lee") == 400)
        func upgrade(_ list: JSONValue) throws -> ExchangeHarness.Reply {
            try harness.run("Upgrade-DistributionGroup", ["DlIdentities": [list]], as: adele)
        }
        let refused = try upgrade("empty.list@contoso.com")
        #expect(refused.status == 400 && refused.errorText.contains("write scope"), "\(refused.errorText)")
        // Somebody within bears as a name what the list is shown as.
        let shown: JSONValue = "A List Without"
        try harness.done("Set-DistributionGroup", ["Identity": "empty.list", "DisplayName": shown])
        try harness.done("Set-Mailbox", ["Identity": "debra", "Name": shown])
        #expect(try upgrade(shown).errorText.contains("write scope"))
        #expect(try harness.done("Get-DistributionGroup", ["Identity": "empty.list"]).rows.count == 1)
        let filter: JSONValue = "Department -eq 'Finance' -or Name -eq 'Within'"
        try harness.done("Set-ManagementScope", ["Identity": "Finance", "RecipientRestrictionFilter": filter])
        try harness.done("New-DistributionGroup", ["Name": "Within", "ManagedBy": "adele"])
        let upgraded = try upgrade("Within")
        #expect(upgraded.rows.first?["SuccessfullySubmittedForUpgrade"] == true, "\(upgraded.errorText)")
    }

    @Test func recipientsAreUpdatedAndNobodyIsALinkedUser() throws {
        try harness.done("Update-Recipient", ["Identity": "adele@contoso.com"])
        #expect(try harness.run("Update-Recipient", ["Identity": "nobody"]).status == 404)
        #expect(try harness.done("Get-LinkedUser").rows.isEmpty)
        let linked: JSONObject = ["Identity": "GALSync-ServiceAccount", "CertificateSubject": "X509:<I>CN=a<S>CN=b"]
        #expect(try harness.run("Set-LinkedUser", linked).status == 404)
    }
}
