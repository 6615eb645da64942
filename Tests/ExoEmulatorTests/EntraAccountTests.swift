import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorPortal
@testable import ExoEmulator

struct EntraAccountTests {
    private static let tile = "class=\"account\""

    private static func signInTwo(_ bench: EntraBench) throws {
        _ = try bench.code("admin@contoso.com")
        _ = try bench.code("adele@contoso.com", changes: ["prompt": "login"])
    }

    @Test func holdsSeveralAccounts() throws {
        let bench = try EntraBench()
        try Self.signInTwo(bench)
        let page = try bench.send("GET", EntraBench.authorizeTarget())
        #expect(page.text.contains("Pick an account"))
        #expect(page.text.split(separator: Self.tile).count == 3)
        let silent = try bench.send("GET", EntraBench.authorizeTarget(["prompt": "none"])).locationFields
        #expect(silent["error"] == "interaction_required")
        #expect(silent["error_description"]?.hasPrefix("AADSTS16000") == true)
        let hinted = ["prompt": "none", "login_hint": "Admin@Contoso.com"]
        let code = try #require(try bench.send("GET", EntraBench.authorizeTarget(hinted)).locationFields["code"])
        let tokens = try bench.token(EntraBench.redemption(code), tenant: "organizations")
        #expect(try EntraBench.claims(tokens.body["access_token"]?.stringValue)["upn"] == "admin@contoso.com")
        let picked = try bench.submit(page, [], formWith: Self.tile)
        #expect(picked.locationFields["code"] != nil)
    }

    @Test func takesASessionByItsName() throws {
        let bench = try EntraBench()
        let first = try bench.signIn().locationFields["session_state"]
        _ = try bench.code("adele@contoso.com", changes: ["prompt": "login"])
        let reply = try bench.send("GET", EntraBench.authorizeTarget(["prompt": "none", "sid": first]))
        #expect(reply.locationFields["session_state"] == first)
    }

    @Test func keepsNoMoreThanFive() throws {
        let bench = try EntraBench()
        for login in ["admin", "adele", "alex", "joni", "lee", "lynne", "adele"] {
            _ = try bench.code("\(login)@contoso.com", changes: ["prompt": "login"])
        }
        let page = try bench.send("GET", EntraBench.authorizeTarget(["prompt": "select_account"]))
        #expect(page.text.split(separator: Self.tile).count == 6)
        #expect(!page.textBesideOffer.contains("admin@contoso.com"))
    }

    @Test func signsOneAccountOut() throws {
        let bench = try EntraBench()
        try Self.signInTwo(bench)
        let page = try bench.send("GET", EntraBench.authorizeTarget())
        let left = try bench.submit(page, [], formWith: "Sign out adele@contoso.com")
        #expect(left.text.contains("Pick an account") && !left.textBesideOffer.contains("adele@contoso.com"))
        #expect(try bench.send("GET", EntraBench.authorizeTarget(["prompt": "none"])).locationFields["code"] != nil)
    }

