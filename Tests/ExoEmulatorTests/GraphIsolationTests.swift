import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

/// Nothing of one tenant is seen or changed with a token of another.
struct GraphIsolationTests {
    @Test func hidesEveryObjectOfAnotherTenant() throws {
        let graph = try GraphBench()
        let (app, principal) = try graph.makeApplication()
        let directory = graph.entra.context.directory
        let user = try #require(try directory.user("adele@contoso.com")).id
        let group = try #require(try directory.groups(of: EntraBench.contoso).first).id
        let grant = try #require(try graph.send("GET", "oauth2PermissionGrants").values.first?["id"]?.stringValue)
        let role = try #require(
            try graph.send("GET", "roleManagement/directory/roleAssignments").values.first?["id"]?.stringValue
        )
        let deleted = try graph.makeApplication()
        _ = try graph.send("DELETE", "applications/\(deleted.app.id)")
        let paths = [
            "applications/\(app.id)", "applications(appId='\(app["appId"]?.stringValue ?? "")')",
            "servicePrincipals/\(principal.id)", "servicePrincipals(appId='\(app["appId"]?.stringValue ?? "")')",
            "users/\(user)", "users/adele@contoso.com", "groups/\(group)", "oauth2PermissionGrants/\(grant)",
            "roleManagement/directory/roleAssignments/\(role)", "directoryObjects/\(user)",
            "directory/deletedItems/\(deleted.app.id)", "domains/contoso.com", "organization/\(EntraBench.contoso)",
        ]
        for path in paths {
            #expect(try graph.send("GET", path).status == 200, "\(path)")
            for method in ["GET", "PATCH", "DELETE"] {
                let status = try graph.send(method, path, method == "PATCH" ? [:] : nil, token: graph.fabrikamToken)
                    .status
                #expect(status == 404 || status == 405, "\(method) \(path)")
            }
        }
        let found = try graph.send(
            "POST",
            "directoryObjects/getByIds",
            ["ids": [.string(user), .string(principal.id)]],
            token: graph.fabrikamToken
        )
        #expect(found.status == 200 && found.values.isEmpty)
    }

    @Test func refusesReferencesToAnotherTenant() throws {
        let graph = try GraphBench()
        let (app, principal) = try graph.makeApplication()
        let directory = graph.entra.context.directory
        let stranger = try #require(try directory.user("admin@fabrikam.com")).id
        let address = JSONValue.string("https://graph.microsoft.com/v1.0/directoryObjects/\(stranger)")
        let group = try #require(try directory.groups(of: EntraBench.contoso).first).id
        for path in [
            "applications/\(app.id)/owners/$ref", "groups/\(group)/members/$ref", "groups/\(group)/owners/$ref",
        ] {
            #expect(try graph.send("POST", path, ["@odata.id": address]).status == 404, "\(path)")
        }
        let role: JSONValue = [
            "roleDefinitionId": .string(DirectoryRoleID.globalReader), "principalId": .string(stranger),
            "directoryScopeId": "/",
        ]
        #expect(try graph.send("POST", "roleManagement/directory/roleAssignments", role).status == 404)
        let exchange = try #require(try directory.servicePrincipal(FirstParty.exchange, in: EntraBench.fabrikam))
        let assignment: JSONValue = [
            "principalId": .string(principal.id), "resourceId": .string(exchange.objectID),
            "appRoleId": "dc50a0fb-09a3-484d-be87-e023b12c6440",
        ]
        #expect(
            try graph.send("POST", "servicePrincipals/\(principal.id)/appRoleAssignments", assignment).status == 404
        )
    }

    @Test func issuesNoTokenForAnAPIThatTheTenantDoesNotHave() throws {
        let graph = try GraphBench()
        _ = try graph.makeApplication(["displayName": "API", "identifierUris": ["api://contoso-alone"]])
        #expect(try graph.entra.applicationToken(scope: "api://contoso-alone/.default").isEmpty == false)
        let reply = try graph.entra.token(
            [
                ("client_id", EntraBench.confidentialClient), ("client_secret", EntraBench.secret),
                ("grant_type", "client_credentials"), ("scope", "api://contoso-alone/.default"),
            ],
            tenant: "fabrikam.com"
        )
        #expect(reply.status == 400 && reply.body["error_codes"] == [500_011])
    }

    @Test func listsItsOwnTenantAlone() throws {
        let graph = try GraphBench()
        for set in ["users", "groups", "applications", "servicePrincipals"] {
            let own = try graph.send("GET", "\(set)?$top=999").values.compactMap { $0["id"]?.stringValue }
            let other = try graph.send("GET", "\(set)?$top=999", token: graph.fabrikamToken).values.compactMap {
                $0["id"]?.stringValue
            }
            #expect(Set(own).isDisjoint(with: other) && !own.isEmpty, "\(set)")
        }
    }
}
