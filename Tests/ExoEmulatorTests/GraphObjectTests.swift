import ExoJSON
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorGraph
@testable import ExoEmulator

/// Each kind of object through its life.
struct GraphObjectTests {
    private let graph: GraphBench

    init() throws { graph = try GraphBench() }

    private func reference(_ id: String) -> JSONValue {
        ["@odata.id": .string("https://graph.microsoft.com/v1.0/directoryObjects/\(id)")]
    }

    private func userID(_ alias: String) throws -> String {
        try #require(try graph.entra.context.directory.user("\(alias)@contoso.com")).id
    }

    @Test func changesAnApplicationAsAWhole() throws {
        let (app, _) = try graph.makeApplication()
        let scope: JSONValue = [
            "id": "11111111-2222-4333-8444-555555555555", "type": "User", "value": "Use", "isEnabled": true,
            "adminConsentDisplayName": "Use", "adminConsentDescription": "Use it",
        ]
        let change: JSONValue = [
            "displayName": "Changed", "identifierUris": ["api://changed"], "tags": ["a"],
            "optionalClaims": ["idToken": []], "isFallbackPublicClient": true,
            "web": [
                "redirectUris": ["https://app.example/a"], "logoutUrl": "https://app.example/out",
                "implicitGrantSettings": ["enableIdTokenIssuance": true],
            ],
            "spa": ["redirectUris": ["https://spa.example"]],
            "api": [
                "requestedAccessTokenVersion": 2, "oauth2PermissionScopes": [scope],
                "preAuthorizedApplications": [
                    [
                        "appId": .string(EntraBench.publicClient),
                        "delegatedPermissionIds": ["11111111-2222-4333-8444-555555555555"],
                    ]
                ],
            ],
            "appRoles": [
                [
                    "id": "66666666-2222-4333-8444-555555555555", "allowedMemberTypes": ["User"],
                    "displayName": "Reader",
                    "description": "Reads", "isEnabled": true, "value": "Reader",
                ]
            ],
        ]
        #expect(try graph.send("PATCH", "applications/\(app.id)", change).status == 204)
        let shown = try graph.send("GET", "applications(appId='\(app["appId"]?.stringValue ?? "")')")
        for name in ["displayName", "identifierUris", "tags", "optionalClaims", "isFallbackPublicClient"] {
            #expect(shown[name] == change[name], "\(name)")
        }
        #expect(shown["web"]?["logoutUrl"] == "https://app.example/out")
        #expect(shown["api"]?["preAuthorizedApplications"] == change["api"]?["preAuthorizedApplications"])
        #expect(shown["api"]?["requestedAccessTokenVersion"] == 2)
        #expect(shown["appRoles"]?[0]?["value"] == "Reader")
        let removal = try graph.send("PATCH", "applications/\(app.id)", ["appRoles": []])
        #expect(removal.errorCode == "CannotDeleteOrUpdateEnabledEntitlement")
        #expect(try graph.send("PATCH", "applications/\(app.id)", ["displayName": "Again"]).status == 204)
        let again = try graph.send("GET", "applications/\(app.id)")
        #expect(again["web"] == shown["web"] && again["displayName"] == "Again")
    }

    @Test func keepsSecretsToItself() throws {
        let (app, _) = try graph.makeApplication()
        let made = try graph.send(
            "POST",
            "applications/\(app.id)/addPassword",
            ["passwordCredential": ["displayName": "x"]]
        )
        let text = try #require(made["secretText"]?.stringValue)
        #expect(text.utf8.count == 40 && made["hint"] == .string(String(text.prefix(3))))
        let shown = try graph.send("GET", "applications/\(app.id)")
        #expect(!shown.response.text.contains(text))
        #expect(shown["passwordCredentials"]?[0]?["secretText"] == JSONValue.null)
        let removal: JSONValue = ["keyId": made["keyId"] ?? .null]
        #expect(try graph.send("POST", "applications/\(app.id)/removePassword", removal).status == 204)
        #expect(try graph.send("POST", "applications/\(app.id)/removePassword", removal).status == 400)
    }

