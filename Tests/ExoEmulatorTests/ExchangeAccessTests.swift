import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Role groups, roles, assignments, scopes and policies: a change decides what the next call may do.
@Suite struct ExchangeAccessTests {
    @Test func roleGroupsTellTheirRolesMembersAndManagers() throws {
        let harness = try ExchangeHarness.reading()
        let group = try harness.done("Get-RoleGroup", ["Identity": "Organization Management"])
        let row = try #require(group.rows.first)
        #expect(row["Roles"]?.arrayValue?.contains("Mail Recipients") == true)
        #expect(row["Roles"]?.arrayValue?.contains("Address Lists") == false)
        #expect(row["ManagedBy"] == ["Organization Management"])
        let members = row["Members"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(members.contains { $0.hasPrefix("TenantAdmins_") } && members.count == 2)
        // The same by any of its names.
        for property in ["Guid", "DistinguishedName", "Name", "ExchangeObjectId"] {
            let identity = try #require(row[property])
            #expect(try harness.done("Get-RoleGroup", ["Identity": identity]).texts("Name") == group.texts("Name"))
        }
        #expect(try harness.done("Get-RoleGroup").rows.count > 10)
        #expect(try harness.run("Get-RoleGroup", ["Identity": "No Such Group"]).status == 404)
    }

    @Test func whoIsInARoleGroupMayDoWhatItsRolesSay() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.run("Get-Recipient", ["Identity": "van"], as: "adele").status == 404)
        #expect(try harness.run("Set-CASMailbox", ["Identity": "van"], as: "adele").status == 403)
        let asked = try harness.run(
            "Add-RoleGroupMember",
            ["Identity": "Recipient Management", "Member": "adele", "WhatIf": true]
        )
        #expect(asked.body["@adminapi.confirmationmessage"] != nil)
        try harness.done("Add-RoleGroupMember", ["Identity": "Recipient Management", "Member": "adele@contoso.com"])
        #expect(try harness.done("Get-Recipient", ["Identity": "van"], as: "adele").rows.count == 1)
        try harness.done("Set-Mailbox", ["Identity": "van", "CustomAttribute1": "x"], as: "adele")
        #expect(try harness.exported(as: "adele").contains("New-MailContact"))
        let members = try harness.done("Get-RoleGroupMember", ["Identity": "Recipient Management"])
        #expect(members.texts("Name") == ["Adele Vance"] && members.texts("RecipientType") == ["UserMailbox"])
        #expect(members.texts("WindowsLiveID") == ["adele@contoso.com"])
        let again = try harness.run("Add-RoleGroupMember", ["Identity": "Recipient Management", "Member": "adele"])
        #expect(again.status == 400 && again.errorText.contains("already a member"))

