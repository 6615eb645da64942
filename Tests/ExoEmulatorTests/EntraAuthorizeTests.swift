import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import EmulatorPortal
@testable import ExoEmulator

struct EntraAuthorizeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var code: Int
        var error = ""
        var tenant = "organizations"
        var changes: [String: String?]
        var testDescription: String { "\(code) \(changes.keys.sorted())" }
    }

    static let pages: [Case] = [
        Case(code: 900_144, changes: ["client_id": nil]),
        Case(code: 700_016, changes: ["client_id": "bbbbbbbb-0000-4000-8000-000000000001"]),
        Case(code: 90002, tenant: "nowhere.example", changes: [:]),
        Case(code: 500_113, changes: ["client_id": EntraBench.confidentialClient]),
        Case(code: 50011, changes: ["redirect_uri": "https://evil.example/"]),
        Case(code: 50011, changes: ["redirect_uri": "http://localhost:1@evil.example/"]),
        Case(code: 50011, changes: ["redirect_uri": "http://localhost.evil.example/"]),
        Case(code: 50011, changes: ["redirect_uri": "http://localhost:1/other"]),
        Case(code: 50011, changes: ["redirect_uri": "https://localhost:1"]),
        Case(code: 50011, changes: ["redirect_uri": "http://localhost:1\\@evil.example/"]),
        Case(code: 50011, changes: ["redirect_uri": "http://localhost:1#x"]),
        Case(code: 50011, changes: ["redirect_uri": "javascript:alert(1)"]),
        Case(code: 50011, changes: ["redirect_uri": "http://localhost:1\r\nSet-Cookie: x=y"]),
    ]

    @Test(arguments: pages) func staysOnAPageWhereTheAddressIsNotTheClients(_ wrong: Case) throws {
        let bench = try EntraBench()
        let reply = try bench.send("GET", EntraBench.authorizeTarget(wrong.changes, tenant: wrong.tenant))
        #expect(reply.header("Location") == nil)
        #expect(reply.text.contains("AADSTS\(wrong.code)"))
    }

    static let redirects: [Case] = [
        Case(code: 900_144, error: "invalid_request", changes: ["response_type": nil]),
        Case(code: 70005, error: "unsupported_response_type", changes: ["response_type": "magic"]),
        Case(code: 700_054, error: "unsupported_response_type", changes: ["response_type": "id_token"]),
        Case(code: 70007, error: "invalid_request", changes: ["response_mode": "pigeon"]),
        Case(code: 900_144, error: "invalid_request", changes: ["scope": nil]),
        Case(code: 901_002, error: "invalid_request", changes: ["resource": "https://outlook.office365.com"]),
        Case(
            code: 70011,
            error: "invalid_scope",
            changes: ["scope": "https://outlook.office365.com/.default https://outlook.office365.com/Exchange.Manage"]
        ),
        Case(code: 501_491, error: "invalid_request", changes: ["code_challenge": "short"]),
        Case(code: 50147, error: "invalid_request", changes: ["code_challenge_method": "S256"]),
        Case(code: 50058, error: "login_required", changes: ["prompt": "none"]),
    ]

    @Test(arguments: redirects) func tellsTheClientWhatIsWrong(_ wrong: Case) throws {
        let bench = try EntraBench()
        let reply = try bench.send("GET", EntraBench.authorizeTarget(wrong.changes))
        #expect(reply.header("Location")?.hasPrefix("\(EntraBench.redirect)/") == true)
        #expect(reply.locationFields["error"] == wrong.error)
        #expect(reply.locationFields["error_description"]?.hasPrefix("AADSTS\(wrong.code): ") == true)
        #expect(reply.locationFields["state"] == "s t&ate")
    }

    @Test func answersByFragmentAndByForm() throws {
        let bench = try EntraBench()
        let fragment = try bench.signIn(changes: ["response_mode": "fragment"])
        #expect(fragment.header("Location")?.hasPrefix("\(EntraBench.redirect)/#code=") == true)
        let form = try bench.signIn(changes: ["response_mode": "form_post", "prompt": "login"])
        #expect(form.status == 200)
        #expect(form.text.contains("action=\"\(EntraBench.redirect)\"") && form.text.contains("name=\"code\""))
        #expect(form.header("Content-Security-Policy")?.contains("form-action") == false)
    }

    @Test func answersAtOnceForWhoIsSignedIn() throws {
        let bench = try EntraBench()
        _ = try bench.signIn()
        let silent = EntraBench.authorizeTarget(["prompt": "none"])
        #expect(try bench.send("GET", silent).locationFields["code"] != nil)
        let chooser = try bench.send("GET", EntraBench.authorizeTarget(["prompt": "select_account"]))
        #expect(chooser.text.contains("Pick an account") && chooser.text.contains("admin@contoso.com"))
        #expect(try bench.submit(chooser, [], formWith: "class=\"account\"").locationFields["code"] != nil)
        let other = try bench.send("GET", EntraBench.authorizeTarget(["login_hint": "adele@contoso.com"]))
        #expect(other.status == 200 && other.text.contains("value=\"adele@contoso.com\""))
    }

    @Test func escapesWhatAClientSays() throws {
        let bench = try EntraBench()
        let script = "\"><script>alert(1)</script>"
        let page = try bench.send("GET", EntraBench.authorizeTarget(["login_hint": script, "state": script]))
        #expect(!page.text.contains("<script"))
        let reply = try bench.submit(page, [("login", script), ("password", script)])
        #expect(!reply.text.contains("<script"))
        let form = try bench.signIn(changes: ["response_mode": "form_post", "state": script])
        #expect(!form.text.contains("alert(1)<") && form.text.contains("&lt;script&gt;alert(1)"))
        let error = try bench.send("GET", EntraBench.authorizeTarget(["redirect_uri": script]))
        #expect(!error.text.contains("<script"))
    }

    @Test func keepsScriptOutByPolicy() throws {
        let bench = try EntraBench()
        let page = try bench.send("GET", EntraBench.authorizeTarget())
        let policy = try #require(page.header("Content-Security-Policy"))
        #expect(policy.contains("default-src 'none'") && policy.contains("script-src 'none'"))
        #expect(!policy.contains("form-action"))
        let device = try bench.send("GET", "/common/oauth2/deviceauth")
        #expect(device.header("Content-Security-Policy")?.contains("form-action 'self'") == true)
        #expect(page.header("Cache-Control") == "no-store, no-cache")
    }

    @Test func signsInTheVersion1Way() throws {
        let bench = try EntraBench()
        let query = EntraBench.encoded([
            ("client_id", EntraBench.publicClient), ("response_type", "code"), ("redirect_uri", EntraBench.redirect),
            ("resource", "https://outlook.office365.com"),
        ])
        let page = try bench.send("GET", "/common/oauth2/authorize?\(query)")
        let reply = try bench.submit(page, [("login", "admin@contoso.com"), ("password", Seed.password)])
        let tokens = try bench.token(
            [
                ("client_id", EntraBench.publicClient), ("grant_type", "authorization_code"),
                ("code", try #require(reply.locationFields["code"])), ("redirect_uri", EntraBench.redirect),
            ],
            tenant: "common",
            version1: true
        )
        #expect(tokens.body["scope"] == "Exchange.Manage" && tokens.body["refresh_token"] != nil)
        #expect(tokens.body["expires_in"]?.stringValue != nil)
        #expect(try EntraBench.claims(tokens.body["id_token"]?.stringValue)["upn"] == "admin@contoso.com")
    }
}
