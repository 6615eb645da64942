import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Distribution groups and those of Microsoft 365, which Exchange and the directory have in common.
@Suite struct ExchangeGroupTests {
    private func members(_ harness: ExchangeHarness, _ group: String) throws -> [String] {
        let reply = try harness.run("Get-DistributionGroupMember", ["Identity": .string(group)])
        #expect(reply.status == 200, "\(reply.errorText)")
        return reply.texts("PrimarySmtpAddress")
    }

    @Test func aGroupIsMadeFilledEmptiedAndRemoved() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run(
            "New-DistributionGroup",
            ["Name": "Night Shift", "PrimarySmtpAddress": "night@contoso.com", "Members": ["adele@contoso.com"]]
        )
        #expect(made.status == 200, "\(made.errorText)")
        #expect(made.texts("Alias") == ["NightShift"] && made.texts("PrimarySmtpAddress") == ["night@contoso.com"])
        #expect(try members(harness, "Night Shift") == ["adele@contoso.com"])

        let added = try harness.run("Add-DistributionGroupMember", ["Identity": "night@contoso.com", "Member": "alex"])
        #expect(added.status == 200, "\(added.errorText)")
        #expect(Set(try members(harness, "NightShift")) == ["adele@contoso.com", "alex@contoso.com"])
        let twice = try harness.run("Add-DistributionGroupMember", ["Identity": "NightShift", "Member": "alex"])
        #expect(twice.status == 400 && twice.response.header("x-ExceptionType") == "MemberAlreadyExistsException")

        _ = try harness.run("Remove-DistributionGroupMember", ["Identity": "NightShift", "Member": "adele"])
        #expect(try members(harness, "NightShift") == ["alex@contoso.com"])
        let absent = try harness.run("Remove-DistributionGroupMember", ["Identity": "NightShift", "Member": "adele"])
        #expect(absent.response.header("x-ExceptionType") == "MemberNotFoundException")

        _ = try harness.run("Update-DistributionGroupMember", ["Identity": "NightShift", "Members": ["adele"]])
        #expect(try members(harness, "NightShift") == ["adele@contoso.com"])
        #expect(try harness.run("Remove-DistributionGroup", ["Identity": "NightShift"]).status == 200)
        #expect(try harness.run("Get-DistributionGroup", ["Identity": "NightShift"]).status == 404)
    }

    @Test func theDirectoryHasTheGroupToo() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run("New-DistributionGroup", ["Name": "Drivers", "Type": "Security"])
        #expect(made.texts("RecipientTypeDetails") == ["MailUniversalSecurityGroup"], "\(made.errorText)")
        let id = try #require(made.texts("ExternalDirectoryObjectId").first)
        _ = try harness.run("Set-DistributionGroup", ["Identity": "Drivers", "DisplayName": "All Drivers"])
        let record = try #require(try harness.context.directory.group(id: id))
        #expect(record.displayName == "All Drivers" && record.mail == "Drivers@contoso.com")
        _ = try harness.run("Remove-DistributionGroup", ["Identity": "Drivers"])
        #expect(try harness.context.directory.group(id: id) == nil)
    }

    private static let impossible: [(String, JSONObject, String)] = [
        ("Name taken", ["Name": "Adele Vance"], "already exists"),
        ("address taken", ["Name": "G", "PrimarySmtpAddress": "adele@contoso.com"], "already being used"),
        ("foreign domain", ["Name": "G", "PrimarySmtpAddress": "g@elsewhere.example"], "not an accepted domain"),
        ("member unknown", ["Name": "G", "Members": ["nobody"]], "couldn't be found"),
    ]

    @Test(arguments: impossible)
    func aGroupThatCannotBeLeavesNothing(_ why: String, _ parameters: JSONObject, _ says: String) throws {
        let harness = try ExchangeHarness()
        let before = try harness.run("Get-DistributionGroup").rows.count
        let reply = try harness.run("New-DistributionGroup", parameters)
        #expect(reply.status >= 400 && reply.errorText.contains(says), "\(why): \(reply.status) \(reply.errorText)")
        #expect(try harness.run("Get-DistributionGroup").rows.count == before)
    }

    @Test func linksOfAMicrosoft365GroupAreMembersAndOwners() throws {
        let harness = try ExchangeHarness()
        let group = try #require(try harness.run("Get-UnifiedGroup").texts("PrimarySmtpAddress").first)
        func links(_ kind: String) throws -> [String] {
            try harness.run("Get-UnifiedGroupLinks", ["Identity": .string(group), "LinkType": .string(kind)])
                .texts("PrimarySmtpAddress")
        }
        let someone = "van@contoso.com"
        #expect(try !links("Members").contains(someone))
        let added = try harness.run(
            "Add-UnifiedGroupLinks",
            ["Identity": .string(group), "LinkType": "Members", "Links": [.string(someone)]]
        )
        #expect(added.status == 200, "\(added.errorText)")
        #expect(try links("Members").contains(someone) && !links("Owners").contains(someone))
        let asked = try harness.run(
            "Remove-UnifiedGroupLinks",
            ["Identity": .string(group), "LinkType": "Members", "Links": [.string(someone)], "Confirm": true]
        )
        #expect(asked.body["@adminapi.confirmationmessage"] != nil)
        #expect(try links("Members").contains(someone))
        let subscribers = try harness.run(
            "Get-UnifiedGroupLinks",
            ["Identity": .string(group), "LinkType": "Subscribers"]
        )
        #expect(subscribers.status == 501)
    }
}
