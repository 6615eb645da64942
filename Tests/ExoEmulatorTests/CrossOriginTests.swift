import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

/// Single-page applications in browsers: who may read what, and who may redeem what.
struct CrossOriginTests {
    private static let app = "https://app.contoso.com"
    private static let token = "/organizations/oauth2/v2.0/token"

    private static func bench(_ uris: [String] = ["\(app)/signed-in", "http://localhost"]) throws -> TenantBench {
        let bench = try TenantBench()
        try bench.registerSinglePage(uris)
        return bench
    }

    private static func preflight(_ bench: TenantBench, _ target: String, from origin: String) -> ServerResponse {
        bench.emulator.respond(
            to: bench.browser.request(
                "OPTIONS",
                target,
                headers: [
                    ("Origin", origin), ("Access-Control-Request-Method", "POST"),
                    ("Access-Control-Request-Headers", "authorization,client-request-id"),
                ]
            )
        )
    }

    private static func tokens(
        _ bench: TenantBench,
        _ origin: String,
        redirect: String = "\(app)/signed-in"
    ) throws -> JSONObject {
        let code = try bench.code(
            "admin@contoso.com",
            [
                "redirect_uri": redirect, "code_challenge": EntraBench.verifier, "code_challenge_method": "plain",
                "scope": "\(TenantBench.graphDefault) openid offline_access",
            ]
        )
        let form =
            EntraBench.redemption(code).filter { !["redirect_uri", "scope"].contains($0.0) }
            + [("redirect_uri", redirect), ("code_verifier", EntraBench.verifier)]
        return try bench.token(form, headers: [("Origin", origin)]).body
    }

    @Test(
        arguments: [token, "/contoso.com/oauth2/token", "/v1.0/me", "/beta/users", "/graph/v1.0/me", "/oidc/userinfo"],
        [app, "http://localhost:5173", "http://127.0.0.1:3000"]
    )
    func answersThePreflightOfARegisteredOrigin(_ target: String, _ origin: String) throws {
        let reply = Self.preflight(try Self.bench(), target, from: origin)
        #expect(reply.status == 204)
        #expect(reply.header("Access-Control-Allow-Origin") == origin)
        #expect(reply.header("Access-Control-Allow-Methods")?.contains("POST") == true)
        #expect(reply.header("Access-Control-Allow-Headers") == "authorization,client-request-id")
        #expect(reply.header("Access-Control-Allow-Credentials") == nil)
    }

    static let strangers = [
        "https://evil.example", "http://app.contoso.com", "https://app.contoso.com:8443",
        "https://app.contoso.com.evil.example",
        "https://contoso.com", "https://localhost:5173", "null", "https://app.contoso.com/signed-in", "file://",
    ]

    @Test(arguments: strangers) func letsNoOtherOriginRead(_ origin: String) throws {
        let bench = try Self.bench()
        for target in [Self.token, "/v1.0/me", "/oidc/userinfo"] {
            let preflight = Self.preflight(bench, target, from: origin)
            #expect(preflight.status == 403 && preflight.header("Access-Control-Allow-Origin") == nil)
            let reply = bench.emulator.respond(
                to: bench.browser.request("POST", target, form: [], headers: [("Origin", origin)])
            )
            #expect(reply.header("Access-Control-Allow-Origin") == nil && reply.header("Vary") != nil)
        }
    }

    @Test func letsAnAppOfNoOtherKindRead() throws {
        // The seeded client is registered for http://localhost, but not as a page in a browser.
        let reply = Self.preflight(try TenantBench(), Self.token, from: "http://localhost:5173")
        #expect(reply.status == 403 && reply.header("Access-Control-Allow-Origin") == nil)
    }

