import ExoJSON
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Which cmdlets each directory role and role group opens, held against a reading of the facts that is this test's own.
@Suite struct ExchangeAccessMatrixTests {
    /// The facts of `data/roles.json`.
    private struct Facts {
        let groups: [JSONValue]
        let roles: [JSONValue]
        let entraRoles: [JSONValue]
        let policyRoles: Set<String>

        static let read = Result { try Facts() }

        init() throws {
            let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            let facts = try JSONValue(parsing: Array(Data(contentsOf: root.appending(path: "data/roles.json"))))
            groups = facts["roleGroups"]?.arrayValue ?? []
            roles = facts["roles"]?.arrayValue ?? []
            entraRoles = facts["entraRoles"]?.arrayValue ?? []
            policyRoles = Set(Self.texts(facts["roleAssignmentPolicies"]?[0]?["roles"]))
        }

        static func texts(_ value: JSONValue?) -> [String] { value?.arrayValue?.compactMap(\.stringValue) ?? [] }

        /// The service's cmdlets of roles; those of the official module itself are in no script.
        func cmdlets(of names: Set<String>) -> Set<String> {
            let held = roles.filter { names.contains($0["name"]?.stringValue ?? "") }
            return Set(held.flatMap { Self.texts($0["cmdlets"]) }.filter { !$0.hasPrefix("Get-EXO") })
        }

        /// The cmdlets of role groups and of those that these are in.
        func cmdlets(ofGroups names: [String]) -> Set<String> {
            var found: Set<String> = []
            var seen: Set<String> = []
            var waiting = names
            while let name = waiting.popLast() {
                guard seen.insert(name).inserted, let group = groups.first(where: { $0["name"] == .string(name) })
                else {
                    continue
                }
                found.formUnion(cmdlets(of: Set(Self.texts(group["roles"]))))
                waiting += Self.texts(group["memberOf"])
            }
            return found
        }

        /// What everybody may do with the own mailbox, which is neither to make nor to remove it.
        var own: Set<String> {
            cmdlets(of: policyRoles).subtracting([
                "New-Mailbox", "Remove-Mailbox", "Enable-Mailbox", "Disable-Mailbox",
            ])
        }
    }

    @Test func everyDirectoryRoleOpensTheCmdletsOfItsRoleGroups() throws {
        let facts = try Facts.read.get()
        let harness = try ExchangeHarness.reading()
        #expect(facts.entraRoles.count > 15)
        for role in facts.entraRoles {
            let name = role["name"]?.stringValue ?? ""
            let template = try #require(role["templateId"]?.stringValue)
            let expected = facts.cmdlets(ofGroups: Facts.texts(role["roleGroups"]))
            let people = try harness.exported(as: try harness.token(ofUser: "adele", roles: [template]))
            #expect(people == expected.union(facts.own), "\(name)")

            let application = try harness.token(
                ofApplication: "aaaaaaaa-0000-4000-8000-000000000002",
                roles: [template]
            )
            if role["appOnly"]?["exchange-online"] == true {
                #expect(try harness.exported(as: application) == expected, "\(name)")
            } else {
                let target = "/adminapi/v1.0/\(ExchangeHarness.contoso)/EXOModuleFile"
                #expect(try harness.send("GET", target, as: application).status == 403, "\(name)")
            }
        }
    }

    @Test func everyRoleGroupOpensTheCmdletsOfItsRoles() throws {
        let facts = try Facts.read.get()
        let harness = try ExchangeHarness()
        let adele = try harness.token(ofUser: "adele")
        #expect(try harness.exported(as: adele) == facts.own)
        var count = 0
        for group in facts.groups where Facts.texts(group["services"]).contains("exchange-online") {
            let name = group["name"]?.stringValue ?? ""
            // The directory says who is in the others.
            guard group["central"] != true else { continue }
            count += 1
            try harness.done("Add-RoleGroupMember", ["Identity": .string(name), "Member": "adele"])
            #expect(try harness.exported(as: adele) == facts.cmdlets(ofGroups: [name]).union(facts.own), "\(name)")
            try harness.done("Remove-RoleGroupMember", ["Identity": .string(name), "Member": "adele"])
        }
        #expect(count > 7)
        #expect(try harness.exported(as: adele) == facts.own)
    }

    @Test func everyRoleOpensItsCmdletsAndNoOther() throws {
        let facts = try Facts.read.get()
        let harness = try ExchangeHarness()
        let adele = try harness.token(ofUser: "adele")
        for role in facts.roles where role["endUser"] != true {
            let name = try #require(role["name"]?.stringValue)
            try harness.done("New-ManagementRoleAssignment", ["Name": "x", "User": "adele", "Role": .string(name)])
            #expect(try harness.exported(as: adele) == facts.cmdlets(of: [name]).union(facts.own), "\(name)")
            try harness.done("Remove-ManagementRoleAssignment", ["Identity": "x"])
        }
    }
}