    @Test func makesByUniqueNameWhatIsMissing() throws {
        let headers = [("Prefer", "create-if-missing")]
        let target = "applications(uniqueName='tool-1')"
        #expect(try graph.send("PATCH", target, ["displayName": "Tool"]).status == 404)
        let made = try graph.send("PATCH", target, ["displayName": "Tool"], headers: headers)
        #expect(made.status == 201 && made["uniqueName"] == "tool-1")
        #expect(try graph.send("PATCH", target, ["displayName": "Tool 2"], headers: headers).status == 204)
        #expect(try graph.send("GET", "applications/\(made.id)")["displayName"] == "Tool 2")
        let appID = made["appId"]?.stringValue ?? ""
        let principal = try graph.send("PATCH", "servicePrincipals(appId='\(appID)')", [:], headers: headers)
        #expect(principal.status == 201)
        let change: JSONValue = ["appRoleAssignmentRequired": true, "accountEnabled": false]
        #expect(try graph.send("PATCH", "servicePrincipals(appId='\(appID)')", change, headers: headers).status == 204)
        let shown = try graph.send("GET", "servicePrincipals/\(principal.id)")
        #expect(shown["appRoleAssignmentRequired"] == true && shown["accountEnabled"] == false)
    }

    @Test func deletesAndRestores() throws {
        let (app, principal) = try graph.makeApplication()
        #expect(try graph.send("DELETE", "applications/\(app.id)").status == 204)
        #expect(try graph.send("GET", "applications/\(app.id)").status == 404)
        #expect(try graph.send("GET", "servicePrincipals/\(principal.id)").status == 404)
        let list = try graph.send("GET", "directory/deletedItems/microsoft.graph.application")
        #expect(list.values.map { $0["displayName"] } == ["Tool"])
        #expect(try graph.send("POST", "directory/deletedItems/\(app.id)/restore")["id"] == .string(app.id))
        #expect(try graph.send("GET", "servicePrincipals/\(principal.id)").status == 200)
        #expect(try graph.send("DELETE", "applications/\(app.id)").status == 204)
        #expect(try graph.send("DELETE", "directory/deletedItems/\(app.id)").status == 204)
        #expect(try graph.send("POST", "directory/deletedItems/\(app.id)/restore").status == 404)
    }

    @Test func restoresWhoLedAndWhomSomebodyLed() throws {
        let (megan, alex, adele) = (try userID("megan"), try userID("alex"), try userID("adele"))
        let manager = try graph.send("GET", "users/\(megan)/manager").id
        let reports = try graph.send("GET", "users/\(megan)/directReports?$select=id").values
        #expect(manager != "" && reports.contains { $0["id"] == .string(alex) } && reports.count > 1)
        #expect(try graph.send("DELETE", "users/\(megan)").status == 204)
        #expect(try graph.send("GET", "users/\(alex)/manager").status == 404)
        // Who has another manager by then keeps that one.
        #expect(try graph.send("PUT", "users/\(alex)/manager/$ref", reference(adele)).status == 204)
        #expect(try graph.send("POST", "directory/deletedItems/\(megan)/restore").status == 200)
        #expect(try graph.send("GET", "users/\(megan)/manager").id == manager)
        #expect(try graph.send("GET", "users/\(alex)/manager").id == adele)
        let after = try graph.send("GET", "users/\(megan)/directReports?$select=id").values
        #expect(after == reports.filter { $0["id"] != .string(alex) })
    }

