import CmdletCatalogue
import ExoJSON
import Testing

@testable import EmulatorExchange

/// What people without a directory role may do: with their own things, after the policy of their mailbox.
@Suite struct ExchangeOwnCmdletTests {
    @Test func peopleReadAndChangeTheirOwnMailboxAlone() throws {
        let harness = try ExchangeHarness()
        let adele = try harness.token(ofUser: "adele")
        #expect(try harness.done("Get-Mailbox", as: adele).texts("Alias") == ["adele"])
        #expect(try harness.done("Get-Mailbox", ["Identity": "adele@contoso.com"], as: adele).rows.count == 1)
        #expect(try harness.run("Get-Mailbox", ["Identity": "alex"], as: adele).status == 404)
        try harness.done("New-InboxRule", ["Name": "Mine", "MarkAsRead": true], as: adele)
        #expect(try harness.done("Get-InboxRule", as: adele).texts("Name") == ["Mine"])
        #expect(try harness.done("Get-InboxRule", ["Mailbox": "adele"]).texts("Name") == ["Mine"])
        for parameters: JSONObject in [["Mailbox": "alex"], ["Identity": "Alex Wilber\\x"]] {
            #expect(try harness.run("Get-InboxRule", parameters, as: adele).status == 404)
        }
        try harness.done("Disable-InboxRule", ["Identity": "Mine"], as: adele)
        try harness.done("Remove-InboxRule", ["Identity": "Mine"], as: adele)
        try harness.done(
            "Set-Mailbox",
            ["Identity": "adele", "ForwardingSmtpAddress": "a@example.com", "DeliverToMailboxAndForward": true],
            as: adele
        )
        #expect(try harness.run("Set-Mailbox", ["Identity": "alex", "Languages": "en-US"], as: adele).status == 403)
        // Not what administrators say of a mailbox.
        let hold = try harness.run("Set-Mailbox", ["Identity": "adele", "LitigationHoldEnabled": true], as: adele)
        #expect(hold.status == 400 && hold.errorText.contains("LitigationHoldEnabled"))
        try harness.done("Set-User", ["Identity": "adele", "MobilePhone": "+1 555 0100"], as: adele)
        #expect(try harness.run("Remove-Mailbox", ["Identity": "adele"], as: adele).status == 403)
        #expect(try harness.run("Get-TransportRule", as: adele).status == 403)
    }

    @Test func nobodyWipesOrSeesTheDeviceOfSomebodyElse() throws {
        let harness = try ExchangeHarness()
        let adele = try harness.token(ofUser: "adele")
        let devices = try harness.done("Get-MobileDevice", ["ResultSize": "Unlimited"]).rows
        let device = try #require(devices.first { $0["UserDisplayName"]?.stringValue?.contains("Adele") == false })
        let (guid, name) = (device["Guid"] ?? .null, device["Name"]?.stringValue ?? "")
        for identity in [guid, device["DeviceId"] ?? .null, .string(name), .string("adele@contoso.com\\\(name)")] {
            for cmdlet in ["Clear-MobileDevice", "Remove-MobileDevice"] {
                let reply = try harness.run(cmdlet, ["Identity": identity], as: adele)
                #expect(reply.status == 403, "\(cmdlet) \(identity): \(reply.status) \(reply.errorText)")
            }
            #expect(try harness.run("Get-MobileDevice", ["Identity": identity], as: adele).status == 404)
        }
        #expect(try harness.done("Get-MobileDevice", ["ResultSize": "Unlimited"]).rows.count == devices.count)
    }

    /// About groups everybody reads, and policies are the organization's.
    private static let shared: Set = [
        "DistributionGroup", "DistributionGroupMember", "DynamicDistributionGroup", "Group", "RetentionPolicyTag",
    ]

    @Test func whatReadsAMailboxReadsNobodyElses() throws {
        let harness = try ExchangeHarness.reading()
        let adele = try harness.token(ofUser: "adele")
        var count = 0
        for name in try harness.exported(as: adele).sorted() where name.hasPrefix("Get-") {
            let facts = try #require(CmdletCatalogue.cmdlet(named: name))
            guard !Self.shared.contains(facts.noun), facts.noun != "MobileDeviceStatistics" else { continue }
            let parameter = facts.parameter(named: "Mailbox") == nil ? "Identity" : "Mailbox"
            let isMandatory = facts.parameter(named: parameter)?.mandatoryIn.isEmpty == false
            let folder = name.hasPrefix("Get-MailboxFolder") || name.hasPrefix("Get-MailboxCalendarFolder")
            func read(_ alias: String?) throws -> Int {
                let place = folder ? ":\\Calendar" : ""
                let parameters: JSONObject = alias.map { [.init(parameter): .string($0 + place)] } ?? [:]
                return try harness.run(name, parameters, as: adele).status
            }
            let own = try read("adele")
            guard own != 501 else { continue }
            count += 1
            #expect(own == 200, "\(name)")
            #expect(try read("alex") == 404, "\(name)")
            if !isMandatory { #expect(try read(nil) == 200, "\(name)") }
        }
        #expect(count > 15)
    }

    @Test func anotherPolicyGivesAndTakesCmdlets() throws {
        let harness = try ExchangeHarness()
        let adele = try harness.token(ofUser: "adele")
        let before = try harness.done("Get-RoleAssignmentPolicy")
        #expect(before.texts("Name") == ["Default Role Assignment Policy"] && before.rows.first?["IsDefault"] == true)
        #expect(before.rows.first?["AssignedRoles"]?.arrayValue?.contains("MyBaseOptions") == true)
        try harness.done("New-RoleAssignmentPolicy", ["Name": "Strict", "Roles": ["MyContactInformation"]])
        #expect(try harness.run("Set-Mailbox", ["Identity": "adele", "RoleAssignmentPolicy": "None"]).status == 404)
        try harness.done("Set-Mailbox", ["Identity": "adele", "RoleAssignmentPolicy": "Strict"])
        #expect(try harness.run("Get-InboxRule", as: adele).status == 403)
        try harness.done("Get-Mailbox", as: adele)
        try harness.done("New-ManagementRoleAssignment", ["Policy": "Strict", "Role": "MyBaseOptions"])
        try harness.done("Get-InboxRule", as: adele)
        // Nobody else's.
        try harness.done("Get-InboxRule", as: try harness.token(ofUser: "lee"))
        try harness.done("Set-RoleAssignmentPolicy", ["Identity": "Strict", "Name": "Stricter"])
        try harness.done("Get-InboxRule", as: adele)
        try harness.done("Remove-ManagementRoleAssignment", ["Identity": "MyBaseOptions-Strict"])
        #expect(try harness.run("Get-InboxRule", as: adele).status == 403)
        let role = try harness.run("New-ManagementRoleAssignment", ["Policy": "Stricter", "Role": "Mail Recipients"])
        #expect(role.status == 400 && role.errorText.contains("end-user role"))
        #expect(try harness.run("Remove-RoleAssignmentPolicy", ["Identity": "Stricter"]).status == 400)
        try harness.done("Remove-ManagementRoleAssignment", ["Identity": "MyContactInformation-Strict"])
        #expect(
            try harness.run("Remove-RoleAssignmentPolicy", ["Identity": "Stricter"]).errorText.contains("mailboxes")
        )
        try harness.done(
            "Set-Mailbox",
            ["Identity": "adele", "RoleAssignmentPolicy": "Default Role Assignment Policy"]
        )
        try harness.done("Remove-RoleAssignmentPolicy", ["Identity": "Stricter"])
        let last = try harness.run("Remove-RoleAssignmentPolicy", ["Identity": "Default Role Assignment Policy"])
        #expect(last.status == 400 && last.errorText.contains("default"))
    }

