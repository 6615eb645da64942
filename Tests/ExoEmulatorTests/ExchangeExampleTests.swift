import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What the examples of the cmdlet reference do in Exchange, and what their pages forbid.
struct ExchangeExampleTests {
    private let harness: ExchangeHarness

    init() throws { harness = try ExchangeHarness() }

    @Test func principalsAreListedByTheirTypes() throws {
        func rows(_ parameters: JSONObject) throws -> [JSONValue] {
            var all = parameters
            all["ResultSize"] = "Unlimited"
            return try harness.done("Get-SecurityPrincipal", all).rows
        }
        let users = try rows(["Types": ["User"]])
        #expect(!users.isEmpty && users.allSatisfy { $0["Type"] == "User" })
        #expect(users.allSatisfy { $0["Sid"]?.stringValue?.hasPrefix("S-1-5-21-") == true })
        let groups = try rows(["Types": ["UniversalSecurityGroup", "GlobalSecurityGroup"]])
        #expect(!groups.isEmpty && groups.allSatisfy { $0["Type"] == "Group" })
        #expect(try users.count + groups.count == rows([:]).count)
        #expect(try rows(["Types": ["WellknownSecurityPrincipal"]]).isEmpty)
        try harness.done("Set-User", ["Identity": "adele", "Department": "Cartography"])
        let found = try rows(["Filter": "Department -eq 'Cartography'"])
        let adele = try harness.done("Get-User", ["Identity": "adele"]).texts("Guid")
        #expect(found.compactMap { $0["Guid"]?.stringValue } == adele)
    }

    @Test func aMailboxIsGivenPersonalTags() throws {
        func tags(_ more: JSONObject = [:]) throws -> [String] {
            var parameters = more
            parameters["Mailbox"] = "adele"
            return try harness.done("Get-RetentionPolicyTag", parameters).texts("Name").sorted()
        }
        let own: JSONObject = ["OptionalInMailbox": true]
        #expect(try tags(own) == [])
        let shown = try tags()
        #expect(shown.contains("1 Month Delete") && shown.contains("Default 2 year move to archive"))
        #expect(!shown.contains("Deleted Items") && !shown.contains("Junk Email"))
        try harness.done(
            "New-RetentionPolicyTag",
            [
                "Name": "ProjectA", "Type": "Personal", "RetentionEnabled": true, "AgeLimitForRetention": "30.00:00:00",
                "RetentionAction": "PermanentlyDelete",
            ]
        )
        let given: JSONObject = ["Mailbox": "adele", "OptionalInMailbox": ["ProjectA", "1 Month Delete"]]
        try harness.done("Set-RetentionPolicyTag", given)
        #expect(try tags(own) == ["1 Month Delete", "ProjectA"])
        #expect(try tags() == shown)
        for (wrong, status) in [("Deleted Items", 400), ("Nothing", 404), ("Project*", 404)] {
            let parameters: JSONObject = ["Mailbox": "adele", "OptionalInMailbox": [.string(wrong)]]
            #expect(try harness.run("Set-RetentionPolicyTag", parameters).status == status, "\(wrong)")
        }
        for (change, left) in [
            (["Remove": "ProjectA"], ["1 Month Delete"]), (["Add": "ProjectA"], ["1 Month Delete", "ProjectA"]),
            (["Add": "1 Week Delete", "Remove": "1 Month Delete"], ["1 Week Delete", "ProjectA"]),
        ] as [(JSONObject, [String])] {
            var table = change
            table["@odata.type"] = "#Exchange.GenericHashTable"
            let parameters: JSONObject = ["Mailbox": "adele", "OptionalInMailbox": .object(table)]
            try harness.done("Set-RetentionPolicyTag", parameters)
            #expect(try tags(own) == left)
        }
        try harness.done("Set-RetentionPolicyTag", ["Mailbox": "adele", "OptionalInMailbox": .null])
        #expect(try tags(own) == [])
    }

    @Test func aTagThatIsOnSaysWhatHappensAndWhen() throws {
        let begin: JSONObject = ["Type": "Personal", "RetentionEnabled": true]
        for (name, more, status) in [
            ("T1", [:], 400), ("T2", ["AgeLimitForRetention": "30.00:00:00"], 400),
            ("T3", ["RetentionAction": "PermanentlyDelete"], 400),
            ("T4", ["RetentionAction": "PermanentlyDelete", "AgeLimitForRetention": "30.00:00:00"], 200),
        ] as [(String, JSONObject, Int)] {
            var parameters = begin
            parameters["Name"] = .string(name)
            for member in more.members { parameters[member.name] = member.value }
            let reply = try harness.run("New-RetentionPolicyTag", parameters)
            #expect(reply.status == status, "\(name): \(reply.errorText)")
        }
        let never: JSONObject = ["Identity": "Never Delete", "RetentionEnabled": true]
        #expect(try harness.run("Set-RetentionPolicyTag", never).status == 400)
        try harness.done("Set-RetentionPolicyTag", ["Identity": "1 Week Delete", "RetentionEnabled": true])
    }

