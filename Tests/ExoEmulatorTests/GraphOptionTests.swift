import ExoJSON
import Testing

@testable import EmulatorCore

/// Query options: applied, or refused by name, whatever is asked.
struct GraphOptionTests {
    private static let eventual = [("ConsistencyLevel", "eventual")]
    private let graph: GraphBench

    init() throws { graph = try GraphBench() }

    struct Request: Sendable, CustomTestStringConvertible {
        var method = "GET"
        var target: String
        var body: JSONValue?
        var option: String
        var testDescription: String { "\(method) \(target) \(option)" }
    }

    private static let adele = "users/adele@contoso.com"
    private static let person: JSONValue = [
        "accountEnabled": true, "displayName": "New", "mailNickname": "new.user",
        "userPrincipalName": "new.user@contoso.com", "passwordProfile": ["password": "Emulator-1234"],
    ]

    @Test(arguments: [
        Request(method: "POST", target: "users", body: person, option: "$expand=manager"),
        Request(method: "POST", target: "users", body: person, option: "$filter=id%20eq%20'a'"),
        Request(method: "PATCH", target: adele, body: ["jobTitle": "Changed"], option: "$select=id"),
        Request(method: "DELETE", target: adele, option: "$top=1"),
        Request(method: "POST", target: "\(adele)/revokeSignInSessions", option: "$select=value"),
        Request(method: "POST", target: "\(adele)/getMemberGroups", body: [:], option: "$select=id"),
        Request(
            method: "PUT",
            target: "\(adele)/manager/$ref",
            body: ["@odata.id": "https://graph.microsoft.com/v1.0/users/alex@contoso.com"],
            option: "$select=id"
        ),
        Request(method: "DELETE", target: "\(adele)/manager/$ref", option: "$expand=manager"),
        Request(
            method: "POST",
            target: "directoryObjects/getByIds",
            body: ["ids": ["a"]],
            option: "$filter=a%20eq%201"
        ),
        Request(method: "POST", target: "$batch", body: ["requests": []], option: "$select=id"),
        Request(target: "\(adele)/manager/$ref", option: "$select=id"),
        Request(target: "\(adele)/memberOf/$ref", option: "$expand=members"),
        Request(target: "\(adele)/displayName", option: "$filter=id%20eq%20'a'"),
        Request(target: "\(adele)/displayName/$value", option: "$search=a"),
        Request(target: "users/$count", option: "$select=id"),
        Request(target: "domains/$count", option: "$top=1"),
        Request(target: "directory/deletedItems/$count", option: "$expand=manager"),
        Request(target: "domains/contoso.com", option: "$top=1"),
        Request(target: "users", option: "$apply=aggregate"),
        Request(target: "users", option: "$filter="),
        Request(target: "users", option: "$levels=2"), Request(target: "users", option: "$format=xml"),
    ])
    func refusesByNameWhatItDoesNotApply(_ request: Request) throws {
        let before = try graph.send("GET", "\(Self.adele)?$expand=manager").body
        let answer = try graph.send(
            request.method,
            "\(request.target)?\(request.option)",
            request.body,
            headers: Self.eventual
        )
        let name = request.option.prefix { $0 != "=" }
        #expect(answer.status == 400)
        #expect(answer["error"]?["message"]?.stringValue?.contains("'\(name)'") == true)
        #expect(try graph.send("GET", "users/new.user@contoso.com").status == 404)
        #expect(try graph.send("GET", "\(Self.adele)?$expand=manager").body == before)
    }

    @Test func choosesPropertiesOfWhatIsMadeFoundAndRestored() throws {
        let made = try graph.send("POST", "users?$select=id,accountEnabled", Self.person)
        #expect(made.status == 201 && made.body.names == ["@odata.context", "id", "accountEnabled"])
        let app = try graph.send("POST", "applications?select=appId", ["displayName": "Tool"])
        #expect(app.status == 201 && app.body.names == ["@odata.context", "appId"])
        let body: JSONValue = ["ids": [.string(made.id)]]
        let found = try graph.send("POST", "directoryObjects/getByIds?$select=userPrincipalName", body)
        #expect(found.values.map(\.names) == [["@odata.type", "userPrincipalName"]])
        #expect(try graph.send("DELETE", "users/\(made.id)").status == 204)
        let deleted = try graph.send("GET", "directory/deletedItems/\(made.id)?$select=displayName")
        #expect(deleted.body.names == ["@odata.context", "@odata.type", "displayName"])
        let restored = try graph.send("POST", "directory/deletedItems/\(made.id)/restore?$select=mailNickname")
        #expect(restored.body.names == ["@odata.context", "@odata.type", "mailNickname"])
    }