    @Test func newMailboxesHaveTheDefaultPolicy() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-RoleAssignmentPolicy", ["Name": "Newcomers", "IsDefault": true])
        let policies = try harness.done("Get-RoleAssignmentPolicy").rows.filter { $0["IsDefault"] == true }
        #expect(policies.map { $0["Name"] } == ["Newcomers"])
        try harness.done("New-Mailbox", ["Name": "Front desk", "Shared": true])
        let made = try harness.done("Get-Mailbox", ["Identity": "Front desk"])
        #expect(made.texts("RoleAssignmentPolicy") == ["Newcomers"])
        // Those that are there keep theirs.
        let old = try harness.done("Get-Mailbox", ["Identity": "adele"])
        #expect(old.texts("RoleAssignmentPolicy") == ["Default Role Assignment Policy"])
    }

    @Test func aPolicyCanBeCutFromARole() throws {
        let harness = try ExchangeHarness()
        let adele = try harness.token(ofUser: "adele")
        try harness.done("New-ManagementRole", ["Name": "No Forwarding", "Parent": "MyBaseOptions"])
        try harness.done(
            "Set-ManagementRoleEntry",
            [
                "Identity": "No Forwarding\\Set-Mailbox", "RemoveParameter": true,
                "Parameters": ["DeliverToMailboxAndForward", "ForwardingAddress", "ForwardingSmtpAddress"],
            ]
        )
        try harness.done("New-RoleAssignmentPolicy", ["Name": "Held", "Roles": ["No Forwarding"]])
        try harness.done("Set-Mailbox", ["Identity": "adele", "RoleAssignmentPolicy": "Held"])
        let refused = try harness.run(
            "Set-Mailbox",
            ["Identity": "adele", "ForwardingSmtpAddress": "a@example.com"],
            as: adele
        )
        #expect(refused.status == 400 && refused.errorText.contains("ForwardingSmtpAddress"))
        try harness.done("Set-Mailbox", ["Identity": "adele", "Languages": ["de-DE"]], as: adele)
    }

    @Test func anApplicationHasNoMailboxOfItsOwn() throws {
        let harness = try ExchangeHarness.reading()
        let reply = try harness.run("Get-InboxRule", as: "app")
        #expect(reply.status == 400 && reply.errorText.contains("\"Mailbox\" is required"), "\(reply.errorText)")
        try harness.done("Get-InboxRule", ["Mailbox": "adele"], as: "app")
    }

    @Test func groupsAreJoinedWhereTheyAllowIt() throws {
        let harness = try ExchangeHarness()
        let lee = try harness.token(ofUser: "lee")
        for (name, restriction) in [("Open Circle", "Open"), ("Closed Circle", "Closed")] {
            try harness.done(
                "New-DistributionGroup",
                ["Name": .string(name), "MemberJoinRestriction": .string(restriction)]
            )
        }
        try harness.done("Add-DistributionGroupMember", ["Identity": "Open Circle", "Member": "lee"], as: lee)
        let closed = try harness.run("Add-DistributionGroupMember", ["Identity": "Closed Circle"], as: lee)
        #expect(closed.status == 400 && closed.errorText.contains("Closed"), "\(closed.errorText)")
        let other = try harness.run(
            "Add-DistributionGroupMember",
            ["Identity": "Open Circle", "Member": "joni"],
            as: lee
        )
        #expect(other.status == 400 && other.errorText.contains("write scope"))
        try harness.done("New-DistributionGroup", ["Name": "My Own"], as: lee)
        try harness.done("Add-DistributionGroupMember", ["Identity": "My Own", "Member": "joni"], as: lee)
        #expect(
            try harness.run("Set-DistributionGroup", ["Identity": "Open Circle", "MailTip": "x"], as: lee).status == 400
        )
    }
}
