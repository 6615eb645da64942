import ExoCrypto
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import EmulatorPortal
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct ControlCallTests {
    private let bench: EntraBench
    private let exchange: AccessTokenVerifier

    init() throws {
        bench = try EntraBench()
        exchange = AccessTokenVerifier(bench.context)
    }

    @discardableResult
    private func call(
        _ method: String,
        _ target: String,
        _ body: JSONValue? = nil,
        headers: [(String, String)] = []
    ) throws -> (status: Int, json: JSONValue) {
        try send(method, target, body?.serialized() ?? [], headers: headers)
    }

    private func send(
        _ method: String,
        _ target: String,
        _ body: [UInt8],
        headers: [(String, String)] = []
    ) throws -> (status: Int, json: JSONValue) {
        let request = ServerRequest(
            method: method,
            target: "/_emulator/\(target)",
            headers: [.init("Content-Type", "application/json")] + headers.map { .init($0.0, $0.1) },
            body: body
        )
        let reply = bench.emulator.respond(to: request)
        return (reply.status, try JSONValue(parsing: reply.body))
    }

    private func message(_ json: JSONValue) -> String { json["error"]?["message"]?.stringValue ?? "" }

    // MARK: Keys

    @Test func keepsTokensOfAReplacedKeyUntilItIsRetired() throws {
        let old = try bench.applicationToken()
        let before = try call("GET", "keys").json["keys"]?.arrayValue ?? []
        #expect(before.count == 1)
        #expect(try call("POST", "keys/rotate", [:]).status == 200)
        let new = try bench.applicationToken()
        let header = try #require(JSONWebToken(new)).header
        #expect(header["kid"] != before.first?["kid"])
        #expect(throws: Never.self) { try exchange.verify(authorization: "Bearer \(old)") }
        let published = try JSONValue(parsing: bench.send("GET", "/common/discovery/v2.0/keys").body)["keys"]
        #expect(published?.arrayValue?.count == 2)
        #expect(try call("POST", "keys/retire", [:]).status == 200)
        #expect(throws: TokenRefusal.badSignature) { try exchange.verify(authorization: "Bearer \(old)") }
        #expect(throws: Never.self) { try exchange.verify(authorization: "Bearer \(new)") }
    }

    @Test func keepsTheKeyThatSigns() throws {
        _ = try bench.applicationToken()
        let kid = try #require(try call("GET", "keys").json["keys"]?[0]?["kid"]?.stringValue)
        let reply = try call("POST", "keys/retire", ["kid": .string(kid)])
        #expect(reply.status == 400)
        #expect(message(reply.json).contains("rotate"))
        #expect(try call("POST", "keys/retire", ["kid": "nobody"]).status == 400)
        try call("POST", "keys/rotate", [:])
        #expect(try call("POST", "keys/retire", ["kid": .string(kid)]).status == 200)
        let left = try call("GET", "keys").json["keys"]?.arrayValue?.filter { $0["isPublished"] == true }
        #expect(left?.count == 1)
    }

    @Test func keepsFormsGoodAcrossRotations() throws {
        let page = try bench.send("GET", EntraBench.authorizeTarget())
        for _ in 0..<2 {
            try call("POST", "keys/rotate", [:])
            try call("POST", "keys/retire", [:])
        }
        let reply = try bench.submit(page, [("login", "admin@contoso.com"), ("password", Seed.password)])
        #expect(reply.locationFields["code"] != nil)
    }

    // MARK: Users

    @Test func changesTheStateOfAUser() throws {
        let user = "users/adele@contoso.com"
        func code() throws -> Int? {
            try bench.signIn("adele@contoso.com").locationFields["code"] == nil
                ? bench.context.signInLog.entries(limit: 1).first?.code : nil
        }
        bench.cookies = [:]
        #expect(try call("PATCH", user, ["accountEnabled": false]).json["accountEnabled"] == false)
        #expect(try code() == 50057)
        try call("PATCH", user, ["accountEnabled": true, "isLocked": true])
        #expect(try code() == 50053)
        try call("PATCH", user, ["isLocked": false, "password": "Another-Passw0rd"])
        #expect(try code() == 50126)
        #expect(try bench.signIn("adele@contoso.com", password: "Another-Passw0rd").locationFields["code"] != nil)
        let secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
        let state = try call("PATCH", user, ["oneTimePasswordSecret": .string(secret), "passwordExpired": true]).json
        #expect(state["hasSecondFactor"] == true)
        #expect(state["passwordExpired"] == true)
        #expect(!state.text().contains(secret))
        #expect(try call("PATCH", user, ["oneTimePasswordSecret": nil]).json["hasSecondFactor"] == false)
        #expect(try call("PATCH", user, ["password": nil]).json["hasPassword"] == false)
    }

    @Test(
        arguments: [
            ("users/nobody@contoso.com", ["accountEnabled": true], 404),
            ("users/adele@contoso.com", ["accountEnabled": "yes"], 400),
            ("users/adele@contoso.com", ["nickname": "x"], 400), ("users/adele@contoso.com", ["password": ""], 400),
            ("users/adele@contoso.com", ["password": 5], 400),
            ("users/adele@contoso.com", ["oneTimePasswordSecret": "not base 32!"], 400),
            ("users/adele@contoso.com", [], 400),
        ] as [(String, JSONValue, Int)]
    )
    func refusesAChangeOfAUser(_ target: String, _ body: JSONValue, _ status: Int) throws {
        let before = try bench.context.directory.user("adele@contoso.com")
        #expect(try call("PATCH", target, body).status == status)
        #expect(try bench.context.directory.user("adele@contoso.com") == before)
    }

    @Test func revokesTheSessionsOfAUser() throws {
        let reply = try bench.token(EntraBench.redemption(try bench.code()))
        let refresh = try #require(reply.body["refresh_token"]?.stringValue)
        bench.context.clock.advance(by: 10)
        #expect(try call("POST", "users/admin@contoso.com/revoke", [:]).status == 200)
        let renewed = try bench.token([
            ("client_id", EntraBench.publicClient), ("grant_type", "refresh_token"), ("refresh_token", refresh),
        ])
        #expect(renewed.body["error_codes"]?[0]?.integerValue == 50173)
        let token = try #require(reply.body["access_token"]?.stringValue)
        #expect(throws: TokenRefusal.self) { try exchange.verify(authorization: "Bearer \(token)") }
    }

    // MARK: Tokens

    @Test(arguments: TokenFault.allCases)
    func makesATokenThatNobodyTakes(_ fault: TokenFault) throws {
        let reply = try call("POST", "tokens", ["kind": .string(fault.rawValue)])
        #expect(reply.status == 200)
        let token = try #require(reply.json["access_token"]?.stringValue)
        let check = { try exchange.verify(authorization: "Bearer \(token)") }
        switch fault {
        case .none: #expect(try check().isApplication)
        case .expired:
            #expect(throws: TokenRefusal.expired(bench.context.clock.now.addingTimeInterval(-7200))) { try check() }
        case .notYetValid:
            #expect(throws: TokenRefusal.notYetValid(bench.context.clock.now.addingTimeInterval(3600))) { try check() }
        case .wrongAudience: #expect(throws: TokenRefusal.wrongAudience("https://elsewhere.example")) { try check() }
        case .wrongIssuer, .wrongTenant: #expect(throws: TokenRefusal.wrongIssuer) { try check() }
        default: #expect(throws: TokenRefusal.badSignature) { try check() }
        }
    }

    @Test func makesATokenOfAUser() throws {
        let reply = try call(
            "POST",
            "tokens",
            ["user": "reader@contoso.com", "claims": ["scp": "AdminApi.AccessAsUser.All"]]
        )
        let token = try #require(reply.json["access_token"]?.stringValue)
        let caller = try exchange.verify(authorization: "Bearer \(token)")
        #expect(caller.userPrincipalName == "reader@contoso.com")
        #expect(caller.scopes == ["AdminApi.AccessAsUser.All"])
        #expect(caller.directoryRoles.contains(DirectoryRoleID.globalReader))
    }

    @Test(
        arguments: [
            ["kind": "none at all"], ["user": "nobody@contoso.com"], ["client": "nobody"],
            ["resource": "https://no.example"],
            ["tenant": "no.example"], ["user": "former@contoso.com"], ["claims": "x"],
            ["user": "adele@contoso.com", "client": "aaaaaaaa-0000-4000-8000-000000000003"],
        ] as [JSONValue]
    )
    func refusesToMakeAToken(_ body: JSONValue) throws {
        let reply = try call("POST", "tokens", body)
        #expect(reply.status == 400)
        #expect(!message(reply.json).isEmpty)
    }

    // MARK: Federation

    @Test func vouchesForAWorkload() throws {
        let name = try #require(
            try call("GET", "federation/.well-known/openid-configuration").json["issuer"]?.stringValue
        )
        try bench.context.directory.insert(
            FederatedCredentialRecord(
                id: "12345678-0000-4000-8000-000000000001",
                appID: EntraBench.confidentialClient,
                name: "pipeline",
                issuer: name,
                subject: "repo:contoso/exo",
                audiences: ["api://AzureADTokenExchange"]
            )
        )
        func answer(_ body: JSONValue) throws -> JSONObject {
            let reply = try call("POST", "federation/assertions", body)
            let assertion = try #require(reply.json["assertion"]?.stringValue)
            return try bench.token([
                ("client_id", EntraBench.confidentialClient), ("client_assertion", assertion),
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault),
            ]).body
        }
        #expect(try answer(["subject": "repo:contoso/exo"])["access_token"] != nil)
        #expect(try answer(["subject": "repo:contoso/other"])["error_codes"]?[0] == 700_213)
        #expect(try answer(["subject": "repo:contoso/exo", "audience": "x"])["error_codes"]?[0] == 700_212)
        #expect(try answer(["subject": "repo:contoso/exo", "lifetimeSeconds": -600])["error_codes"]?[0] == 700_024)
        try bench.context.directory.change("DELETE FROM trusted_issuer", [])
        #expect(try answer(["subject": "repo:contoso/exo"])["access_token"] != nil)
        #expect(try call("POST", "federation/assertions", [:]).status == 400)
    }

    @Test func learnsTheKeysOfAnIssuer() throws {
        let keys = try call("GET", "federation/keys").json
        let issuer: JSONValue = ["issuer": "https://issuer.example", "keys": keys]
        #expect(try call("PUT", "issuers", issuer).status == 200)
        #expect(try bench.context.directory.trustedIssuer("https://issuer.example") != nil)
        #expect(try call("DELETE", "issuers", ["issuer": "https://issuer.example"]).status == 200)
        #expect(try call("DELETE", "issuers", ["issuer": "https://issuer.example"]).status == 404)
        let own: JSONValue = ["issuer": .string("https://sts.windows.net/\(EntraBench.contoso)/"), "keys": keys]
        for body in [own, ["issuer": "https://a.example", "keys": ["keys": []]], ["issuer": "", "keys": keys], [:]] {
            #expect(try call("PUT", "issuers", body).status == 400)
        }
    }

    // MARK: Tenants

    @Test func changesWhatATenantAllows() throws {
        #expect(try call("PATCH", "tenants/contoso.com", ["allowsUserConsent": false]).status == 200)
        #expect(try bench.context.directory.tenant(matching: "contoso.com")?.allowsUserConsent == false)
        #expect(try call("GET", "tenants").json["tenants"]?.arrayValue?.count == 2)
        #expect(try call("PATCH", "tenants/no.example", ["allowsUserConsent": false]).status == 400)
    }

    @Test func keepsPolicies() throws {
        let policy: JSONValue = [
            "tenant": "contoso.com", "displayName": "Block all",
            "conditions": ["users": ["includeUsers": ["All"]], "applications": ["includeApplications": ["All"]]],
            "grantControls": ["operator": "OR", "builtInControls": ["block"]],
        ]
        let saved = try call("PUT", "policies", policy)
        #expect(saved.status == 200)
        let id = try #require(saved.json["id"])
        #expect(try call("GET", "policies?tenant=contoso.com").json["policies"]?[0]?["displayName"] == "Block all")
        #expect(try call("GET", "policies?tenant=fabrikam.com").json["policies"]?.arrayValue?.isEmpty == true)
        #expect(try call("DELETE", "policies", ["tenant": "contoso.com", "id": id]).status == 200)
        #expect(try call("DELETE", "policies", ["tenant": "contoso.com", "id": id]).status == 404)
        for name in ["tenant", "displayName", "conditions", "grantControls"] {
            var lesser = try #require(policy.objectValue)
            lesser[name] = nil
            #expect(try call("PUT", "policies", .object(lesser)).status == 400)
        }
    }

    @Test func changesWhoAdministersACustomer() throws {
        let relationship: JSONValue = [
            "customer": "contoso.com", "partner": "fabrikam.com", "principal": "olivia@fabrikam.com",
            "expiresOn": "2030-01-01T00:00:00Z",
        ]
        #expect(try call("PUT", "relationships", relationship).status == 200)
        #expect(try call("GET", "relationships").json["relationships"]?.arrayValue?.count == 2)
        var key = try #require(relationship.objectValue)
        key["expiresOn"] = nil
        #expect(try call("DELETE", "relationships", .object(key)).status == 200)
        #expect(try call("DELETE", "relationships", .object(key)).status == 404)
        for (name, value) in [
            ("customer", "fabrikam.com"), ("partner", "no.example"), ("principal", "adele@contoso.com"),
            ("expiresOn", "soon"), ("roles", "x"),
        ] as [(String, JSONValue)] {
            var other = try #require(relationship.objectValue)
            other[name] = value
            #expect(try call("PUT", "relationships", .object(other)).status == 400)
        }
    }

    // MARK: Log and store

    @Test func showsTheSignInLog() throws {
        _ = try bench.applicationToken()
        _ = try bench.signIn("adele@contoso.com", password: "wrong")
        let all = try call("GET", "signins").json["signIns"]?.arrayValue ?? []
        #expect(all.count == 3)
        #expect(all.first?["code"] == 50126)
        #expect(try call("GET", "signins?outcome=failed").json["signIns"]?.arrayValue?.count == 1)
        #expect(try call("GET", "signins?tenant=fabrikam.com").json["signIns"]?.arrayValue?.isEmpty == true)
        #expect(try call("GET", "signins?limit=1").json["signIns"]?.arrayValue?.count == 1)
        for query in ["outcome=x", "code=x", "tenant=no.example"] {
            #expect(try call("GET", "signins?\(query)").status == 400)
        }
        #expect(try call("GET", "signins?limit=-1").json["signIns"]?.arrayValue?.isEmpty == true)
        try call("DELETE", "signins", [:])
        #expect(bench.context.signInLog.entries().isEmpty)
    }

    @Test func bringsTheStoreBack() throws {
        try call("PATCH", "users/adele@contoso.com", ["accountEnabled": false])
        let before = try StoreExport.document(bench.context.store)
        #expect(try call("POST", "reset", [:]).status == 200)
        #expect(try bench.context.directory.user("adele@contoso.com")?.accountEnabled == true)
        #expect(bench.context.settings.current.tokenLifetime == nil)
        let taken = try send("POST", "import", before)
        #expect(taken.status == 200)
        #expect(try bench.context.directory.user("adele@contoso.com")?.accountEnabled == false)
        #expect(try StoreExport.document(bench.context.store) == before)
        let refused = try send("POST", "import", Array(before.dropLast(9)))
        #expect(refused.status == 400)
        #expect(try StoreExport.document(bench.context.store) == before)
    }

    @Test func seedsAnyNumber() throws {
        #expect(try call("POST", "seed", ["users": 50, "applications": 3]).status == 200)
        #expect(try bench.context.directory.users(of: Seed.contosoID).count > 80)
        #expect(try call("PATCH", "users/adele@contoso.com", ["accountEnabled": false]).status == 200)
        #expect(try call("POST", "seed", ["users": 60, "mailboxes": true]).status == 200)
        let company = try call("POST", "seed", ["mailboxes": 30, "groups": 4, "seed": 9])
        #expect(company.status == 200 && company.json["mailboxes"] == 30 && company.json["groups"] == 4)
        #expect(try bench.context.directory.user("adele@contoso.com")?.accountEnabled == false)
        for body in [["users": -1], ["users": 1_000_001], ["applications": "x"], ["number": -1]] as [JSONValue] {
            #expect(try call("POST", "seed", body).status == 400)
        }
    }

    // MARK: Callers

    @Test(arguments: [
        [("Origin", "https://attacker.example")], [("Origin", "null")], [("Sec-Fetch-Site", "cross-site")],
        [("Origin", "http://localhost:8443")],
    ])
    func refusesForeignPages(_ headers: [(String, String)]) throws {
        for (method, target) in [("GET", "export"), ("POST", "reset"), ("GET", "signins"), ("PATCH", "settings")] {
            #expect(try call(method, target, [:], headers: headers).status == 403)
        }
    }

    @Test func answersItsOwnPages() throws {
        let own = [("Origin", "https://localhost:8443"), ("Sec-Fetch-Site", "same-origin")]
        #expect(try call("GET", "settings", headers: own).status == 200)
    }

    @Test(arguments: [
        ("POST", "clock"), ("POST", "faults"), ("PATCH", "settings"), ("POST", "keys/rotate"), ("POST", "tokens"),
        ("PUT", "issuers"), ("PUT", "policies"), ("PUT", "relationships"), ("POST", "import"), ("POST", "seed"),
        ("POST", "reset"), ("PATCH", "users/adele@contoso.com"), ("POST", "federation/assertions"),
    ])
    func refusesWhatIsNoObject(_ method: String, _ target: String) throws {
        for text in ["[]", "{", "5", "\"x\"", "{\"a\":1,}", "\u{0}", String(repeating: "[", count: 5000)] {
            #expect(try send(method, target, Array(text.utf8)).status == 400)
        }
    }

    @Test(
        arguments: [
            ["advanceSeconds": 9_223_372_036_854_775_807], ["freezeAt": "x"], ["reset": false], [:],
            ["freezeAt": "0001-01-01T00:00:00Z"], ["freezeAt": "9999-01-01T00:00:00Z"],
            ["advanceSeconds": -2_000_000_000],
            ["advanceSeconds": 221_000_000_000],
            ["advanceSeconds": 1, "reset": true], ["advanceSeconds": 1.5],
        ] as [JSONValue]
    )
    func refusesTimesThatAreNone(_ body: JSONValue) throws {
        let before = bench.context.clock.now
        #expect(try call("POST", "clock", body).status == 400)
        #expect(bench.context.clock.now == before)
    }

    @Test(
        arguments: [
            ["target": "x", "skip": -9_223_372_036_854_775_807], ["target": "x", "status": 99],
            ["target": "x", "status": 1000],
            ["target": "x", "delaySeconds": 9_223_372_036_854_775_807], ["target": "x", "cutAfter": -1],
            ["target": "x", "headers": ["A\r\nB": "c"]], ["target": "x", "headers": ["A": "c\r\nD: e"]], ["target": ""],
            [:],
        ] as [JSONValue]
    )
    func refusesFaultsThatCannotBe(_ body: JSONValue) throws {
        #expect(try call("POST", "faults", body).status == 400)
    }

    @Test func tellsUnknownCallsApart() throws {
        for (method, target) in [("GET", "nothing"), ("DELETE", "clock"), ("GET", "keys/rotate"), ("POST", "")] {
            #expect(try call(method, target, [:]).status == 404)
        }
        let long = ["cursorLifetime": 9_223_372_036_854_775_807] as JSONValue
        #expect(try call("PATCH", "settings", long).status == 400)
    }
}