        try harness.done("Remove-RoleGroupMember", ["Identity": "Recipient Management", "Member": "adele"])
        #expect(try harness.run("Get-Recipient", ["Identity": "van"], as: "adele").status == 404)
        #expect(try harness.run("New-MailContact", ["Name": "x"], as: "adele").status == 403)
        let gone = try harness.run("Remove-RoleGroupMember", ["Identity": "Recipient Management", "Member": "adele"])
        #expect(gone.status == 400 && gone.errorText.contains("isn't a member"))
        try harness.done("Update-RoleGroupMember", ["Identity": "Help Desk", "Members": ["adele", "alex"]])
        #expect(try harness.done("Get-RoleGroupMember", ["Identity": "Help Desk"]).rows.count == 2)
    }

    @Test func theDirectoryKeepsWhoIsInItsRoleGroups() throws {
        let harness = try ExchangeHarness()
        let group = try #require(
            try harness.done("Get-RoleGroupMember", ["Identity": "Organization Management"]).texts("Name").first {
                $0.hasPrefix("TenantAdmins_")
            }
        )
        let members = try harness.done("Get-RoleGroupMember", ["Identity": .string(group)])
        #expect(members.texts("WindowsLiveID") == ["admin@contoso.com"])
        let refused = try harness.run("Add-RoleGroupMember", ["Identity": .string(group), "Member": "adele"])
        #expect(refused.status == 400 && refused.errorText.contains("Entra"))
        let removal = try harness.run("Remove-RoleGroup", ["Identity": "Help Desk"])
        #expect(removal.status == 400 && removal.errorText.contains("built in"))
    }

    @Test func membersOfASecurityGroupHaveItsRoles() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-DistributionGroup", ["Name": "Deputies", "Type": "Security", "Members": ["joni"]])
        let joni = try harness.token(ofUser: "joni")
        #expect(try harness.run("Get-TransportRule", as: joni).status == 403)
        try harness.done(
            "New-ManagementRoleAssignment",
            ["SecurityGroup": "Deputies", "Role": "Transport Rules"]
        )
        try harness.done("Get-TransportRule", as: joni)
        let found = try harness.done(
            "Get-ManagementRoleAssignment",
            ["RoleAssignee": "joni", "Role": "Transport Rules"]
        )
        #expect(found.texts("AssignmentMethod") == ["SecurityGroup"] && found.texts("RoleAssigneeName") == ["Deputies"])
        try harness.done("Remove-DistributionGroupMember", ["Identity": "Deputies", "Member": "joni"])
        #expect(try harness.run("Get-TransportRule", as: joni).status == 403)
    }

    @Test(arguments: [("Address Lists", "Get-AddressList"), ("Mailbox Import Export", "Get-MailboxImportRequest")])
    func whatNobodyMayByDefaultIsGivenByARoleGroup(_ role: String, _ cmdlet: String) throws {
        let harness = try ExchangeHarness()
        let refused = try harness.run(cmdlet)
        #expect(refused.status == 403 && refused.errorText == "User is not allowed to call \(cmdlet)")
        #expect(try !harness.exported(as: "admin").contains(cmdlet))
        let made = try harness.done(
            "New-RoleGroup",
            ["Name": "Special", "Roles": [.string(role)], "Members": ["admin"], "Description": "Made by a test"]
        )
        #expect(made.rows.first?["Roles"] == [.string(role)] && made.texts("Description") == ["Made by a test"])
        #expect(made.rows.first?["Members"] == ["Contoso Administrator"])
        #expect(try harness.exported(as: "admin").contains(cmdlet))
        #expect(try harness.run(cmdlet).status != 403)
        #expect(try harness.run("New-RoleGroup", ["Name": "special"]).errorText.contains("already exists"))
        try harness.done("Set-RoleGroup", ["Identity": "Special", "Name": "Other", "Description": ""])
        let assigned = try harness.done("Get-ManagementRoleAssignment", ["RoleAssignee": "Other"])
        #expect(assigned.texts("RoleAssigneeName") == ["Other"])
        try harness.done("Remove-RoleGroup", ["Identity": "Other", "Confirm": false])
        #expect(try harness.run(cmdlet).status == 403)
        #expect(try harness.run("Get-ManagementRoleAssignment", ["RoleAssignee": "Other"]).status == 404)
    }

    @Test func addressListsAreMadeByWhoHasTheirRole() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-ManagementRoleAssignment", ["User": "admin", "Role": "Address Lists"])
        let made = try harness.done("New-AddressList", ["Name": "Berlin", "IncludedRecipients": "AllRecipients"])
        #expect(made.texts("Name") == ["Berlin"])
        #expect(try harness.done("Get-AddressList").texts("Name").contains("Berlin"))
        try harness.done("Remove-AddressList", ["Identity": "Berlin"])
        try harness.done(
            "Remove-ManagementRoleAssignment",
            [
                "Identity": "Address Lists-Contoso Administrator", "Confirm": false,
            ]
        )
        #expect(try harness.run("Get-AddressList").status == 403)
    }

    @Test func assignmentsAreFoundByWhoHasThemAndWhomTheyReach() throws {
        let harness = try ExchangeHarness.reading()
        let role = try harness.done("Get-ManagementRoleAssignment", ["Role": "Mail Recipients", "Delegating": false])
        #expect(Set(role.texts("RoleAssigneeName")) == ["Organization Management", "Recipient Management"])
        #expect(role.rows.allSatisfy { $0["RoleAssignmentDelegationType"] == "Regular" })
        let name = "Mail Recipients-Organization Management"
        let one = try harness.done("Get-ManagementRoleAssignment", ["Identity": .string(name)])
        #expect(
            one.texts("EffectiveUserName") == ["All Group Members"] && one.texts("RoleAssigneeType") == ["RoleGroup"]
        )
        let people = try harness.done(
            "Get-ManagementRoleAssignment",
            ["Role": "Mail Recipients", "GetEffectiveUsers": true, "Delegating": false]
        )
        #expect(people.texts("EffectiveUserName").contains("Grace Whitfield"))
        let own = try harness.done("Get-ManagementRoleAssignment", ["RoleAssignee": "exchange.admin@contoso.com"])
        #expect(Set(own.texts("AssignmentMethod")) == ["RoleGroup", "RoleAssignmentPolicy"])
        let reader = try harness.done(
            "Get-ManagementRoleAssignment",
            ["RoleAssignee": "reader@contoso.com", "AssignmentMethod": ["RoleGroup"], "Delegating": false]
        )
        #expect(Set(reader.texts("Role")) == ["View-Only Configuration", "View-Only Recipients"])
        let delegated = try harness.done(
            "Get-ManagementRoleAssignment",
            ["Role": "Mailbox Import Export", "RoleAssigneeType": "RoleGroup"]
        )
        #expect(delegated.texts("Name") == ["Mailbox Import Export-Organization Management-Delegating"])
        #expect(try harness.run("Get-ManagementRoleAssignment", ["RoleAssignee": "nobody"]).status == 404)
    }

    @Test func rolesAreFoundByTheirCmdletsParametersAndChildren() throws {
        let harness = try ExchangeHarness.reading()
        func names(_ parameters: JSONObject) throws -> [String] {
            try harness.done("Get-ManagementRole", parameters).texts("Name")
        }
        #expect(try names(["Cmdlet": "Set-Mailbox"]).contains("Mail Recipients"))
        #expect(try names(["Cmdlet": "New-InboxRule"]).contains("MyBaseOptions"))
        #expect(
            try names(["Cmdlet": "Set-Mailbox", "CmdletParameters": ["LitigationHoldEnabled"]]).contains(
                "Mail Recipients"
            )
        )
        #expect(
            try !names(["Cmdlet": "Set-Mailbox", "CmdletParameters": ["LitigationHoldEnabled"]]).contains(
                "MyBaseOptions"
            )
        )
        #expect(try names(["Cmdlet": "Get-Nonsense"]).isEmpty)
        #expect(
            Set(try names(["Identity": "MyContactInformation", "GetChildren": true]))
                == ["MyAddressInformation", "MyMobileInformation", "MyPersonalInformation"]
        )
        #expect(try names(["Identity": "MyProfileInformation", "Recurse": true]).first == "MyProfileInformation")
        #expect(try names(["Identity": "Mail*"]).contains("Mail Tips"))
        let entries = try harness.done("Get-ManagementRoleEntry", ["Identity": "*\\Set-MailboxAutoReplyConfiguration"])
        #expect(entries.texts("Role").contains("User Options") && Set(entries.texts("Type")) == ["Cmdlet"])
        #expect(entries.rows.first?["Parameters"]?.arrayValue?.contains("AutoReplyState") == true)
        let one = try harness.done("Get-ManagementRoleEntry", ["Identity": "Mail Recipients\\Get-Mailbox"])
        #expect(one.texts("Identity") == ["Mail Recipients\\Get-Mailbox"] && one.texts("Name") == ["Get-Mailbox"])
        #expect(try harness.run("Get-ManagementRoleEntry", ["Identity": "Mail Recipients\\Get-Nonsense"]).status == 404)
    }

    @Test func aRoleCutFromAnotherOpensWhatIsLeftOfIt() throws {
        let harness = try ExchangeHarness()
        let adele = try harness.token(ofUser: "adele")
        let made = try harness.done("New-ManagementRole", ["Name": "Some Recipients", "Parent": "Mail Recipients"])
        #expect(made.texts("Parent") == ["Mail Recipients"] && made.rows.first?["IsRootRole"] == false)
        try harness.done("Remove-ManagementRoleEntry", ["Identity": "Some Recipients\\Set-CASMailbox"])
        try harness.done(
            "Set-ManagementRoleEntry",
            [
                "Identity": "Some Recipients\\Set-Mailbox", "Parameters": ["CustomAttribute1", "Office"],
            ]
        )
        try harness.done("New-RoleGroup", ["Name": "Some", "Roles": ["Some Recipients"], "Members": ["adele"]])
        try harness.done("Set-Mailbox", ["Identity": "van", "CustomAttribute1": "x"], as: adele)
        let other = try harness.run("Set-Mailbox", ["Identity": "van", "CustomAttribute2": "x"], as: adele)
        #expect(other.status == 400 && other.errorText.contains("CustomAttribute2"), "\(other.errorText)")
        #expect(try harness.run("Set-CASMailbox", ["Identity": "van", "OWAEnabled": false], as: adele).status != 200)
        try harness.done(
            "Set-ManagementRoleEntry",
            [
                "Identity": "Some Recipients\\Set-Mailbox", "Parameters": ["CustomAttribute2"], "AddParameter": true,
            ]
        )
        try harness.done("Set-Mailbox", ["Identity": "van", "CustomAttribute2": "x"], as: adele)
        try harness.done("Add-ManagementRoleEntry", ["Identity": "Some Recipients\\Set-CASMailbox"])
        try harness.done("Set-CASMailbox", ["Identity": "van", "OWAEnabled": false], as: adele)
        let above = try harness.run("Add-ManagementRoleEntry", ["Identity": "Some Recipients\\Set-TransportRule"])
        #expect(above.status == 404, "\(above.errorText)")
        let builtIn = try harness.run("Remove-ManagementRoleEntry", ["Identity": "Mail Recipients\\Get-Mailbox"])
        #expect(builtIn.status == 400)
        let used = try harness.run("Remove-ManagementRole", ["Identity": "Some Recipients"])
        #expect(used.status == 400 && used.errorText.contains("assigned"))
        try harness.done("Remove-RoleGroup", ["Identity": "Some"])
        try harness.done("Remove-ManagementRole", ["Identity": "Some Recipients"])
        #expect(try harness.run("Get-ManagementRole", ["Identity": "Some Recipients"]).status == 404)
    }

    @Test func onlyWhoMayDelegateGivesRolesToOthers() throws {
        let harness = try ExchangeHarness()
        let adele = try harness.token(ofUser: "adele")
        try harness.done("New-RoleGroup", ["Name": "Role Keepers", "Roles": ["Role Management"], "Members": ["adele"]])
        let refused = try harness.run(
            "New-ManagementRoleAssignment",
            ["User": "adele", "Role": "Mail Recipients"],
            as: adele
        )
        #expect(refused.status == 400 && refused.errorText.contains("sufficient permissions"))
        let group = try harness.run("Add-RoleGroupMember", ["Identity": "Help Desk", "Member": "alex"], as: adele)
        #expect(group.status == 400 && group.errorText.contains("manager of the group"))
        try harness.done(
            "Add-RoleGroupMember",
            ["Identity": "Help Desk", "Member": "alex", "BypassSecurityGroupManagerCheck": true],
            as: adele
        )
        try harness.done(
            "New-ManagementRoleAssignment",
            [
                "User": "adele", "Role": "Mail Recipients", "Delegating": true, "Name": "Adele gives",
            ]
        )
        try harness.done("New-ManagementRoleAssignment", ["User": "alex", "Role": "Mail Recipients"], as: adele)
        try harness.done("Set-ManagementRoleAssignment", ["Identity": "Mail Recipients-Alex Wilber", "Enabled": false])
        #expect(
            try harness.run("Get-Recipient", ["Identity": "van"], as: try harness.token(ofUser: "lee")).status == 404
        )
        let last = try harness.run(
            "Remove-ManagementRoleAssignment",
            ["Identity": "Migration-Organization Management-Delegating"]
        )
        #expect(last.status == 400 && last.errorText.contains("last delegating"))
    }

    @Test func aScopeSaysWhoMayBeChanged() throws {
        let harness = try ExchangeHarness()
        let adele = try harness.token(ofUser: "adele")
        let made = try harness.done(
            "New-ManagementScope",
            [
                "Name": "Finance", "RecipientRestrictionFilter": "Department -eq 'Finance'",
            ]
        )
        #expect(made.texts("RecipientFilter") == ["Department -eq 'Finance'"])
        #expect(
            try harness.run("New-ManagementScope", ["Name": "Bad", "RecipientRestrictionFilter": "x -eq"]).status == 400
        )
        try harness.done(
            "New-ManagementRoleAssignment",
            [
                "User": "adele", "Role": "Mail Recipients", "CustomRecipientWriteScope": "Finance",
            ]
        )
        try harness.done("Set-Mailbox", ["Identity": "debra", "CustomAttribute1": "x"], as: adele)
        let outside = try harness.run("Set-Mailbox", ["Identity": "lee", "CustomAttribute1": "x"], as: adele)
        #expect(outside.status == 400 && outside.errorText.contains("isn't within your current write scopes"))
        // Everybody is read.
        #expect(try harness.done("Get-Mailbox", ["Identity": "lee"], as: adele).texts("CustomAttribute1") == [""])
        // Nobody is changed out of the scope.
        let leaving = try harness.run("Set-User", ["Identity": "debra", "Department": "Sales"], as: adele)
        #expect(leaving.status == 400, "\(leaving.errorText)")
        #expect(try harness.done("Get-User", ["Identity": "debra"]).texts("Department") == ["Finance"])
        // Nor made outside of it.
        try harness.done(
            "New-ManagementRoleAssignment",
            [
                "Name": "Makes", "User": "adele", "Role": "Mail Recipient Creation",
                "CustomRecipientWriteScope": "Finance",
            ]
        )
        let stranger = try harness.run("New-Mailbox", ["Name": "Outside", "Shared": true], as: adele)
        #expect(stranger.status == 400 && stranger.errorText.contains("write scopes"), "\(stranger.errorText)")
        #expect(try harness.run("Get-Mailbox", ["Identity": "Outside"]).status == 404)
        try harness.done("Remove-ManagementRoleAssignment", ["Identity": "Makes"])
        let found = try harness.done("Get-ManagementRoleAssignment", ["CustomRecipientWriteScope": "Finance"])
        #expect(found.texts("RecipientWriteScope") == ["CustomRecipientScope"])
        #expect(try harness.run("Remove-ManagementScope", ["Identity": "Finance"]).status == 400)
        try harness.done(
            "Set-ManagementScope",
            [
                "Identity": "Finance", "RecipientRestrictionFilter": "Department -eq 'Manufacturing'",
            ]
        )
        try harness.done("Set-Mailbox", ["Identity": "lee", "CustomAttribute1": "x"], as: adele)
        #expect(try harness.done("Get-ManagementScope", ["Orphan": true]).rows.isEmpty)
        try harness.done(
            "Remove-ManagementRoleAssignment",
            ["Identity": .string(try #require(found.texts("Name").first))]
        )
        try harness.done("Remove-ManagementScope", ["Identity": "Finance"])
    }

    @Test func anExclusiveScopeKeepsOthersOut() throws {
        let harness = try ExchangeHarness()
        let adele = try harness.token(ofUser: "adele")
        try harness.done(
            "New-ManagementScope",
            [
                "Name": "Leaders", "RecipientRestrictionFilter": "Title -eq 'President'", "Exclusive": true,
            ]
        )
        let everybody = try harness.run("Set-Mailbox", ["Identity": "patti", "CustomAttribute1": "x"])
        #expect(everybody.status == 400 && everybody.errorText.contains("write scopes"))
        try harness.done("Set-Mailbox", ["Identity": "lee", "CustomAttribute1": "x"])
        try harness.done(
            "New-ManagementRoleAssignment",
            [
                "User": "adele", "Role": "Mail Recipients", "ExclusiveRecipientWriteScope": "Leaders",
            ]
        )
        try harness.done("Set-Mailbox", ["Identity": "patti", "CustomAttribute1": "x"], as: adele)
        #expect(try harness.run("Set-Mailbox", ["Identity": "lee", "CustomAttribute1": "y"], as: adele).status == 400)
    }

    @Test func anOrganizationHasRolesOfItsOwnOnceItIsCustomized() throws {
        let harness = try ExchangeHarness()
        let fabrikam = try harness.issued(["user": "admin@fabrikam.com"])
        func run(_ cmdlet: String, _ parameters: JSONObject = [:]) throws -> ExchangeHarness.Reply {
            try harness.send(
                "POST",
                "/adminapi/beta/fabrikam.com/InvokeCommand",
                as: fabrikam,
                headers: ["X-AnchorMailbox": "UPN:admin@fabrikam.com"],
                body: ["CmdletInput": ["CmdletName": .string(cmdlet), "Parameters": .object(parameters)]]
            )
        }
        #expect(try run("Get-OrganizationConfig").rows.first?["IsDehydrated"] == true)
        let early = try run("New-RoleGroup", ["Name": "Fabrikam readers"])
        #expect(early.status == 400 && early.errorText.contains("Enable-OrganizationCustomization"))
        let enabled = try run("Enable-OrganizationCustomization")
        #expect(enabled.status == 200, "\(enabled.errorText)")
        #expect(try run("Get-OrganizationConfig").rows.first?["IsDehydrated"] == false)
        #expect(try run("New-RoleGroup", ["Name": "Fabrikam readers"]).status == 200)
        let again = try run("Enable-OrganizationCustomization")
        #expect(again.status == 400 && again.errorText.contains("already enabled for customization"))
        // What one tenant has, another has not.
        #expect(try harness.run("Get-RoleGroup", ["Identity": "Fabrikam readers"]).status == 404)
    }

    @Test func whatATenantHasIsMadeWhenItIsAskedFor() throws {
        let harness = try ExchangeHarness()
        let tenant = try #require(try harness.context.directory.tenant(matching: ExchangeHarness.contoso))
        let objects = ObjectStore(store: harness.context.store, names: TenantNames(tenant))
        func count() throws -> Int { try objects.objects(of: .setting(noun: "ManagementRoleAssignment")).count }
        try harness.done("Get-Mailbox", ["Identity": "adele"])
        _ = try harness.exported(as: "admin")
        #expect(try count() == 0)
        try harness.done("Get-RoleGroup")
        #expect(try count() > 100)
    }
}
