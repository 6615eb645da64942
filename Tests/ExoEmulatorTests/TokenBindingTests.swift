import ExoCrypto
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

/// Tokens that only the holder of a key may use, and codes that a web application hands on to its page.
struct TokenBindingTests {
    private static let confirmation = Base64URL.encode(Array(#"{"kid":"thumbprint","xms_ksl":"sw"}"#.utf8))
    private static let site = "https://app.contoso.com/server"
    private static let page = "https://app.contoso.com/page"

    @Test func bindsTokensToAKey() throws {
        let bench = try TenantBench()
        let bound = [("token_type", "pop"), ("req_cnf", Self.confirmation)]
        let application = [
            ("client_id", EntraBench.confidentialClient), ("client_secret", EntraBench.secret),
            ("grant_type", "client_credentials"), ("scope", TenantBench.graphDefault),
        ]
        for form in [application, TenantBench.password()] {
            let reply = try bench.token(form + bound, at: "/contoso.com/oauth2/v2.0/token").body
            #expect(reply["token_type"] == "pop")
            let claims = try EntraBench.claims(reply["access_token"]?.stringValue)
            #expect(claims["cnf"] == ["kid": "thumbprint", "xms_ksl": "sw"])
            // Without the proof of the key it is worth nothing.
            let target =
                claims["aud"] == "https://graph.microsoft.com"
                ? "/v1.0/users" : "/adminapi/beta/contoso.com/InvokeCommand"
            #expect(
                bench.call(target.hasPrefix("/v1.0") ? "GET" : "POST", target, token: reply["access_token"]).status
                    == 401
            )
        }
        let plain = try bench.token(application, at: "/contoso.com/oauth2/v2.0/token").body
        #expect(plain["token_type"] == "Bearer")
    }

    @Test(
        arguments: [
            [("token_type", "ssh-cert"), ("req_cnf", confirmation)], [("token_type", "pop"), ("req_cnf", "e30")],
            [("token_type", "pop"), ("req_cnf", "?")], [("req_cnf", confirmation)], [("token_type", "mtls_pop")],
            [("return_spa_code", "1")], [("token_type", "pop"), ("token_type", "pop")],
        ]
    ) func refusesWhatItDoesNotIssue(_ fields: [(String, String)]) throws {
        let bench = try TenantBench()
        let reply = try bench.token(EntraBench.redemption(bench.code()) + fields)
        #expect(reply.response.status == 400 && reply.body["error"] == "invalid_request")
        #expect(reply.body["error_codes"] == [9_002_313])
        let named = fields.contains { field in
            reply.body["error_description"]?.stringValue?.contains(field.0) == true
        }
        #expect(named)
    }

    @Test func bindsNoTokenThatTravelsInAnAddress() throws {
        let bench = try TenantBench()
        var client = try #require(try bench.directory.application(EntraBench.publicClient))
        client.issuesAccessTokens = true
        client.issuesIDTokens = true
        try bench.directory.save(client)
        func error(_ changes: [String: String?]) -> String? {
            let whole = ["response_type": "id_token token"].merging(changes) { $1 }
            return bench.browser.send(bench.browser.request("GET", EntraBench.authorizeTarget(whole))).locationFields[
                "error"
            ]
        }
        #expect(error(["token_type": "pop", "req_cnf": Self.confirmation]) == "invalid_request")
        #expect(error(["token_type": "ssh-cert"]) == "invalid_request")
        #expect(error(["token_type": "Bearer", "prompt": "none"]) == "login_required")
    }

    @Test func saysThatTheKeyIsMissing() throws {
        let reply = try TenantBench().token(TenantBench.password() + [("token_type", "pop")]).body
        #expect(reply["error_codes"] == [900_144])
    }

    @Test func handsASignInOnToThePage() throws {
        let bench = try TenantBench()
        let client = EntraBench.confidentialClient
        try bench.directory.setRedirectURIs(
            [
                RedirectURIRecord(appID: client, kind: .web, uri: Self.site),
                RedirectURIRecord(appID: client, kind: .spa, uri: Self.page),
            ],
            of: client
        )
        let scope = "https://graph.microsoft.com/User.Read openid offline_access"
        try bench.directory.save(
            DelegatedGrantRecord(
                tenantID: EntraBench.contoso,
                clientAppID: client,
                resourceAppID: FirstParty.graph,
                scope: "User.Read openid profile offline_access"
            )
        )
        let code = try bench.code(
            "admin@contoso.com",
            ["client_id": client, "redirect_uri": Self.site, "scope": scope]
        )
        func form(_ code: String, _ redirect: String, _ more: [(String, String)]) -> [(String, String)] {
            [
                ("client_id", client), ("grant_type", "authorization_code"), ("code", code),
                ("redirect_uri", redirect), ("scope", scope),
            ] + more
        }
        let secret = ("client_secret", EntraBench.secret)
        let server = try bench.token(form(code, Self.site, [secret, ("return_spa_code", "1")])).body
        let handed = try #require(server["spa_code"]?.stringValue, "\(server)")
        #expect(server["access_token"] != nil)
        // It is the page's: neither the server redeems it, nor a page of another origin.
        #expect(try bench.token(form(handed, Self.site, [secret])).body["error_codes"] == [500_112])
        let origin = [("Origin", "https://app.contoso.com")]
        let stranger = try bench.token(form(handed, Self.page, []), headers: [("Origin", "https://evil.example")])
        #expect(stranger.response.status == 400)
        let browser = try bench.token(form(handed, Self.page, []), headers: origin).body
        let claims = try EntraBench.claims(browser["access_token"]?.stringValue)
        #expect(claims["upn"] == "admin@contoso.com" && browser["refresh_token"] != nil)
        #expect(try bench.token(form(handed, Self.page, []), headers: origin).body["error_codes"] == [54005])
    }
}