    @Test func wantsTheTenantOfADomain() throws {
        let bench = try EntraBench()
        _ = try bench.code()
        let page = try bench.send("GET", EntraBench.authorizeTarget(["domain_hint": "fabrikam.com"]))
        #expect(page.status == 200 && page.text.contains("<h1>Sign in</h1>"))
        #expect(
            try bench.send("GET", EntraBench.authorizeTarget(["domain_hint": "contoso.com"])).locationFields["code"]
                != nil
        )
        #expect(try bench.signIn("who@nowhere.example", changes: ["prompt": "login"]).text.contains("AADSTS50128"))
    }

    @Test func asksAgainForAnOldSession() throws {
        let bench = try EntraBench()
        _ = try bench.code()
        bench.context.clock.advance(by: 120)
        let page = try bench.send("GET", EntraBench.authorizeTarget(["max_age": "60"]))
        #expect(page.text.contains("value=\"admin@contoso.com\""))
        let silent = EntraBench.authorizeTarget(["max_age": "60", "prompt": "none"])
        #expect(try bench.send("GET", silent).locationFields["error"] == "login_required")
        // A form for going on without a password is good for the request alone that it was shown for.
        let picker = try bench.send("GET", EntraBench.authorizeTarget(["prompt": "select_account"]))
        let form = picker.text.split(separator: "<form ").dropFirst().first { $0.contains(Self.tile) }
        let rest = try #require(form?.split(separator: "flowToken\"").last.map(String.init))
        let token = try #require(EntraBench.attribute("value", in: rest))
        let swapped = try bench.submit(page, [("flowToken", token), ("step", "pick")])
        #expect(swapped.locationFields["code"] == nil)
        #expect(try bench.submit(page, [("login", "admin@contoso.com"), ("password", Seed.password)]).status == 302)
    }

    @Test func wantsANewPasswordForAnExpiredOne() throws {
        let bench = try EntraBench()
        var user = try #require(try bench.context.directory.user("adele@contoso.com"))
        user.mustChangePassword = true
        try bench.context.directory.save(user)
        let page = try bench.signIn("adele@contoso.com")
        #expect(page.header("Location") == nil && page.text.contains("Update your password"))
        #expect(try bench.send("GET", EntraBench.authorizeTarget(["prompt": "none"])).locationFields["code"] == nil)
        func renew(_ present: String, _ new: String, _ repeated: String) throws -> ServerResponse {
            try bench.submit(page, [("password", present), ("newPassword", new), ("repeatedPassword", repeated)])
        }
        #expect(try renew("wrong", "Another-Passw0rd", "Another-Passw0rd").text.contains("AADSTS50126"))
        #expect(try renew(Seed.password, "Another-Passw0rd", "other").text.contains("don&#39;t match"))
        #expect(try renew(Seed.password, "short1A", "short1A").text.contains("8 to 256"))
        #expect(try renew(Seed.password, "allsmallletters", "allsmallletters").text.contains("three of"))
        #expect(try renew(Seed.password, Seed.password, Seed.password).text.contains("different from"))
        let other = [("subject", "alex@contoso.com"), ("password", Seed.password), ("newPassword", "Another-Passw0rd")]
        #expect(try bench.submit(page, other + [("repeatedPassword", "Another-Passw0rd")]).status == 400)
        #expect(
            try renew(Seed.password, "Another-Passw0rd", "Another-Passw0rd").locationFields["code"] != nil
        )
        bench.cookies = [:]
        #expect(try bench.signIn("adele@contoso.com").text.contains("AADSTS50126"))
        #expect(try bench.signIn("adele@contoso.com", password: "Another-Passw0rd").status == 302)
    }

    @Test func signsTheBrowserOut() throws {
        let bench = try EntraBench()
        try Self.signInTwo(bench)
        let one = try bench.send("GET", "/common/oauth2/v2.0/logout?logout_hint=adele%40contoso.com")
        #expect(one.text.contains("You signed out of your account"))
        #expect(try bench.send("GET", EntraBench.authorizeTarget(["prompt": "none"])).locationFields["code"] != nil)
        let cookies = bench.cookies
        let target = PercentCoding.encoded("http://localhost")
        let all = try bench.send("GET", "/common/oauth2/logout?post_logout_redirect_uri=\(target)&state=x%20y")
        #expect(all.header("Location") == "http://localhost/?state=x%20y")
        bench.cookies = cookies
        let silent = try bench.send("GET", EntraBench.authorizeTarget(["prompt": "none"]))
        #expect(silent.locationFields["error"] == "login_required")
    }

    @Test(arguments: [
        "https://evil.example/", "http://localhost.evil.example/", "javascript:alert(1)", "//evil.example",
        "http://localhost:1@evil.example/", "https://localhost:8443\\@evil.example",
    ])
    func leadsNowhereElse(_ uri: String) throws {
        let bench = try EntraBench()
        for client in ["", "&client_id=\(EntraBench.publicClient)"] {
            let query = "post_logout_redirect_uri=\(PercentCoding.encoded(uri))\(client)"
            let reply = try bench.send("GET", "/common/oauth2/v2.0/logout?\(query)")
            #expect(reply.header("Location") == nil && reply.status == 200)
            #expect(reply.text.contains("signed out"))
        }
    }

    @Test func tellsWhoTheBearerIs() throws {
        let bench = try EntraBench()
        let code = try bench.code(changes: ["scope": "openid profile email User.Read"])
        let tokens = try bench.token(
            EntraBench.redemption(code).filter { $0.0 != "scope" },
            tenant: "organizations"
        )
        let token = try #require(tokens.body["access_token"]?.stringValue)
        let identity = try EntraBench.claims(tokens.body["id_token"]?.stringValue)
        for path in ["/oidc/userinfo", "/contoso.com/openid/userinfo"] {
            let reply = try bench.send("GET", path, headers: [("Authorization", "Bearer \(token)")])
            let body = try JSONValue(parsing: reply.body)
            #expect(body["sub"] == identity["sub"] && body["email"] == "admin@contoso.com")
            #expect(body["family_name"] == "Administrator")
        }
        #expect(try bench.send("GET", "/oidc/userinfo").status == 401)
        let other = try bench.applicationToken()
        #expect(try bench.send("GET", "/oidc/userinfo", headers: [("Authorization", "Bearer \(other)")]).status == 401)
    }

    @Test(arguments: ["2.0", "2.1"]) func tellsTheRealmOfAUser(_ version: String) throws {
        let bench = try EntraBench()
        for target in ["/common/userrealm/?user=a%40contoso.com&", "/common/UserRealm/a@contoso.com?"] {
            let reply = try bench.send("GET", "\(target)api-version=\(version)")
            let body = try JSONValue(parsing: reply.body)
            #expect(body["NameSpaceType"] == "Managed" && body["Login"] == "a@contoso.com")
            #expect(body["FederationBrandName"] == "Contoso" && body["DomainName"] == "contoso.com")
        }
        let unknown = try bench.send("GET", "/common/userrealm?user=a@nowhere.example&api-version=\(version)")
        #expect(try JSONValue(parsing: unknown.body)["NameSpaceType"] == "Unknown")
    }
}
