import ExoJSON
import Testing

@testable import EmulatorCore

/// Values with members: chosen from, read as segments, filtered by, and changed one member at a time.
struct GraphValueTests {
    private let graph: GraphBench

    init() throws { graph = try GraphBench() }

    private static let body: JSONValue = [
        "displayName": "Tool",
        "web": ["redirectUris": ["https://app.example/a"], "logoutUrl": "https://app.example/out"],
    ]

    @Test(arguments: [
        "id,web/redirectUris", "id,web($select=redirectUris)", "ID,WEB/REDIRECTURIS",
        "id, web( $select = redirectUris )",
    ])
    func choosesMembersOfAValue(_ select: String) throws {
        let id = try graph.send("POST", "applications", Self.body).id
        for target in ["applications/\(id)", "applications"] {
            let filter = target == "applications" ? "&$filter=displayName%20eq%20'Tool'" : ""
            let answer = try graph.send("GET", "\(target)?$select=\(PercentCoding.encoded(select))\(filter)")
            let object = answer.values.first ?? answer.body
            #expect(object["web"] == ["redirectUris": ["https://app.example/a"]])
            #expect(object["id"] == .string(id) && object["displayName"] == nil)
            #expect(answer["@odata.context"]?.stringValue?.contains("(id,web/redirectUris)") == true)
        }
    }

    @Test func choosesSeveralMembersAndThoseOfElements() throws {
        let id = try graph.send("POST", "applications", Self.body).id
        let both = try graph.send("GET", "applications/\(id)?$select=web/logoutUrl,web/redirectUris")
        #expect(both["web"]?.objectValue?.names.sorted() == ["logoutUrl", "redirectUris"])
        let deep = try graph.send("GET", "applications/\(id)?$select=web/implicitGrantSettings/enableIdTokenIssuance")
        #expect(deep["web"] == ["implicitGrantSettings": ["enableIdTokenIssuance": false]])
        let whole = try graph.send("GET", "applications/\(id)?$select=web/logoutUrl,web")
        #expect((whole["web"]?.objectValue?.count ?? 0) > 2)
        let elements = try graph.send("GET", "users/adele@contoso.com?$select=identities/signInType")
        #expect(elements["identities"] == [["signInType": "userPrincipalName"]])
        let missing = try graph.send("GET", "users/adele@contoso.com?$select=employeeOrgData/division")
        #expect(missing.body.names == ["@odata.context", "employeeOrgData"])
    }