    @Test func rulesApplyTemplatesThatAreThere() throws {
        #expect(try harness.done("Get-RMSTemplate", ["ResultSize": "Unlimited"]).texts("Name").contains("Encrypt"))
        #expect(try harness.done("Get-RMSTemplate", ["Identity": "Encrypt", "Type": "All"]).rows.count == 1)
        #expect(try harness.done("Get-RMSTemplate", ["Type": "Archived"]).rows.isEmpty)
        try harness.done(
            "New-TransportRule",
            ["Name": "Enc", "From": ["adele"], "ApplyRightsProtectionTemplate": "Encrypt"]
        )
        let wrong = try harness.run(
            "New-TransportRule",
            ["Name": "Wrong", "From": ["adele"], "ApplyRightsProtectionTemplate": "Nope"]
        )
        #expect(wrong.status == 404, "\(wrong.errorText)")
        try harness.done("Set-IRMConfiguration", ["InternalLicensingEnabled": false])
        #expect(try harness.done("Get-RMSTemplate").rows.isEmpty)
    }

    @Test func aSharingPolicyThatMailboxesHaveStays() throws {
        try harness.done("New-SharingPolicy", ["Name": "S", "Domains": ["fabrikam.com:CalendarSharingFreeBusySimple"]])
        try harness.done("Set-Mailbox", ["Identity": "alex", "SharingPolicy": "S"])
        let used = try harness.run("Remove-SharingPolicy", ["Identity": "S"])
        #expect(used.status == 400 && used.errorText.contains("uses it"), "\(used.errorText)")
        try harness.done("Set-Mailbox", ["Identity": "alex", "SharingPolicy": "Default Sharing Policy"])
        try harness.done("Remove-SharingPolicy", ["Identity": "S"])
    }

    @Test func aSweepRuleIsNamedByItsID() throws {
        let made = try harness.done(
            "New-SweepRule",
            [
                "Name": "From Michelle", "Mailbox": "adele", "Provider": "Exchange16",
                "Sender": "michelle@fabrikam.com", "KeepLatest": 1,
            ]
        )
        let row = try #require(made.rows.first)
        let id = try #require(row["RuleId"]?.stringValue)
        #expect(id.count == 24 && id.hasSuffix("=="))
        #expect(row["Identity"] == .string("adele\\\(id)"))
        #expect(row["SourceFolder"] == "adele:\\Inbox" && row["DestinationFolder"] == "adele:\\Deleted Items")
        for parameters in [
            ["Mailbox": "adele", "Identity": .string(id)], ["Identity": .string("adele\\\(id)")],
        ] as [JSONObject] {
            #expect(try harness.done("Get-SweepRule", parameters).texts("Name") == ["From Michelle"])
        }
        try harness.done(
            "Set-SweepRule",
            ["Mailbox": "adele", "Identity": .string(id), "SourceFolder": "adele:\\Drafts"]
        )
        #expect(try harness.done("Get-SweepRule", ["Mailbox": "adele"]).texts("SourceFolder") == ["adele:\\Drafts"])
        try harness.done("Remove-SweepRule", ["Identity": .string("adele\\\(id)")])
    }

    @Test func aSlashInTheNameOfARuleIsNotBehindAMailbox() throws {
        let adele = try harness.token(ofUser: "adele")
        try harness.done("New-InboxRule", ["Name": "In/Out", "MarkAsRead": true], as: adele)
        try harness.done("Disable-InboxRule", ["Identity": "In/Out"], as: adele)
        var ids: [String] = []
        // About every third id has a slash.
        while ids.last?.contains("/") != true, ids.count < 64 {
            let sweep: JSONObject = [
                "Name": .string("S\(ids.count)"), "Provider": "Exchange16", "Sender": "m@fabrikam.com", "KeepLatest": 1,
            ]
            ids += try harness.done("New-SweepRule", sweep, as: adele).texts("RuleId")
        }
        let id = try #require(ids.last)
        #expect(try harness.done("Get-SweepRule", ["Identity": .string(id)], as: adele).texts("RuleId") == [id])
        try harness.done("Remove-SweepRule", ["Identity": .string(id)], as: adele)
    }

    @Test func aGroupIsCalledInNoMoreThanItsNameMayHave() throws {
        let long = String(repeating: "x", count: 81)
        let refused = try harness.run("New-UnifiedGroup", ["DisplayName": .string(long), "Alias": "long"])
        #expect(refused.status == 400 && refused.errorText.contains("64"), "\(refused.errorText)")
        try harness.done("New-UnifiedGroup", ["DisplayName": .string(long), "Alias": "long", "Name": "Short"])
    }

    @Test(arguments: [("Kitchen/TV", 400), ("Room/My TV", 400), ("Room/", 400), ("TV", 400), ("Room/TV", 200)])
    func propertiesOfResourcesAreOfRoomsAndEquipment(_ text: String, _ status: Int) throws {
        let reply = try harness.run("Set-ResourceConfig", ["ResourcePropertySchema": [.string(text)]])
        #expect(reply.status == status, "\(reply.errorText)")
    }

    @Test func whatIsEmulatedIsOfBothServices() {
        #expect(EmulatedCmdlets.names.contains("Get-Mailbox") && EmulatedCmdlets.names.contains("New-ComplianceSearch"))
        #expect(EmulatedCmdlets.names == Array(Set(EmulatedCmdlets.names)).sorted())
    }
}
