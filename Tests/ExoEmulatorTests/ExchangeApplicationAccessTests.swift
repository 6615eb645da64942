import ExoJSON
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

/// Applications that have their access from Exchange and not from a directory role.
@Suite struct ExchangeApplicationAccessTests {
    private static let client = "aaaaaaaa-0000-4000-8000-000000000004"

    /// The application's service principal, made known to Exchange.
    private func register(_ harness: ExchangeHarness) throws -> String {
        let principal = try #require(
            try harness.context.directory.servicePrincipal(Self.client, in: ExchangeHarness.contoso)
        )
        try harness.done(
            "New-ServicePrincipal",
            [
                "AppId": .string(Self.client), "ObjectId": .string(principal.objectID),
                "DisplayName": "Nightly report",
            ]
        )
        return principal.objectID
    }

    @Test func anApplicationInARoleGroupMayDoWhatItsRolesSay() throws {
        let harness = try ExchangeHarness()
        let application = try harness.issued(["client": .string(Self.client)])
        let id = try register(harness)
        #expect(try harness.run("Get-Mailbox", as: application).status == 403)
        try harness.done("New-RoleGroup", ["Name": "Report readers", "Roles": ["View-Only Recipients"]])
        try harness.done("Add-RoleGroupMember", ["Identity": "Report readers", "Member": .string(id)])
        try harness.done("Get-Mailbox", ["Identity": "adele"], as: application)
        #expect(try harness.run("Set-Mailbox", ["Identity": "adele"], as: application).status == 403)
        let members = try harness.done("Get-RoleGroupMember", ["Identity": "Report readers"])
        #expect(members.texts("DisplayName") == ["Nightly report"])
        #expect(members.texts("RecipientType") == ["ServicePrincipal"])
        try harness.done("Remove-RoleGroupMember", ["Identity": "Report readers", "Member": "Nightly report"])
        #expect(try harness.run("Get-Mailbox", as: application).status == 403)
    }

    @Test func anApplicationsRolesAreOverAScopeOfMailboxes() throws {
        let harness = try ExchangeHarness()
        let id = try register(harness)
        try harness.done(
            "New-ManagementScope",
            ["Name": "Finance", "RecipientRestrictionFilter": "Department -eq 'Finance'"]
        )
        let made = try harness.done(
            "New-ManagementRoleAssignment",
            ["App": .string(Self.client), "Role": "Application Mail.Read", "CustomResourceScope": "Finance"]
        )
        #expect(made.texts("RoleAssigneeType") == ["ServicePrincipal"] && made.texts("RoleAssigneeName") == [id])
        #expect(made.texts("CustomResourceScope") == ["Finance"] && made.texts("Role") == ["Application Mail.Read"])
        let listed = try harness.done("Get-ManagementRoleAssignment", ["RoleAssigneeType": "ServicePrincipal"])
        #expect(listed.texts("Name") == made.texts("Name"))
        func authorization(_ resource: String?) throws -> ExchangeHarness.Reply {
            var parameters: JSONObject = ["Identity": "Nightly report"]
            if let resource { parameters["Resource"] = .string(resource) }
            return try harness.done("Test-ServicePrincipalAuthorization", parameters)
        }
        let row = try #require(try authorization("debra").rows.first)
        #expect(row["RoleName"] == "Application Mail.Read" && row["GrantedPermissions"] == "Mail.Read")
        #expect(row["AllowedResourceScope"] == "Finance" && row["ScopeType"] == "CustomRecipientScope")
        #expect(row["InScope"] == "True")
        #expect(try authorization("lee").texts("InScope") == ["False"])
        #expect(try authorization(nil).texts("InScope") == ["Not Run"])
        let entries = try harness.done("Get-ManagementRoleEntry", ["Identity": "Application Mail.Read\\*"])
        #expect(entries.texts("Name") == ["Mail.Read"] && entries.texts("Type") == ["ApplicationPermission"])
        // A role of that kind opens no cmdlet.
        let application = try harness.issued(["client": .string(Self.client)])
        #expect(try harness.run("Get-Mailbox", as: application).status == 403)
        try harness.done("Remove-ManagementRoleAssignment", ["Identity": .string(made.texts("Name").first ?? "")])
        #expect(try authorization("debra").rows.isEmpty)
    }
}
