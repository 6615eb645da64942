import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorGraph

/// What programs of partners ask Graph, and forms that they send.
struct GraphPartnerTests {
    private let graph: GraphBench
    private static let relationships = "tenantRelationships/delegatedAdminRelationships"

    init() throws { graph = try GraphBench() }

    @Test func aRelationshipSaysHowLongItLastsAndWhoHasItsRoles() throws {
        let relationship = try #require(try graph.send("GET", Self.relationships).values.first)
        #expect(relationship["duration"] == "P730D" && relationship["autoExtendDuration"] == "PT0S")
        for name in ["createdDateTime", "activatedDateTime", "lastModifiedDateTime"] {
            let text = try #require(relationship[name]?.stringValue)
            #expect(text < (relationship["endDateTime"]?.stringValue ?? "") && text.hasSuffix("Z"), "\(name)")
        }
        let id = try #require(relationship["id"]?.stringValue)
        let answer = try graph.send("GET", "\(Self.relationships)/\(id)/accessAssignments")
        let assignment = try #require(answer.values.first, "\(answer.body)")
        #expect(assignment["status"] == "active" && answer.values.count == 1)
        #expect(assignment["accessDetails"] == relationship["accessDetails"])
        #expect(assignment["accessContainer"]?["accessContainerType"] == "securityGroup")
        let one = "\(Self.relationships)/\(id)/accessAssignments/\(assignment["id"]?.stringValue ?? "")"
        #expect(try graph.send("GET", one)["status"] == "active")
    }

    @Test(arguments: [
        "/beta/roleManagement/exchange/roleAssignments", "/beta/roleManagement/cloudPC/roleDefinitions",
        "/beta/tenantRelationships/managedTenants/tenants",
    ])
    func saysThatItLacksWhatTheServiceHas(_ target: String) throws {
        #expect(try graph.send("GET", target).status == 501)
    }

    @Test func aRoleIsFoundByItsTemplateAsOlderDocumentationWritesIt() throws {
        let template = DirectoryRoleID.globalAdministrator
        let wanted = try graph.send("GET", "directoryRoles(roleTemplateId='\(template)')/members")
        let found = try graph.send("GET", "directoryRoles/roleTemplateId=\(template)/members")
        #expect(found.status == 200 && found.values == wanted.values && !found.values.isEmpty)
        #expect(
            try graph.send("GET", "directoryRoles/roleTemplateId=\(template)")["roleTemplateId"] == .string(template)
        )
    }

    @Test func takesTextsForTruths() throws {
        #expect(try graph.send("PATCH", "users/adele@contoso.com", ["accountEnabled": "false"]).status == 204)
        let shown = try graph.send("GET", "users/adele@contoso.com?$select=accountEnabled")
        #expect(shown["accountEnabled"] == false)
        let group: JSONValue = [
            "displayName": "Texts", "mailNickname": "texts", "mailEnabled": "false", "securityEnabled": "True",
        ]
        let made = try graph.send("POST", "groups", group)
        #expect(made.status == 201 && made["securityEnabled"] == true && made["mailEnabled"] == false)
        let wrong = try graph.send("PATCH", "users/adele@contoso.com", ["accountEnabled": "no"])
        #expect(wrong.status == 400)
    }

    @Test func exchangeOffersTheRolesOnMailboxes() throws {
        let target = "servicePrincipals(appId='00000002-0000-0ff1-ce00-000000000000')?$select=appRoles"
        let roles = try graph.send("GET", target)["appRoles"]?.arrayValue ?? []
        func id(_ value: String) -> JSONValue? { roles.first { $0["value"]?.stringValue == value }?["id"] }
        #expect(id("full_access_as_app") == "dc890d15-9560-4a4c-9b7f-a736ec74ec40")
        #expect(id("IMAP.AccessAsApp") == "5e5addcd-3e8d-4e90-baf5-964efab2b20a")
        #expect(id("Mail.Send") == "b633e1c5-b582-4048-a93e-9f11b44c7e96")
    }
}