    @Test(arguments: [
        "web/nonsense", "web($select=nonsense)", "displayName/nonsense", "web($expand=nonsense)", "web(", "web)",
        "web/redirectUris/nonsense", "owners/displayName", "nonsense/id", ",",
    ])
    func refusesMembersThatAValueDoesNotHave(_ select: String) throws {
        let answer = try graph.send("GET", "applications?$select=\(PercentCoding.encoded(select))")
        #expect(answer.status == 400)
        let message = answer["error"]?["message"]?.stringValue ?? ""
        #expect(
            !select.contains("nonsense") || message.contains("nonsense") || message.contains("$select"),
            "\(message)"
        )
    }

    @Test func readsMembersAsSegmentsAndFiltersByThem() throws {
        let id = try graph.send("POST", "applications", Self.body).id
        #expect(try graph.send("GET", "applications/\(id)/web/logoutUrl")["value"] == "https://app.example/out")
        let text = try graph.send("GET", "applications/\(id)/web/logoutUrl/$value").response.text
        #expect(text == "https://app.example/out")
        #expect(try graph.send("GET", "applications/\(id)/web/redirectUris/$count").response.text == "1")
        #expect(try graph.send("GET", "applications/\(id)/web/nonsense").status == 400)
        #expect(try graph.send("GET", "applications/\(id)/web/$value").status == 400)
        let change: JSONValue = ["onPremisesExtensionAttributes": ["extensionAttribute1": "a"]]
        #expect(try graph.send("PATCH", "users/adele@contoso.com", change).status == 204)
        let filter = PercentCoding.encoded("ONPREMISESEXTENSIONATTRIBUTES/extensionattribute1 eq 'A'")
        let found = try graph.send("GET", "users?$select=mailNickname&$filter=\(filter)")
        #expect(found.values.map { $0["mailNickname"] } == ["adele"])
        for wrong in [
            "onPremisesExtensionAttributes/x eq 'a'", "proxyAddresses eq 'a'", "identities/any(i:i/x eq 'a')",
        ] {
            let refused = try graph.send("GET", "users?$filter=\(PercentCoding.encoded(wrong))")
            #expect(refused.status == 400 && refused.errorCode == "BadRequest", "\(wrong)")
        }
    }

    @Test func keepsEveryPropertyOfAUserThatCanBeSet() throws {
        let body: JSONValue = [
            "skills": ["Swift"], "interests": ["Chess"], "aboutMe": "Me", "birthday": "2000-02-29T00:00:00Z",
            "mySite": "https://site.example", "preferredName": "Ad", "onPremisesImmutableId": "x",
            "employeeLeaveDateTime": "2027-01-01T00:00:00Z",
        ]
        #expect(try graph.send("PATCH", "users/adele@contoso.com", body).status == 204)
        let names = body.objectValue?.names ?? []
        let shown = try graph.send("GET", "users/adele@contoso.com?$select=\(names.joined(separator: ","))")
        for name in names { #expect(shown[name] == body[name], "\(name)") }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var set: String
        var name: String
        var status: Int
        var testDescription: String { "\(set) \(name)" }
    }

    @Test(arguments: [
        Refusal(set: "users", name: "signInActivity", status: 400),
        Refusal(set: "users", name: "CREATEDDATETIME", status: 400),
        Refusal(set: "users", name: "identities", status: 501),
        Refusal(set: "users", name: "manager@odata.bind", status: 501),
        Refusal(set: "users", name: "nonsense@odata.bind", status: 400),
        Refusal(set: "users", name: "sendMail", status: 400), Refusal(set: "groups", name: "isArchived", status: 501),
        Refusal(set: "groups", name: "renewedDateTime", status: 400),
        Refusal(set: "groups", name: "surname", status: 400), Refusal(set: "applications", name: "logo", status: 501),
        Refusal(set: "applications", name: "publisherDomain", status: 400),
    ])
    func namesWhatCannotBeSet(_ test: Refusal) throws {
        let id = try graph.send("GET", "\(test.set)?$top=1&$select=id").values.first?["id"]?.stringValue ?? ""
        let body = JSONValue.object(JSONObject([.init(name: test.name, value: "x")]))
        let answer = try graph.send("PATCH", "\(test.set)/\(id)", body)
        #expect(answer.status == test.status)
        #expect(answer["error"]?["message"]?.stringValue?.contains(test.name) == true)
        #expect(test.status != 501 || answer.errorCode == "NotImplemented")
    }

    struct Change: Sendable, CustomTestStringConvertible {
        var set: String
        var property: String
        var first: JSONValue
        var second: JSONValue
        var kept: JSONValue
        var testDescription: String { "\(set) \(property)" }
    }

    @Test(arguments: [
        Change(
            set: "users",
            property: "onPremisesExtensionAttributes",
            first: ["extensionAttribute1": "a", "EXTENSIONATTRIBUTE2": "b"],
            second: ["extensionAttribute2": nil, "extensionAttribute3": "c"],
            kept: ["extensionAttribute1": "a", "extensionAttribute2": nil, "extensionAttribute3": "c"]
        ),
        Change(
            set: "users",
            property: "employeeOrgData",
            first: ["division": "North"],
            second: ["costCenter": "1"],
            kept: ["division": "North", "costCenter": "1"]
        ),
        Change(
            set: "applications",
            property: "servicePrincipalLockConfiguration",
            first: ["isEnabled": true],
            second: ["allProperties": true],
            kept: ["isEnabled": true, "allProperties": true]
        ),
        Change(
            set: "applications",
            property: "optionalClaims",
            first: ["idToken": [["name": "email"]], "accessToken": [["name": "ctry"]]],
            second: ["idToken": [["name": "upn"]]],
            kept: ["idToken": [["name": "upn"]], "accessToken": [["name": "ctry"]]]
        ),
        Change(
            set: "identity/conditionalAccess/policies",
            property: "conditions",
            first: ["users": ["includeUsers": ["All"]], "applications": ["includeApplications": ["All"]]],
            second: ["users": ["excludeUsers": ["GuestsOrExternalUsers"]]],
            kept: [
                "users": ["includeUsers": ["All"], "excludeUsers": ["GuestsOrExternalUsers"]],
                "applications": ["includeApplications": ["All"]],
            ]
        ),
    ])
    func changesOnlyTheMembersThatAreGiven(_ change: Change) throws {
        let target: String
        switch change.set {
        case "users": target = "users/adele@contoso.com"
        case "applications": target = "applications/\(try graph.send("POST", "applications", Self.body).id)"
        default:
            let policy: JSONValue = [
                "displayName": "p", "state": "disabled", "conditions": change.first,
                "grantControls": ["operator": "OR", "builtInControls": ["mfa"]],
            ]
            target = "\(change.set)/\(try graph.send("POST", change.set, policy).id)"
        }
        for value in [change.first, change.second] {
            let body = JSONValue.object(JSONObject([.init(name: change.property, value: value)]))
            #expect(try graph.send("PATCH", target, body).status == 204)
        }
        #expect(try graph.send("GET", "\(target)?$select=\(change.property)")[change.property] == change.kept)
        let nothing = JSONValue.object(JSONObject([.init(name: change.property, value: .null)]))
        guard change.set != "identity/conditionalAccess/policies" else { return }
        #expect(try graph.send("PATCH", target, nothing).status == 204)
        #expect(try graph.send("GET", "\(target)?$select=\(change.property)")[change.property] == .null)
    }

    @Test(
        arguments: [
            (["onPremisesExtensionAttributes": ["extensionAttribute16": "a"]], "extensionAttribute16"),
            (["onPremisesExtensionAttributes": ["extensionAttribute1": 5]], "extensionAttribute1"),
            (["onPremisesExtensionAttributes": "a"], "onPremisesExtensionAttributes"),
            (["employeeOrgData": ["division": ["x": "y"]]], "division"), (["otherMails": "a@b.example"], "otherMails"),
            (["showInAddressList": "yes"], "showInAddressList"), (["employeeHireDate": "soon"], "employeeHireDate"),
        ] as [(JSONValue, String)]
    )
    func refusesValuesOfAnotherType(_ body: JSONValue, _ name: String) throws {
        let answer = try graph.send("PATCH", "users/adele@contoso.com", body)
        #expect(answer.status == 400 && answer.errorCode == "Request_BadRequest")
        #expect(answer["error"]?["message"]?.stringValue?.contains(name) == true)
    }
}