    @Test func appliesOptionsToAddressesAndNumbersOfSmallLists() throws {
        let group = try #require(
            try graph.send("GET", "groups?$expand=members($select=id)&$top=999").values
                .first { ($0["members"]?.arrayValue?.count ?? 0) > 1 }
        )
        let path = "groups/\(group["id"]?.stringValue ?? "")/members"
        let all = try graph.send("GET", "\(path)/$ref").values
        var found: [JSONObject] = []
        var next: String? = "\(path)/$ref?$top=1"
        while let target = next, found.count <= all.count {
            let answer = try graph.send("GET", target)
            #expect(answer.status == 200 && answer.values.count == 1)
            found += answer.values
            next = answer["@odata.nextLink"]?.stringValue.map { String($0.dropFirst("https://localhost:8443".count)) }
        }
        #expect(all.count > 1 && found == all)
        let id = try #require(try graph.send("GET", path).values.first?["id"]?.stringValue)
        let filter = "$filter=\(PercentCoding.encoded("id eq '\(id)'"))"
        #expect(try graph.send("GET", "\(path)/$ref?\(filter)").values.count == 1)
        let count = try graph.send("GET", "\(path)/$count?\(filter)", headers: Self.eventual)
        #expect(count.response.text == "1")
        let domains = try graph.send(
            "GET",
            "domains/$count?$filter=isDefault%20eq%20true",
            headers: Self.eventual
        )
        #expect(domains.response.text == "1")
    }

    @Test func expandsInMixedListsWhereTheKindHasTheRelation() throws {
        let leader = try graph.send("GET", Self.adele).id
        let reports = try graph.send("GET", "users/\(leader)/directReports?$expand=manager($select=id)&$select=id")
            .values
        #expect(!reports.isEmpty && reports.allSatisfy { $0["manager"]?["id"] == .string(leader) })
        let one = try graph.send("GET", "directoryObjects/\(leader)?$expand=directReports($select=id)")
        #expect(one["directReports"]?.arrayValue?.count == reports.count)
    }

    @Test(arguments: [
        "users", "users/adele@contoso.com", "users/adele@contoso.com/memberOf", "groups", "domains", "directoryRoles",
        "directory/deletedItems", "auditLogs/signIns", "roleManagement/directory/roleAssignments", "organization",
        "identity/conditionalAccess/policies", "oauth2PermissionGrants", "directoryObjects/x",
    ])
    func refusesOptionsWithoutEnd(_ target: String) throws {
        let names = [
            "$select", "$expand", "$filter", "$orderby", "$search", "$skiptoken", "$top", "$count", "$nonsense",
        ]
        let texts = [
            String(repeating: "a", count: 10_240), String(repeating: "manager($expand=", count: 640),
            String(repeating: "a/", count: 5120), String(repeating: "a(", count: 5120),
            String(repeating: ",", count: 10_240), String(repeating: "not(", count: 2560),
        ]
        for name in names {
            for text in texts {
                let target = "\(target)?\(name)=\(PercentCoding.encoded(text))"
                let answer = try graph.send("GET", target, headers: Self.eventual)
                #expect(answer.status == 400 && answer.errorCode != nil, "\(name)=\(text.prefix(10))")
            }
        }
    }

    @Test(arguments: [
        ("manager($expand=manager)", "$expand"), ("manager($expand=manager($expand=manager))", "$expand"),
        ("manager($levels=max)", "$levels"), ("memberOf($filter=id eq 'a')", "$filter"), ("memberOf($top=1)", "$top"),
        ("manager($select=id;$expand=manager)", "$expand"),
    ])
    func refusesByNameWhatItDoesNotNest(_ text: String, _ option: String) throws {
        let answer = try graph.send("GET", "users?$expand=\(PercentCoding.encoded(text))", headers: Self.eventual)
        #expect(answer.status == 400 && answer.errorCode == "Request_UnsupportedQuery")
        #expect(answer["error"]?["message"]?.stringValue?.contains("'\(option)'") == true)
    }
}
