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
        ("member unknown", ["Name": "G", "Members": ["nobody"]], "Couldn't find object"),
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
        for (who, status) in [(someone, 200), ("support@contoso.com", 400)] {
            let owner = try harness.run(
                "Add-UnifiedGroupLinks",
                ["Identity": .string(group), "LinkType": "Owners", "Links": [.string(who)]]
            )
            #expect(owner.status == status, "\(owner.errorText)")
        }
        let managers = try harness.run("Get-UnifiedGroup", ["Identity": .string(group)]).rows.first?["ManagedBy"]
        #expect(managers?.arrayValue?.contains("Delivery Van") == true, "\(String(describing: managers))")
        let asked = try harness.run(
            "Remove-UnifiedGroupLinks",
            ["Identity": .string(group), "LinkType": "Members", "Links": [.string(someone)], "Confirm": true]
        )
        #expect(asked.body["@adminapi.confirmationmessage"] != nil)
        #expect(try links("Members").contains(someone))
        #expect(try links("Subscribers").isEmpty)
        func subscribe(_ who: String) throws -> ExchangeHarness.Reply {
            try harness.run(
                "Add-UnifiedGroupLinks",
                ["Identity": .string(group), "LinkType": "Subscribers", "Links": [.string(who)]]
            )
        }
        #expect(try subscribe(someone).status == 200 && subscribe("support@contoso.com").status == 400)
        #expect(try links("Subscribers") == [someone])
        func leave(_ link: String, _ who: [String]) throws -> ExchangeHarness.Reply {
            try harness.run(
                "Remove-UnifiedGroupLinks",
                ["Identity": .string(group), "LinkType": .string(link), "Links": .array(who.map { .string($0) })]
            )
        }
        let owner = try leave("Members", [someone])
        #expect(owner.status == 400 && owner.errorText.contains("who are not owners"), "\(owner.errorText)")
        let last = try leave("Owners", try links("Owners"))
        #expect(last.status == 400 && last.errorText.contains("at least one owner"), "\(last.errorText)")
        #expect(try leave("Owners", [someone]).status == 200 && leave("Members", [someone]).status == 200)
        #expect(try links("Subscribers").isEmpty && !links("Members").contains(someone))
    }

    @Test func aMicrosoft365GroupIsTheSameInGraph() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run(
            "New-UnifiedGroup",
            [
                "DisplayName": "Project Alpha", "Alias": "alpha", "AccessType": "Private", "Owner": "adele",
                "Members": ["van", "alex"], "Notes": "Secret",
            ]
        )
        let row = try #require(made.rows.first, "\(made.errorText)")
        #expect(row["PrimarySmtpAddress"] == "alpha@contoso.com" && row["AccessType"] == "Private")
        #expect(row["GroupMemberCount"] == 3 && row["ManagedBy"] == ["Adele Vance"])
        let id = try #require(row["ExternalDirectoryObjectId"]?.stringValue)
        let seen = try harness.graph("GET", "groups/\(id)").body
        #expect(seen["visibility"] == "Private" && seen["description"] == "Secret", "\(seen)")
        #expect(seen["displayName"] == "Project Alpha" && seen["mail"] == "alpha@contoso.com")
        let owners = try harness.graph("GET", "groups/\(id)/owners").body["value"]?.arrayValue ?? []
        #expect(owners.map { $0["mail"] } == ["adele@contoso.com"])

        let labelled = try harness.comply("New-Label", ["Name": "Ours", "DisplayName": "Ours", "Tooltip": "Ours"])
        let label = try #require(labelled.texts("Guid").first, "\(labelled.errorText)")
        let unknown: JSONObject = ["Identity": "alpha", "SensitivityLabelId": "5f6a3fbe-6e4b-4f0e-8a9e-3a3a54c7d001"]
        #expect(try harness.run("Set-UnifiedGroup", unknown).status == 404)
        let set = try harness.run(
            "Set-UnifiedGroup",
            [
                "Identity": "alpha", "AccessType": "Public", "DisplayName": "Project Beta", "CustomAttribute1": "x",
                "HiddenFromExchangeClientsEnabled": true, "PrimarySmtpAddress": "beta@contoso.com",
                "SensitivityLabelId": .string(label), "MailTip": "Careful",
            ]
        )
        #expect(set.status == 200, "\(set.errorText)")
        let after = try harness.graph("GET", "groups/\(id)").body
        #expect(after["visibility"] == "Public" && after["mail"] == "beta@contoso.com")
        _ = try harness.graph("PATCH", "groups/\(id)", ["displayName": "Project Gamma", "description": "Open"])
        let group = try #require(try harness.run("Get-UnifiedGroup", ["Identity": "beta@contoso.com"]).rows.first)
        #expect(group["DisplayName"] == "Project Gamma" && group["Notes"] == "Open" && group["AccessType"] == "Public")
        #expect(group["SensitivityLabel"]?.stringValue == label)
        #expect(
            group["HiddenFromExchangeClientsEnabled"] == true
                && group["MailTip"]?.stringValue?.contains("\r\nCareful\r\n") == true
        )

        #expect(try harness.run("Remove-UnifiedGroup", ["Identity": "alpha"]).status == 200)
        #expect(try harness.graph("GET", "groups/\(id)").status == 404)
        #expect(try harness.run("Get-UnifiedGroup", ["Identity": "alpha"]).status == 404)
        let back = try harness.run("Undo-SoftDeletedUnifiedGroup", ["SoftDeletedObject": "alpha"])
        #expect(back.status == 200, "\(back.errorText)")
        let restored = try #require(try harness.run("Get-UnifiedGroup", ["Identity": "alpha"]).rows.first)
        #expect(restored["GroupMemberCount"] == 3 && restored["PrimarySmtpAddress"] == "beta@contoso.com")
    }

    @Test func aDistributionListBecomesAMicrosoft365Group() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run(
            "New-DistributionGroup",
            ["Name": "Editors", "Members": ["adele", "alex"], "ManagedBy": ["adele"]]
        )
        let made = try harness.run(
            "New-UnifiedGroup",
            ["DlIdentity": "Editors", "DeleteDlAfterMigration": true]
        )
        let group = try #require(made.rows.first, "\(made.errorText)")
        #expect(group["PrimarySmtpAddress"] == "Editors@contoso.com" && group["GroupMemberCount"] == 2)
        #expect(group["ManagedBy"] == ["Adele Vance"])
        #expect(try harness.run("Get-DistributionGroup", ["Identity": "Editors"]).status == 404)
    }

    @Test func aGroupOfGraphIsAGroupOfExchange() throws {
        let harness = try ExchangeHarness()
        let made = try harness.graph(
            "POST",
            "groups",
            [
                "displayName": "Book Club", "mailEnabled": true, "mailNickname": "books", "securityEnabled": false,
                "groupTypes": ["Unified"], "visibility": "Private",
            ]
        )
        #expect(made.status == 201, "\(made.response.text)")
        let group = try harness.run("Get-UnifiedGroup", ["Identity": "books@contoso.com"])
        #expect(group.texts("DisplayName") == ["Book Club"] && group.texts("AccessType") == ["Private"])
        let id = try #require(made.body["id"]?.stringValue)
        #expect(try harness.graph("DELETE", "groups/\(id)").status == 204)
        #expect(try harness.run("Get-UnifiedGroup", ["Identity": "books@contoso.com"]).status == 404)
    }

    @Test func whoFitsAFilterIsAMember() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run("Set-User", ["Identity": "adele", "Department": "Research"])
        _ = try harness.run("Set-Mailbox", ["Identity": "van", "CustomAttribute5": "night"])
        func members(_ group: String) throws -> Set<String> {
            let reply = try harness.run("Get-DynamicDistributionGroupMember", ["Identity": .string(group)])
            #expect(reply.status == 200, "\(reply.errorText)")
            return Set(reply.texts("PrimarySmtpAddress"))
        }
        let made = try harness.run(
            "New-DynamicDistributionGroup",
            [
                "Name": "Researchers",
                "RecipientFilter": "(RecipientType -eq 'UserMailbox') -and (Department -eq 'Research')",
            ]
        )
        #expect(made.texts("RecipientTypeDetails") == ["DynamicDistributionGroup"], "\(made.errorText)")
        #expect(try members("Researchers") == ["adele@contoso.com"])
        let filter = try #require(made.texts("RecipientFilter").first)
        let preview = try harness.run("Get-Recipient", ["RecipientPreviewFilter": .string(filter)])
        #expect(preview.texts("PrimarySmtpAddress") == ["adele@contoso.com"], "\(preview.errorText)")
        _ = try harness.run(
            "Set-DynamicDistributionGroup",
            ["Identity": "Researchers", "RecipientFilter": "CustomAttribute5 -eq 'night'", "ManagedBy": "alex"]
        )
        #expect(try members("Researchers") == ["van@contoso.com"])
        let group = try #require(
            try harness.run("Get-DynamicDistributionGroup", ["Identity": "Researchers"]).rows.first
        )
        #expect(group["ManagedBy"]?.stringValue?.isEmpty == false)

        let precanned = try harness.run(
            "New-DynamicDistributionGroup",
            ["Name": "Lab", "IncludedRecipients": "MailboxUsers", "ConditionalDepartment": ["Research", "Nowhere"]]
        )
        #expect(precanned.texts("IncludedRecipients") == ["MailboxUsers"], "\(precanned.errorText)")
        #expect(try members("Lab") == ["adele@contoso.com"])
        let rooms = try harness.run(
            "New-DynamicDistributionGroup",
            ["Name": "Things", "IncludedRecipients": "Resources"]
        )
        #expect(rooms.status == 200, "\(rooms.errorText)")
        let resources = try harness.run("Get-Mailbox", ["RecipientTypeDetails": ["RoomMailbox", "EquipmentMailbox"]])
        #expect(try members("Things") == Set(resources.texts("PrimarySmtpAddress")))
        let wrong = try harness.run(
            "New-DynamicDistributionGroup",
            ["Name": "Odd", "RecipientFilter": "NoSuchThing -eq 'x'"]
        )
        #expect(wrong.status == 400)
        let both = try harness.run(
            "Set-DynamicDistributionGroup",
            ["Identity": "Lab", "RecipientFilter": "Alias -like 'a*'", "IncludedRecipients": "MailboxUsers"]
        )
        #expect(both.status == 400 && both.errorText.contains("can't be used at the same time"), "\(both.errorText)")
        #expect(try members("Lab") == ["adele@contoso.com"])
        #expect(try harness.run("Remove-DynamicDistributionGroup", ["Identity": "Lab"]).status == 200)
        #expect(try harness.run("Get-Recipient", ["Identity": "Lab"]).status == 404)
    }

    @Test func aNamingPolicyConsistsOfAttributesThatThereAre() throws {
        let harness = try ExchangeHarness()
        func set(_ policy: String) throws -> ExchangeHarness.Reply {
            try harness.run("Set-OrganizationConfig", ["DistributionGroupNamingPolicy": .string(policy)])
        }
        for wrong in ["DG_", "<GroupName><groupname>", "<LegacyExchangeDN>_<GroupName>", "<Departmnt>_<GroupName>"] {
            let reply = try set(wrong)
            #expect(reply.response.header("x-ExceptionType") == "DataValidationException", "\(wrong): \(reply.status)")
        }
        try harness.done("Set-User", ["Identity": "admin@contoso.com", "CountryOrRegion": "NL"])
        try harness.done(
            "Set-Mailbox",
            [
                "Identity": "admin@contoso.com", "ExtensionCustomAttribute1": "North",
                "ExtensionCustomAttribute5": ["a", "b"],
            ]
        )
        let country = try #require(
            try harness.done("Get-User", ["Identity": "admin@contoso.com"]).texts("CountryOrRegion").first
        )
        // The page writes one of them in two ways.
        for (policy, name) in [
            ("DL_<groupname>_<CountryorRegion>", "DL_Sales_\(country)"), ("<<x>>_<GroupName>", "<x>_Sales"),
            ("<City>-<ExtensionCustomAttribute1>-<GroupName>", "Berlin-North-Sales"),
            ("<ExtensionCustomAttribute5> <GroupName>", "a, b Sales"),
        ] {
            #expect(try set(policy).status == 200)
            let made = try harness.done("New-DistributionGroup", ["Name": "Sales", "Alias": "s", "WhatIf": true])
            let text = made.body["@adminapi.confirmationmessage"]?.stringValue ?? ""
            #expect(text.contains(name), "\(policy): \(text)")
        }
        #expect(try set("").status == 200)
    }
}
