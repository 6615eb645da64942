import ExoJSON
import Testing

@testable import EmulatorCore

/// Casts, relations, properties as segments and query options, on every set alike.
struct GraphModelTests {
    private let graph: GraphBench
    private static let eventual = [("ConsistencyLevel", "eventual")]

    init() throws { graph = try GraphBench() }

    private func id(_ name: String) throws -> String { try graph.send("GET", "users/\(name)@contoso.com").id }

    private func reference(_ id: String) -> JSONValue {
        ["@odata.id": .string("https://graph.microsoft.com/v1.0/directoryObjects/\(id)")]
    }

    private func tool() throws -> (GraphBench.Answer, GraphBench.Answer) {
        let made = try graph.makeApplication([
            "displayName": "Tool",
            "appRoles": [
                [
                    "id": "66666666-2222-4333-8444-555555555555", "allowedMemberTypes": ["User"], "displayName": "Run",
                    "description": "Runs", "value": "Run", "isEnabled": true,
                ]
            ],
        ])
        _ = try graph.send("POST", "applications/\(made.app.id)/owners/$ref", reference(id("adele")))
        _ = try graph.send("POST", "servicePrincipals/\(made.principal.id)/owners/$ref", reference(id("adele")))
        return made
    }

    @Test(arguments: ["graph", "microsoft.graph", "Microsoft.Graph", "GRAPH"])
    func castsInBothForms(_ namespace: String) throws {
        let (app, _) = try tool()
        let adele = try id("adele")
        let owners = try graph.send("GET", "applications/\(app.id)/owners/\(namespace).user")
        #expect(owners.values.map { $0["id"] } == [.string(adele)])
        let count = try graph.send(
            "GET",
            "applications/\(app.id)/owners/\(namespace).user/$count",
            headers: Self.eventual
        )
        #expect(count.response.text == "1")
        #expect(try graph.send("GET", "applications/\(app.id)/owners/\(namespace).servicePrincipal").values.isEmpty)
        #expect(try graph.send("GET", "directoryObjects/\(adele)/\(namespace).user").id == adele)
        #expect(try graph.send("GET", "directoryObjects/\(adele)/\(namespace).group").status == 404)
        #expect(try graph.send("GET", "users/\(adele)/\(namespace).user").id == adele)
        #expect(try graph.send("GET", "users/\(adele)/manager/\(namespace).user").status == 200)
        #expect(try graph.send("GET", "users/\(adele)/ownedObjects/\(namespace).application").values.count == 1)
        #expect(try graph.send("GET", "users/\(adele)/memberOf/\(namespace).group").status == 200)
        #expect(try graph.send("GET", "directory/deletedItems/\(namespace).user").status == 200)
    }

    @Test(arguments: ["graph.nonsense", "microsoft.graph.nonsense", "graph.", "microsoft.graph.user.user"])
    func refusesACastToNoType(_ cast: String) throws {
        let (app, _) = try tool()
        let adele = try id("adele")
        for path in [
            "applications/\(app.id)/owners", "users/\(adele)", "users/\(adele)/memberOf", "users/\(adele)/manager",
            "directory/deletedItems", "directoryObjects/\(adele)",
        ] {
            let answer = try graph.send("GET", "\(path)/\(cast)")
            #expect([400, 404, 405].contains(answer.status) && answer.body["value"] == nil, "\(path)")
        }
    }

    struct Expansion: Sendable, CustomTestStringConvertible {
        var target: String
        var relation: String
        var testDescription: String { "\(target) \(relation)" }
    }

    @Test(arguments: [
        Expansion(target: "users", relation: "manager"), Expansion(target: "users", relation: "memberOf"),
        Expansion(target: "users", relation: "directReports"), Expansion(target: "users", relation: "ownedObjects"),
        Expansion(target: "users/patti@contoso.com", relation: "directReports"),
        Expansion(target: "users/adele@contoso.com", relation: "manager"),
        Expansion(target: "directoryRoles", relation: "members"), Expansion(target: "groups", relation: "members"),
        Expansion(target: "groups", relation: "owners"), Expansion(target: "servicePrincipals", relation: "owners"),
        Expansion(target: "servicePrincipals", relation: "appRoleAssignments"),
        Expansion(target: "applications", relation: "owners"),
        Expansion(target: "applications", relation: "federatedIdentityCredentials"),
    ])
    func expandsInListsAndObjectsAlike(_ test: Expansion) throws {
        _ = try tool()
        for name in [test.relation, test.relation.uppercased()] {
            let answer = try graph.send("GET", "\(test.target)?$expand=\(name)&$select=id")
            #expect(answer.status == 200)
            let objects = answer["value"] == nil ? [answer.body] : answer.values
            #expect(objects.allSatisfy { $0[test.relation] != nil })
            let found = objects.contains {
                $0[test.relation]?.arrayValue?.isEmpty == false || $0["manager"]?["id"] != nil
            }
            #expect(found || ["federatedIdentityCredentials", "appRoleAssignments"].contains(test.relation))
        }
        let nested = try graph.send("GET", "\(test.target)?$expand=\(test.relation)($select=id)")
        #expect(nested.status == 200)
        for wrong in [
            "\(test.relation)($expand=owners)", "\(test.relation)(", "nonsense", "*", "\(test.relation),owners",
        ] {
            let refused = try graph.send("GET", "\(test.target)?$expand=\(wrong)")
            #expect(refused.status == 400 && refused.errorCode != nil, "\(wrong)")
        }
    }