    @Test(arguments: [true, false])
    func restoresWhatLiesBetweenTwoDeletedObjectsInEitherOrder(_ isReversed: Bool) throws {
        let (megan, alex) = (try userID("megan"), try userID("alex"))
        let unified = PercentCoding.encoded("groupTypes/any(t:t eq 'Unified')")
        let groups = try graph.send("GET", "groups?$filter=\(unified)&$expand=members($select=id)").values
        let group = try #require(
            groups.first { $0["members"]?.arrayValue?.contains { $0["id"] == .string(alex) } == true }?["id"]?
                .stringValue
        )
        for target in ["users/\(alex)", "users/\(megan)", "groups/\(group)"] {
            #expect(try graph.send("DELETE", target).status == 204)
        }
        let order = [alex, megan, group]
        for id in isReversed ? order.reversed() : order {
            #expect(try graph.send("POST", "directory/deletedItems/\(id)/restore").status == 200)
        }
        #expect(try graph.send("GET", "users/\(alex)/manager").id == megan)
        #expect(try graph.send("GET", "groups/\(group)/members/\(alex)").id == alex)
        #expect(try graph.send("GET", "directory/deletedItems").values.isEmpty)
    }

    @Test func keepsOwners() throws {
        let (app, _) = try graph.makeApplication()
        let adele = try userID("adele")
        #expect(try graph.send("POST", "applications/\(app.id)/owners/$ref", reference(adele)).status == 204)
        #expect(try graph.send("POST", "applications/\(app.id)/owners/$ref", reference(adele)).status == 400)
        #expect(try graph.send("GET", "applications/\(app.id)/owners").values.map { $0["id"] } == [.string(adele)])
        let owned = try graph.send("GET", "users/\(adele)/ownedObjects")
        #expect(owned.values.map { $0["id"] } == [.string(app.id)])
        #expect(try graph.send("DELETE", "applications/\(app.id)/owners/\(adele)/$ref").status == 204)
        #expect(try graph.send("DELETE", "applications/\(app.id)/owners/\(adele)/$ref").status == 404)
    }

    @Test func trustsOtherIssuers() throws {
        let (app, _) = try graph.makeApplication()
        let path = "applications/\(app.id)/federatedIdentityCredentials"
        let body: JSONValue = [
            "name": "deploy", "issuer": "https://token.actions.githubusercontent.com", "subject": "repo:a/b:ref:c",
            "audiences": ["api://AzureADTokenExchange"], "description": "d",
        ]
        let made = try graph.send("POST", path, body)
        #expect(made.status == 201)
        #expect(try graph.send("POST", path, body).status == 409)
        #expect(try graph.send("PATCH", "\(path)/\(made.id)", ["subject": "repo:x"]).status == 204)
        #expect(try graph.send("PATCH", "\(path)/\(made.id)", ["name": "other"]).status == 400)
        #expect(try graph.send("GET", "\(path)/deploy")["subject"] == "repo:x")
        #expect(try graph.send("GET", path).values.count == 1)
        #expect(try graph.send("DELETE", "\(path)/\(made.id)").status == 204)
        #expect(try graph.send("GET", path).values.isEmpty)
    }

    @Test func grantsOnceAndRevokes() throws {
        let (_, principal) = try graph.makeApplication()
        let adele = try userID("adele")
        let body: JSONValue = [
            "clientId": .string(principal.id), "consentType": "Principal", "principalId": .string(adele),
            "resourceId": .string(try graph.principalID(FirstParty.graph)), "scope": "User.Read",
        ]
        let made = try graph.send("POST", "oauth2PermissionGrants", body)
        #expect(made.status == 201 && made.id.utf8.count == 64)
        #expect(try graph.send("POST", "oauth2PermissionGrants", body).status == 400)
        #expect(
            try graph.send("PATCH", "oauth2PermissionGrants/\(made.id)", ["scope": "openid User.Read"]).status == 204
        )
        for path in [
            "servicePrincipals/\(principal.id)/oauth2PermissionGrants", "users/\(adele)/oauth2PermissionGrants",
            "oauth2PermissionGrants?$filter=clientId%20eq%20'\(principal.id)'%20and%20consentType%20eq%20'Principal'",
        ] {
            #expect(try graph.send("GET", path).values.map { $0["scope"] } == ["openid User.Read"], "\(path)")
        }
        #expect(try graph.send("DELETE", "oauth2PermissionGrants/\(made.id)").status == 204)
        #expect(try graph.send("GET", "oauth2PermissionGrants/\(made.id)").status == 404)
    }

    @Test func assignsAppRolesOnce() throws {
        let (_, principal) = try graph.makeApplication()
        let adele = try userID("adele")
        let body: JSONValue = [
            "principalId": .string(adele), "resourceId": .string(principal.id),
            "appRoleId": "00000000-0000-0000-0000-000000000000",
        ]
        let made = try graph.send("POST", "users/\(adele)/appRoleAssignments", body)
        #expect(made.status == 201 && made["principalType"] == "User")
        #expect(try graph.send("POST", "servicePrincipals/\(principal.id)/appRoleAssignedTo", body).status == 400)
        let unknown: JSONValue = [
            "principalId": .string(adele), "resourceId": .string(principal.id),
            "appRoleId": "12345678-0000-4000-8000-000000000000",
        ]
        #expect(try graph.send("POST", "users/\(adele)/appRoleAssignments", unknown).status == 400)
        let list = try graph.send("GET", "servicePrincipals/\(principal.id)/appRoleAssignedTo")
        #expect(list.values.map { $0["id"] } == [.string(made.id)])
        #expect(
            try graph.send("DELETE", "servicePrincipals/\(principal.id)/appRoleAssignedTo/\(made.id)").status == 204
        )
        #expect(try graph.send("GET", "users/\(adele)/appRoleAssignments").values.isEmpty)
    }

    @Test func assignsDirectoryRolesBothWays() throws {
        let adele = try userID("adele")
        let path = "roleManagement/directory/roleAssignments"
        let body: JSONValue = [
            "roleDefinitionId": .string(DirectoryRoleID.globalReader), "principalId": .string(adele),
            "directoryScopeId": "/",
        ]
        let made = try graph.send("POST", path, body)
        #expect(made.status == 201)
        #expect(try graph.send("POST", path, body).status == 400)
        let found = try graph.send("GET", "\(path)?$filter=principalId%20eq%20'\(adele)'&$expand=roleDefinition")
        #expect(found.values.first?["roleDefinition"]?["displayName"] == "Global Reader")
        let role = "directoryRoles(roleTemplateId='\(DirectoryRoleID.globalReader)')"
        #expect(try graph.send("GET", "\(role)/members").values.contains { $0["id"] == .string(adele) })
        #expect(try graph.send("POST", "\(role)/members/$ref", reference(adele)).status == 400)
        #expect(try graph.send("GET", "users/\(adele)/memberOf/microsoft.graph.directoryRole").values.count == 1)
        #expect(try graph.send("DELETE", "\(path)/\(made.id)").status == 204)
        #expect(try graph.send("POST", "\(role)/members/$ref", reference(adele)).status == 204)
        #expect(try graph.send("DELETE", "\(role)/members/\(adele)/$ref").status == 204)
        let template = "c4e39bd9-1100-46d3-8c65-fb160da0071f"
        #expect(try graph.send("POST", "directoryRoles", ["roleTemplateId": .string(template)]).status == 201)
        #expect(try graph.send("GET", "directoryRoles").values.contains { $0["roleTemplateId"] == .string(template) })
    }

    @Test func makesAUserWhoSignsIn() throws {
        let body: JSONValue = [
            "accountEnabled": true, "displayName": "New User", "mailNickname": "new.user",
            "userPrincipalName": "new.user@contoso.com", "usageLocation": "DE",
            "passwordProfile": ["password": "Emulator-1234", "forceChangePasswordNextSignIn": false],
        ]
        let made = try graph.send("POST", "users", body)
        #expect(made.status == 201 && !made.response.text.contains("Emulator-1234"))
        #expect(try graph.send("POST", "users", body).status == 400)
        #expect(
            try graph.entra.signIn("new.user@contoso.com", password: "Emulator-1234").locationFields["code"] != nil
        )
        #expect(try graph.send("PATCH", "users/\(made.id)", ["jobTitle": "Tester", "department": nil]).status == 204)
        let shown = try graph.send("GET", "users/new.user@contoso.com?$select=jobTitle,usageLocation")
        #expect(shown["jobTitle"] == "Tester" && shown["usageLocation"] == "DE")
        #expect(try graph.send("POST", "users/\(made.id)/revokeSignInSessions")["value"] == true)
        #expect(try graph.send("DELETE", "users/\(made.id)").status == 204)
        #expect(try graph.send("POST", "directory/deletedItems/\(made.id)/restore").status == 200)
        #expect(try graph.send("GET", "users/\(made.id)").status == 200)
    }

    @Test func keepsGroups() throws {
        let adele = try userID("adele")
        let made = try graph.send(
            "POST",
            "groups",
            [
                "displayName": "Testers", "mailNickname": "testers", "mailEnabled": false, "securityEnabled": true,
                "members@odata.bind": [.string("https://graph.microsoft.com/v1.0/users/\(adele)")],
            ]
        )
        #expect(made.status == 201 && made["securityEnabled"] == true)
        #expect(try graph.send("GET", "groups/\(made.id)/members").values.map { $0["id"] } == [.string(adele)])
        #expect(try graph.send("POST", "groups/\(made.id)/members/$ref", reference(adele)).status == 400)
        let member = try graph.send("GET", "users/\(adele)/transitiveMemberOf")
        #expect(
            member.values.contains { $0["id"] == .string(made.id) && $0["@odata.type"] == "#microsoft.graph.group" }
        )
        let ids: JSONValue = ["groupIds": [.string(made.id), "99999999-9999-4999-8999-999999999999"]]
        let checked = try graph.send("POST", "users/\(adele)/checkMemberGroups", ids)
        #expect(checked["value"] == [.string(made.id)])
        let all = try graph.send("POST", "users/\(adele)/getMemberGroups", ["securityEnabledOnly": true])
        #expect(all["value"]?.arrayValue?.contains(.string(made.id)) == true)
        #expect(try graph.send("PATCH", "groups/\(made.id)", ["description": "d"]).status == 204)
        #expect(try graph.send("GET", "groups/\(made.id)?$expand=members")["members"]?.arrayValue?.count == 1)
        #expect(try graph.send("DELETE", "groups/\(made.id)/members/\(adele)/$ref").status == 204)
        #expect(try graph.send("DELETE", "groups/\(made.id)").status == 204)
        #expect(try graph.send("GET", "groups/\(made.id)").status == 404)
    }

    @Test func keepsPolicies() throws {
        let path = "identity/conditionalAccess/policies"
        let body: JSONValue = [
            "displayName": "Ask for a second factor", "state": "enabled",
            "conditions": [
                "applications": ["includeApplications": ["All"]], "users": ["includeUsers": ["All"]],
                "clientAppTypes": ["all"],
            ],
            "grantControls": ["operator": "OR", "builtInControls": ["mfa"]],
        ]
        let made = try graph.send("POST", path, body)
        #expect(made.status == 201 && made["conditions"] == body["conditions"])
        #expect(try graph.send("PATCH", "\(path)/\(made.id)", ["state": "disabled"]).status == 204)
        #expect(try graph.send("GET", "\(path)/\(made.id)")["state"] == "disabled")
        #expect(try graph.send("DELETE", "\(path)/\(made.id)").status == 204)
        #expect(try graph.send("GET", path).values.isEmpty)
    }

    @Test func runsABatchInItsOrder() throws {
        func item(
            _ id: String,
            _ method: String,
            _ url: String,
            after: [JSONValue] = [],
            body: JSONValue = nil
        ) -> JSONValue {
            [
                "id": .string(id), "method": .string(method), "url": .string(url), "dependsOn": .array(after),
                "headers": ["Content-Type": "application/json"], "body": body,
            ]
        }
        let answer = try graph.send(
            "POST",
            "$batch",
            [
                "requests": [
                    item("1", "GET", "/users/adele@contoso.com"), item("2", "GET", "/users/nobody@contoso.com"),
                    item("3", "GET", "/domains", after: ["2"]), item("4", "GET", "/domains", after: ["1"]),
                    item("5", "POST", "/applications", body: ["displayName": "Batched"]), item("6", "GET", "/$batch"),
                    item("7", "GET", "users?$filter=startswith(displayName,'Ad ')"),
                ]
            ]
        )
        let responses = answer["responses"]?.arrayValue ?? []
        #expect(responses.map { $0["status"] } == [200, 404, 424, 200, 201, 400, 200])
        #expect(responses[0]["body"]?["userPrincipalName"] == "adele@contoso.com")
        let many = JSONValue.array((0..<21).map { item(String($0), "GET", "/domains") })
        #expect(try graph.send("POST", "$batch", ["requests": many]).status == 400)
        let cycle: JSONValue = ["requests": [item("1", "GET", "/domains", after: ["1"])]]
        #expect(try graph.send("POST", "$batch", cycle).status == 400)
    }

    @Test func answersWithTheHeadersOfTheService() throws {
        let answer = try graph.send("GET", "organization")
        #expect(
            answer.response.header("Content-Type")
                == "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
        )
        for name in ["OData-Version", "request-id", "client-request-id", "x-ms-ags-diagnostic"] {
            #expect(answer.response.header(name) != nil, "\(name)")
        }
        let minimal = try graph.send(
            "POST",
            "applications",
            ["displayName": "x"],
            headers: [("Prefer", "return=minimal")]
        )
        #expect(minimal.status == 204 && minimal.response.header("Location") != nil)
    }
}