    @Test(arguments: [
        "/contoso.com/v2.0/.well-known/openid-configuration", "/common/discovery/v2.0/keys",
        "/common/.well-known/openid-configuration", "/contoso.com/discovery/keys",
    ])
    func letsEverybodyReadPublicDocuments(_ target: String) throws {
        let bench = try TenantBench()
        let headers = [("Origin", "https://anywhere.example")]
        let reply = bench.emulator.respond(to: bench.browser.request("GET", target, headers: headers))
        #expect(reply.status == 200)
        #expect(reply.headers.filter { $0.isNamed("Access-Control-Allow-Origin") }.map(\.value) == ["*"])
        let preflight = Self.preflight(bench, target, from: "https://anywhere.example")
        #expect(preflight.status == 204 && preflight.header("Access-Control-Allow-Origin") == "*")
    }

    @Test func letsNoPageReadTheSignIn() throws {
        let bench = try Self.bench()
        let headers = [("Origin", Self.app)]
        let page = bench.emulator.respond(
            to: bench.browser.request(
                "GET",
                EntraBench.authorizeTarget(["redirect_uri": "\(Self.app)/signed-in"]),
                headers: headers
            )
        )
        #expect(page.header("Access-Control-Allow-Origin") == nil)
        let control = bench.emulator.respond(to: bench.browser.request("GET", "/_emulator/keys", headers: headers))
        #expect(control.header("Access-Control-Allow-Origin") == nil)
    }

    @Test func worksForASinglePageApplicationFromTheSignInToGraph() throws {
        let bench = try Self.bench()
        let tokens = try Self.tokens(bench, Self.app)
        let origin = [("Origin", Self.app)]
        let me = bench.call("GET", "/v1.0/me", token: tokens["access_token"], headers: origin)
        #expect(me.status == 200 && me.header("Access-Control-Allow-Origin") == Self.app)
        let user = bench.call("GET", "/oidc/userinfo", token: tokens["access_token"], headers: origin)
        #expect(user.status == 200 && user.header("Access-Control-Allow-Origin") == Self.app)
        let form = TenantBench.refresh(tokens["refresh_token"], scope: TenantBench.graphDefault)
        let renewed = try bench.token(form, headers: origin)
        #expect(renewed.response.status == 200)
        #expect(renewed.response.header("Access-Control-Allow-Origin") == Self.app)
        // What is refused can be read, too, or the page could not tell why.
        let refused = try bench.token(TenantBench.refresh("nonsense"), headers: origin).response
        #expect(refused.status == 400 && refused.header("Access-Control-Allow-Origin") == Self.app)
    }

    @Test func tellsWhenTheRefreshTokenOfSuchAnAppEnds() throws {
        let bench = try Self.bench()
        let tokens = try Self.tokens(bench, Self.app)
        #expect(tokens["refresh_token_expires_in"] == 86_400)
        bench.emulator.context.clock.advance(by: 3600)
        let form = TenantBench.refresh(tokens["refresh_token"], scope: TenantBench.graphDefault)
        let renewed = try bench.token(form, headers: [("Origin", Self.app)]).body
        #expect(renewed["refresh_token_expires_in"] == 82_800)
    }

    @Test func letsOnlyTheAppsOwnOriginRedeem() throws {
        let bench = try Self.bench(["\(Self.app)/signed-in"])
        #expect(try Self.tokens(bench, "https://evil.example")["error_codes"] == [9_002_326])
        #expect(try Self.tokens(bench, "https://app.contoso.com:8443")["error_codes"] == [9_002_326])
        let tokens = try Self.tokens(bench, Self.app)
        let form = TenantBench.refresh(tokens["refresh_token"], scope: TenantBench.graphDefault)
        let foreign = try bench.token(form, headers: [("Origin", "https://evil.example")]).body
        #expect(foreign["error_codes"] == [9_002_326] && foreign["error"] == "invalid_request")
        #expect(try bench.token(form).body["error_codes"] == [9_002_327])
        #expect(try bench.token(form, headers: [("Origin", Self.app)]).response.status == 200)
    }

    @Test func takesAnyPortOfThisMachine() throws {
        let bench = try Self.bench()
        let tokens = try Self.tokens(bench, "http://localhost:5173", redirect: "http://localhost:5173")
        #expect(tokens["access_token"] != nil, "\(tokens)")
    }
}