    @Test func keepsManagers() throws {
        let (adele, alex) = (try id("adele"), try id("alex"))
        let path = "users/\(alex)/manager"
        #expect(try graph.send("PUT", "\(path)/$ref", reference(adele)).status == 204)
        #expect(try graph.send("GET", path).id == adele)
        #expect(try graph.send("GET", "\(path)/$ref")["@odata.id"]?.stringValue?.hasSuffix(adele) == true)
        let reports = try graph.send("GET", "users/\(adele)/directReports?$select=id")
        #expect(reports.values.contains { $0["id"] == .string(alex) })
        #expect(try graph.send("PUT", "\(path)/$ref", reference(alex)).status == 400)
        #expect(try graph.send("DELETE", "\(path)/$ref").status == 204)
        let gone = try graph.send("GET", path)
        #expect(gone.status == 404 && gone.errorCode == "Request_ResourceNotFound")
        let chain = try graph.send("GET", "users/lynne@contoso.com?$expand=manager($select=displayName)")
        #expect(chain["manager"]?["displayName"] == "Adele Vance" && chain["manager"]?["mail"] == nil)
    }

    @Test(arguments: [
        "aboutMe", "birthday", "employeeHireDate", "interests", "licenseAssignmentStates", "mySite",
        "onPremisesExtensionAttributes", "onPremisesProvisioningErrors", "pastProjects", "preferredName",
        "provisionedPlans", "responsibilities", "schools", "signInActivity", "skills", "showInAddressList",
        "legalAgeGroupClassification", "isResourceAccount", "customSecurityAttributes", "imAddresses",
    ])
    func answersEveryPropertyOfAUser(_ name: String) throws {
        for select in [name, name.uppercased()] {
            let answer = try graph.send("GET", "users/adele@contoso.com?$select=\(select)")
            #expect(answer.status == 200)
            let value = answer[name]
            #expect(value == .null || value == [], "\(name)")
        }
    }

    @Test func keepsExtensionAttributesAndReadsNamesInAnyCase() throws {
        let body: JSONValue = ["JOBTITLE": "Chief", "onPremisesExtensionAttributes": ["extensionAttribute1": "a"]]
        #expect(try graph.send("PATCH", "users/adele@contoso.com", body).status == 204)
        let shown = try graph.send("GET", "users/adele@contoso.com?$select=JobTitle,ONPREMISESEXTENSIONATTRIBUTES")
        #expect(shown["jobTitle"] == "Chief")
        #expect(shown["onPremisesExtensionAttributes"]?["extensionAttribute1"] == "a")
        let target = "users?$select=MailNickName&$filter=MAILNICKNAME%20eq%20'adele'&$orderby=DisplayName"
        let found = try graph.send("GET", target, headers: Self.eventual)
        #expect(found.values.map { $0["mailNickname"] } == ["adele"])
        let filter = PercentCoding.encoded("assignedLicenses/$count eq 0")
        let licensed = try graph.send("GET", "users?$filter=\(filter)&$count=true", headers: Self.eventual)
        #expect(licensed.status == 200 && !licensed.values.isEmpty)
    }

    @Test func answersPropertiesAsSegments() throws {
        let (app, principal) = try tool()
        let name = try graph.send("GET", "users/adele@contoso.com/displayName")
        #expect(name["value"] == "Adele Vance")
        #expect(name["@odata.context"]?.stringValue?.hasSuffix("')/displayName") == true)
        #expect(try graph.send("GET", "users/adele@contoso.com/DISPLAYNAME/$value").response.text == "Adele Vance")
        #expect(try graph.send("GET", "users/adele@contoso.com/aboutMe").status == 204)
        #expect(try graph.send("GET", "users/adele@contoso.com/displayName?$select=id").status == 400)
        #expect(try graph.send("GET", "applications/\(app.id)/appRoles")["value"]?.arrayValue?.count == 1)
        #expect(try graph.send("GET", "servicePrincipals/\(principal.id)/appRoles")["value"]?.arrayValue?.count == 1)
        #expect(try graph.send("GET", "servicePrincipals/\(principal.id)/oauth2PermissionScopes")["value"] == [])
        #expect(try graph.send("GET", "applications/\(app.id)/web")["redirectUris"] == [])
    }

    @Test(arguments: [
        "devices", "reports/x", "users/adele@contoso.com/messages", "users/delta()", "users/microsoft.graph.delta()",
        "directory/attributeSets", "identity/conditionalAccess/namedLocations", "contracts", "teams",
        "users/adele@contoso.com/calendar/events", "auditLogs/directoryAudits", "policies/authorizationPolicy",
        "directory", "roleManagement",
        "directoryObjects", "users/adele@contoso.com/graph.agentUser", "users/adele@contoso.com/memberOf/delta()",
    ])
    func saysWhatItLacks(_ target: String) throws {
        let answer = try graph.send("GET", target)
        #expect(answer.status == 501 && answer.errorCode == "NotImplemented")
        #expect(answer["error"]?["message"]?.stringValue?.contains("emulator") == true)
        #expect(try graph.send("GET", "nonsense/\(target)").status == 400)
    }

