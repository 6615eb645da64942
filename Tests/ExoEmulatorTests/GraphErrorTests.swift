import ExoCrypto
import ExoJSON
import FoundationEssentials
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

struct GraphErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var method = "GET"
        var target: String
        var body: JSONValue?
        var status: Int
        var code: String
        var testDescription: String { name }
    }

    private static let unknownID = "99999999-9999-4999-8999-999999999999"
    private static let cases = [
        Case(name: "no such set", target: "nothing", status: 400, code: "BadRequest"),
        Case(
            name: "unknown application",
            target: "applications/\(unknownID)",
            status: 404,
            code: "Request_ResourceNotFound"
        ),
        Case(
            name: "unknown client id",
            target: "applications(appId='\(unknownID)')",
            status: 404,
            code: "Request_ResourceNotFound"
        ),
        Case(name: "unknown user", target: "users/nobody@contoso.com", status: 404, code: "Request_ResourceNotFound"),
        Case(name: "me of an application", target: "me", status: 400, code: "BadRequest"),
        Case(
            name: "missing name",
            method: "POST",
            target: "applications",
            body: ["signInAudience": "AzureADMyOrg"],
            status: 400,
            code: "Request_BadRequest"
        ),
        Case(
            name: "unknown property",
            method: "POST",
            target: "applications",
            body: ["displayName": "x", "colour": "red"],
            status: 400,
            code: "Request_BadRequest"
        ),
        Case(
            name: "unknown nested property",
            method: "POST",
            target: "applications",
            body: ["displayName": "x", "web": ["colour": "red"]],
            status: 400,
            code: "Request_BadRequest"
        ),
        Case(
            name: "wrong type",
            method: "POST",
            target: "applications",
            body: ["displayName": 5],
            status: 400,
            code: "Request_BadRequest"
        ),
        Case(
            name: "redirect URI without TLS",
            method: "POST",
            target: "applications",
            body: ["displayName": "x", "web": ["redirectUris": ["http://app.example"]]],
            status: 400,
            code: "Request_BadRequest"
        ),
        Case(
            name: "malformed GUID",
            method: "POST",
            target: "servicePrincipals",
            body: ["appId": "not-a-guid"],
            status: 400,
            code: "Request_BadRequest"
        ),
        Case(
            name: "unknown app",
            method: "POST",
            target: "servicePrincipals",
            body: ["appId": .string(unknownID)],
            status: 400,
            code: "Request_BadRequest"
        ),
        Case(
            name: "service principal that is there",
            method: "POST",
            target: "servicePrincipals",
            body: ["appId": .string(EntraBench.publicClient)],
            status: 409,
            code: "Request_MultipleObjectsWithSameKeyValue"
        ),
        Case(
            name: "identifier URI that is taken",
            method: "POST",
            target: "applications",
            body: ["displayName": "x", "identifierUris": ["api://taken"]],
            status: 400,
            code: "Request_MultipleObjectsWithSameKeyValue"
        ),
        Case(
            name: "secret text of one's own",
            method: "POST",
            target: "applications",
            body: ["displayName": "x", "passwordCredentials": [["secretText": "mine"]]],
            status: 400,
            code: "Request_BadRequest"
        ),
        Case(
            name: "certificate that is none",
            method: "POST",
            target: "applications",
            body: [
                "displayName": "x",
                "keyCredentials": [["type": "AsymmetricX509Cert", "usage": "Verify", "key": "AAAA"]],
            ],
            status: 400,
            code: "KeyCredentialsInvalidKey"
        ),
        Case(
            name: "grant without a client",
            method: "POST",
            target: "oauth2PermissionGrants",
            body: ["consentType": "AllPrincipals", "resourceId": .string(unknownID), "scope": "a"],
            status: 400,
            code: "Request_BadRequest"
        ),
        Case(
            name: "grant of an unknown client",
            method: "POST",
            target: "oauth2PermissionGrants",
            body: [
                "clientId": .string(unknownID), "consentType": "AllPrincipals", "resourceId": .string(unknownID),
                "scope": "a",
            ],
            status: 404,
            code: "Request_ResourceNotFound"
        ),
        Case(
            name: "user of another domain",
            method: "POST",
            target: "users",
            body: [
                "accountEnabled": true, "displayName": "A", "mailNickname": "a", "userPrincipalName": "a@fabrikam.com",
                "passwordProfile": ["password": "Emulator-1234"],
            ],
            status: 400,
            code: "Request_BadRequest"
        ),
        Case(
            name: "mail-enabled group",
            method: "POST",
            target: "groups",
            body: ["displayName": "A", "mailNickname": "a", "mailEnabled": true, "securityEnabled": false],
            status: 400,
            code: "Request_BadRequest"
        ),
        Case(
            name: "role that is active",
            method: "POST",
            target: "directoryRoles",
            body: ["roleTemplateId": .string(DirectoryRoleID.globalAdministrator)],
            status: 400,
            code: "Request_BadRequest"
        ),
        Case(
            name: "policy without conditions",
            method: "POST",
            target: "identity/conditionalAccess/policies",
            body: ["displayName": "p", "state": "enabled", "grantControls": ["builtInControls": ["mfa"]]],
            status: 400,
            code: "Request_BadRequest"
        ),
        Case(
            name: "ne without a header",
            target: "users?$filter=surname%20ne%20'a'",
            status: 400,
            code: "Request_UnsupportedQuery"
        ),
        Case(
            name: "not without a header",
            target: "users?$filter=not(surname%20eq%20'a')",
            status: 400,
            code: "Request_UnsupportedQuery"
        ),
        Case(
            name: "endswith without a header",
            target: "users?$filter=endswith(mail,'a')",
            status: 400,
            code: "Request_UnsupportedQuery"
        ),
        Case(
            name: "search without a header",
            target: "users?$search=%22displayName:a%22",
            status: 400,
            code: "Request_UnsupportedQuery"
        ),
        Case(
            name: "filter and order without a header",
            target: "users?$filter=startswith(displayName,'a')&$orderby=displayName",
            status: 400,
            code: "Request_UnsupportedQuery"
        ),
        Case(name: "malformed filter", target: "users?$filter=surname%20eq", status: 400, code: "BadRequest"),
        Case(
            name: "unknown property in a filter",
            target: "users?$filter=shoe%20eq%20'a'",
            status: 400,
            code: "BadRequest"
        ),
        Case(name: "unknown property in a choice", target: "users?$select=shoe", status: 400, code: "BadRequest"),
        Case(name: "page size", target: "users?$top=1000", status: 400, code: "BadRequest"),
        Case(name: "forged position", target: "users?$skiptoken=xyz", status: 400, code: "BadRequest"),
        Case(name: "unknown option", target: "users?$shoe=1", status: 400, code: "BadRequest"),
        Case(name: "method", method: "PUT", target: "applications", status: 405, code: "Request_BadRequest"),
        Case(
            name: "batch of nothing",
            method: "POST",
            target: "$batch",
            body: ["requests": []],
            status: 400,
            code: "BadRequest"
        ),
    ]

    @Test(arguments: cases)
    func refuses(_ test: Case) throws {
        let graph = try GraphBench()
        _ = try graph.send("POST", "applications", ["displayName": "Holder", "identifierUris": ["api://taken"]])
        let number = "0f1e2d3c-4b5a-4678-89ab-cdef01234567"
        let answer = try graph.send(test.method, test.target, test.body, headers: [("client-request-id", number)])
        #expect(answer.status == test.status)
        #expect(answer.errorCode == test.code)
        #expect(answer["error"]?["message"]?.stringValue?.isEmpty == false)
        #expect(answer["error"]?["innerError"]?["client-request-id"] == .string(number))
        #expect(answer.response.header("client-request-id") == number)
        #expect(
            answer["error"]?["innerError"]?["request-id"]?.stringValue == answer.response.header("request-id")
        )
    }

    @Test(arguments: ["{", "[]", "5", "\"a\"", "{\"displayName\":\"\\ud800\"}", "\u{0}"])
    func refusesWhatIsNoObject(_ text: String) throws {
        let graph = try GraphBench()
        let answer = try graph.send("POST", "applications", bytes: Array(text.utf8))
        #expect(answer.status == 400)
    }

    @Test func refusesOtherTypesAndHugeBodies() throws {
        let graph = try GraphBench()
        let form = try graph.send(
            "POST",
            "applications",
            bytes: Array("displayName=x".utf8),
            headers: [("Content-Type", "application/x-www-form-urlencoded")]
        )
        #expect(form.status == 415)
        let body = JSONValue.object(["displayName": .string(String(repeating: "a", count: 1_100_000))])
        #expect(try graph.send("POST", "applications", body).status == 413)
        let long = JSONValue.object(["displayName": .string(String(repeating: "a", count: 900_000))])
        #expect(try graph.send("POST", "applications", long).status == 400)
    }

    @Test func refusesTokensThatAreNotForIt() throws {
        let graph = try GraphBench()
        for token in ["", "opaque", try graph.entra.applicationToken()] {
            let answer = try graph.send("GET", "applications", token: token)
            #expect(answer.status == 401 && answer.errorCode == "InvalidAuthenticationToken")
            #expect(answer.response.header("WWW-Authenticate")?.hasPrefix("Bearer realm=\"\"") == true)
        }
        graph.entra.context.clock.advance(by: 90_000)
        #expect(try graph.send("GET", "applications").status == 401)
    }

    @Test func asksForANewerTokenAfterARevocation() throws {
        let graph = try GraphBench()
        let token = try graph.userToken()
        #expect(try graph.send("GET", "me", token: token)["userPrincipalName"] == "admin@contoso.com")
        graph.entra.context.clock.advance(by: 2)
        #expect(try graph.send("POST", "me/revokeSignInSessions", token: token)["value"] == true)
        let answer = try graph.send("GET", "me", token: token)
        let challenge = try #require(answer.response.header("WWW-Authenticate"))
        #expect(answer.status == 401 && challenge.contains("error=\"insufficient_claims\""))
        let claims = try #require(challenge.split(separator: "claims=\"").last?.prefix { $0 != "\"" })
        let bytes = try #require(Base64.decode(claims))
        #expect(try JSONValue(parsing: bytes)["access_token"]?["nbf"]?["essential"] == true)
    }

    @Test func asksForPermissionsWhenToldTo() throws {
        let graph = try GraphBench()
        graph.entra.context.settings.change { $0.enforcesGraphPermissions = true }
        let refused = try graph.send("GET", "applications")
        #expect(refused.status == 403 && refused.errorCode == "Authorization_RequestDenied")
        let admin = try graph.userToken()
        #expect(try graph.send("GET", "me", token: admin).status == 200)
        #expect(try graph.send("POST", "applications", ["displayName": "x"], token: admin).status == 403)
    }
}