    @Test func saysThatDomainsAreNotMade() throws {
        #expect(try graph.send("POST", "domains", ["id": "new.example"]).status == 501)
    }

    @Test(arguments: [
        "users/adele@contoso.com?$top=1", "users/adele@contoso.com?$filter=id%20eq%20'a'",
        "users?$select=id&$select=id",
        "users?$SELECT=id&select=id", "users?$apply=x", "directoryRoles?$expand=nonsense", "organization?$expand=x",
        "users/adele@contoso.com?$orderby=id", "domains/contoso.com?$search=x", "users?$deltatoken=x",
    ])
    func dropsNoOption(_ target: String) throws {
        #expect(try graph.send("GET", target, headers: Self.eventual).status == 400)
    }

    @Test func readsOptionsWithoutTheirSign() throws {
        #expect(try graph.send("GET", "users?top=1&SELECT=id").values.map(\.names) == [["id"]])
    }

    @Test func choosesRelationsThatItLacksWithoutShowingThem() throws {
        let answer = try graph.send("GET", "users/adele@contoso.com?$select=id,activities,photo,manager")
        #expect(answer.body.names == ["@odata.context", "id"])
        #expect(try graph.send("GET", "groups?$select=activities").status == 400)
    }

    @Test func searchesForStartsOfWords() throws {
        func found(_ text: String) throws -> Int {
            try graph.send("GET", "users?$search=%22\(text)%22", headers: Self.eventual).values.count
        }
        #expect(try found("displayName:vanc") == 1 && found("displayName:ance") == 0)
        #expect(try found("DISPLAYNAME:adele%20v") == 1)
    }

    @Test func answersForPhotosGroupsAndPolicies() throws {
        let photo = try graph.send("GET", "users/adele@contoso.com/photo/$value")
        #expect(photo.status == 404 && photo.errorCode == "ImageNotFound")
        let group = try #require(try graph.send("GET", "groups?$top=1").values.first?["id"]?.stringValue)
        let shown = try graph.send("GET", "groups/\(group)?$select=allowExternalSenders,hideFromAddressLists")
        #expect(shown.status == 200 && shown["allowExternalSenders"] == .null)
        #expect(try graph.send("GET", "policies/conditionalAccessPolicies").status == 200)
    }

    @Test func checksMemberObjects() throws {
        let admin = try id("admin")
        let roles = try graph.send("GET", "users/\(admin)/memberOf/graph.directoryRole").values.compactMap { $0["id"] }
        let answer = try graph.send("POST", "users/\(admin)/checkMemberObjects", ["ids": .array(roles)])
        #expect(!roles.isEmpty && answer["value"] == .array(roles))
        let groups = try graph.send("POST", "users/\(admin)/checkMemberGroups", ["groupIds": .array(roles)])
        #expect(groups["value"] == [])
    }

    @Test func validatesNamesOfGroups() throws {
        func status(_ nickname: String, _ type: String = "Group") throws -> Int {
            let body: JSONValue = [
                "entityType": .string(type), "displayName": "Testers", "mailNickname": .string(nickname),
            ]
            return try graph.send("POST", "directoryObjects/validateProperties", body).status
        }
        #expect(try status("testers.new") == 204)
        #expect(try status("with space") == 422)
        #expect(try status("testers.new", "User") == 400)
    }

    @Test func takesNumbersAsIdsInABatch() throws {
        func batch(_ id: JSONValue) throws -> GraphBench.Answer {
            let item: JSONValue = ["id": id, "method": "GET", "url": "/domains"]
            let second: JSONValue = ["id": "last", "method": "GET", "url": "/domains", "dependsOn": [id]]
            return try graph.send("POST", "$batch", ["requests": [item, second]])
        }
        for (id, text) in [(1, "1"), ("a", "a"), (1.5, "1.5")] as [(JSONValue, String)] {
            let responses = try batch(id)["responses"]?.arrayValue ?? []
            #expect(responses.map { $0["id"] } == [.string(text), "last"])
            #expect(responses.allSatisfy { $0["status"] == 200 })
        }
        for id in [true, nil, [:], [], ""] as [JSONValue] { #expect(try batch(id).status == 400) }
    }

    @Test(arguments: ["$select", "$expand", "$orderby", "$search", "$skiptoken", "$filter"])
    func refusesAnEndlessOption(_ name: String) throws {
        for text in [String(repeating: "a", count: 10_000), String(repeating: "manager($expand=", count: 600)] {
            let answer = try graph.send("GET", "users?\(name)=\(PercentCoding.encoded(text))", headers: Self.eventual)
            #expect(answer.status == 400 && answer.errorCode != nil)
        }
    }
}
