import ExoCrypto
import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

/// What OpenID Connect and OAuth say of claims, consent, hints and parameters, at the front door.
struct OpenIDConnectTests {
    private static let client = "cccccccc-0000-4000-8000-00000000000a"

    /// Registers an app of contoso's that nobody ever agreed to.
    private static func register(_ bench: TenantBench) throws {
        try bench.directory.save(
            ApplicationRecord(
                appID: client,
                objectID: "cccccccc-0000-4000-8000-00000000000b",
                tenantID: EntraBench.contoso,
                displayName: "Newsletter",
                signInAudience: "AzureADMyOrg",
                isFallbackPublicClient: true
            )
        )
        try bench.directory.setRedirectURIs(
            [RedirectURIRecord(appID: client, kind: .publicClient, uri: "http://localhost")],
            of: client
        )
        try bench.directory.insert(
            ServicePrincipalRecord(
                objectID: "cccccccc-0000-4000-8000-00000000000c",
                appID: client,
                tenantID: EntraBench.contoso,
                displayName: "Newsletter",
                accountEnabled: true,
                appRoleAssignmentRequired: false
            )
        )
    }

    private static func authorize(_ bench: TenantBench, _ changes: [String: String?]) -> ServerResponse {
        bench.browser.send(
            bench.browser.request("GET", EntraBench.authorizeTarget(changes, tenant: "contoso.com"))
        )
    }

    private static func signIn(
        _ bench: TenantBench,
        _ changes: [String: String?],
        _ user: String
    ) throws
        -> ServerResponse
    {
        bench.browser.send(
            try bench.browser.submission(
                of: authorize(bench, changes),
                [("login", user), ("password", Seed.password)]
            )
        )
    }

    static let told: [(String, Set<String>)] = [
        ("openid", []), ("openid profile", ["name", "preferred_username"]), ("openid email", ["email"]),
        ("openid profile email", ["name", "preferred_username", "email"]),
    ]

    @Test(arguments: told)
    func tellsOfTheUserWhatTheScopesAskFor(_ scope: String, _ expected: Set<String>) throws {
        let bench = try TenantBench()
        let names: Set = ["name", "preferred_username", "email"]
        func told(_ reply: JSONObject) throws -> Set<String> {
            let claims = try EntraBench.claims(reply["id_token"]?.stringValue)
            #expect(claims["sub"] != nil && claims["tid"] == .string(EntraBench.contoso))
            return Set(claims.members.map(\.name)).intersection(names)
        }
        let password = try bench.token(TenantBench.password("\(scope) offline_access")).body
        #expect(try told(password) == expected)
        let renewed = try bench.token(TenantBench.refresh(password["refresh_token"], scope: scope)).body
        #expect(try told(renewed) == expected)
        let code = try bench.code("admin@contoso.com", ["scope": scope])
        let redemption = EntraBench.redemption(code).filter { $0.0 != "scope" }
        #expect(try told(bench.token(redemption).body) == expected)
    }

    @Test func tellsAllOfTheUserOnVersion1() throws {
        let form =
            TenantBench.password("openid").filter { $0.0 != "scope" } + [("resource", "https://outlook.office365.com")]
        let reply = try TenantBench().token(form, at: "/common/oauth2/token").body
        let claims = try EntraBench.claims(reply["id_token"]?.stringValue)
        #expect(claims["upn"] == "admin@contoso.com" && claims["name"] != nil)
    }

    @Test func asksBeforeTheFirstSignInToAnAppAndRemembersTheAnswer() throws {
        let bench = try TenantBench()
        try Self.register(bench)
        let changes: [String: String?] = ["client_id": Self.client, "scope": "openid profile"]
        // Where no page can be shown, what nobody agreed to is refused.
        let form = TenantBench.password("openid profile", user: "adele@contoso.com", client: Self.client)
        #expect(try bench.token(form, at: "/contoso.com/oauth2/v2.0/token").body["error_codes"] == [65001])
        let page = try Self.signIn(bench, changes, "adele@contoso.com")
        #expect(page.text.contains("Permissions requested") && page.text.contains("Newsletter"))
        let silent = Self.authorize(bench, changes.merging(["prompt": "none"]) { $1 }).locationFields
        #expect(silent["error"] == "consent_required")
        let reply = bench.browser.send(try bench.browser.submission(of: page, [("consent", "accept")]))
        #expect(reply.locationFields["code"] != nil)
        let grants = try bench.directory.delegatedGrants(of: Self.client, in: EntraBench.contoso)
        #expect(grants.map(\.scope) == ["openid profile"])
        #expect(Self.authorize(bench, changes).locationFields["code"] != nil)
        #expect(try bench.token(form, at: "/contoso.com/oauth2/v2.0/token").response.status == 200)
    }

    @Test func leavesTheFirstSignInToAnAdministratorWhereUsersMayNotConsent() throws {
        let bench = try TenantBench()
        try Self.register(bench)
        bench.control("PATCH", "tenants/contoso.com", ["allowsUserConsent": false])
        let changes: [String: String?] = ["client_id": Self.client, "scope": "openid"]
        let page = try Self.signIn(bench, changes, "adele@contoso.com")
        #expect(page.text.contains("Need admin approval") && page.header("Location") == nil)
    }

    @Test func refusesSilentlyToSignInAnotherUserThanTheHintNames() throws {
        let bench = try TenantBench()
        let scope = "openid offline_access"
        let adele = try bench.token(TenantBench.password(scope, user: "adele@contoso.com")).body["id_token"]
        let admin = try bench.token(TenantBench.password(scope)).body["id_token"]
        _ = try bench.code()
        func silent(_ hint: String?) -> FormFields {
            Self.authorize(bench, ["prompt": "none", "id_token_hint": hint]).locationFields
        }
        #expect(silent(admin?.stringValue)["code"] != nil)
        for hint in [adele?.stringValue, "nonsense"] {
            let reply = silent(hint)
            #expect(reply["error"] == "login_required" && reply["code"] == nil)
            #expect(reply["error_description"]?.hasPrefix("AADSTS50058") == true)
        }
    }

    struct Parameter: Sendable, CustomTestStringConvertible {
        var changes: [String: String?]
        var error: String
        var testDescription: String { "\(changes)" }
    }

    static let parameters = [
        Parameter(changes: ["request": "eyJhbGciOiJub25lIn0.e30."], error: "request_not_supported"),
        Parameter(changes: ["request_uri": "https://app.example/request"], error: "request_uri_not_supported"),
        Parameter(changes: ["max_age": "abc"], error: "invalid_request"),
        Parameter(changes: ["max_age": "-1"], error: "invalid_request"),
        Parameter(changes: ["max_age": "1e3"], error: "invalid_request"),
        Parameter(
            changes: ["code_challenge": String(repeating: "a", count: 42) + "!", "code_challenge_method": "plain"],
            error: "invalid_request"
        ),
        Parameter(
            changes: ["code_challenge": String(repeating: "a", count: 129), "code_challenge_method": "plain"],
            error: "invalid_request"
        ),
        Parameter(
            changes: ["code_challenge": String(repeating: "a", count: 44), "code_challenge_method": "S256"],
            error: "invalid_request"
        ),
    ]

    @Test(arguments: parameters) func refusesWhatItCannotMean(_ parameter: Parameter) throws {
        let bench = try TenantBench()
        let reply = Self.authorize(bench, parameter.changes)
        #expect(reply.header("Location")?.hasPrefix("\(EntraBench.redirect)/") == true)
        #expect(reply.locationFields["error"] == parameter.error && reply.locationFields["state"] == "s t&ate")
    }

    @Test func takesLongAgesAndGoodChallenges() throws {
        let bench = try TenantBench()
        let challenge = Base64URL.encode(try Digest.sha256(Array(EntraBench.verifier.utf8)))
        let code = try bench.code(
            "admin@contoso.com",
            ["max_age": "99999999999", "code_challenge": challenge, "code_challenge_method": "S256"]
        )
        let form = EntraBench.redemption(code) + [("code_verifier", EntraBench.verifier)]
        #expect(try bench.token(form).response.status == 200)
    }

    @Test(arguments: ["http://localhost:99999", "http://localhost:0", "https://localhost:65536/app"])
    func takesNoPortThatDoesNotExist(_ uri: String) throws {
        let bench = try TenantBench()
        let reply = Self.authorize(bench, ["redirect_uri": uri])
        #expect(reply.header("Location") == nil && reply.text.contains("AADSTS50011"))
    }

    @Test func tellsWhoProvedItselfByAHeaderFieldWhichOneToSend() throws {
        let bench = try TenantBench()
        let basic = Base64.encode(Array("\(EntraBench.confidentialClient):emulator-wrong".utf8))
        let form = [("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault)]
        let path = "/contoso.com/oauth2/v2.0/token"
        let reply = try bench.token(form, at: path, headers: [("Authorization", "Basic \(basic)")]).response
        #expect(reply.status == 401)
        #expect(reply.header("WWW-Authenticate")?.hasPrefix("Basic realm=\"https://localhost:8443\"") == true)
        let posted =
            form + [("client_id", EntraBench.confidentialClient), ("client_secret", "emulator-wrong")]
        #expect(try bench.token(posted, at: path).response.header("WWW-Authenticate") == nil)
    }

    @Test(arguments: [
        "/contoso.com/v2.0/.well-known/openid-configuration", "/common/.well-known/openid-configuration",
        "/common/discovery/v2.0/keys", "/contoso.com/discovery/keys",
        "/common/discovery/instance?api-version=1.1"
            + "&authorization_endpoint=https://localhost:8443/common/oauth2/authorize",
    ])
    func answersHeadAsGet(_ target: String) throws {
        let bench = try TenantBench()
        let head = bench.emulator.respond(to: bench.browser.request("HEAD", target))
        let get = bench.emulator.respond(to: bench.browser.request("GET", target))
        #expect(head.status == 200 && get.status == 200)
        #expect(head.header("Content-Type") == get.header("Content-Type"))
        #expect(bench.emulator.respond(to: bench.browser.request("POST", target)).text.contains("AADSTS900561"))
    }

    @Test(arguments: ["/contoso.com/v2.0", "/contoso.com"])
    func advertisesOnlyWhatItDoes(_ base: String) throws {
        let bench = try TenantBench()
        let reply = bench.emulator.respond(
            to: bench.browser.request("GET", "\(base)/.well-known/openid-configuration")
        )
        let document = try JSONValue(parsing: reply.body)
        for name in [
            "frontchannel_logout_supported", "http_logout_supported", "request_parameter_supported",
            "request_uri_parameter_supported",
        ] {
            #expect(document[name] == false)
        }
        #expect(document["check_session_iframe"] == nil)
    }

    @Test func letsTheModulesClientUseAzureADGraph() throws {
        let bench = try TenantBench()
        for scope in ["https://graph.windows.net/.default", "\(FirstParty.directoryGraph)/.default"] {
            let reply = try bench.token(TenantBench.password(scope, client: EntraBench.module)).body
            let claims = try EntraBench.claims(reply["access_token"]?.stringValue)
            #expect(claims["scp"] == "user_impersonation")
        }
    }

    @Test func signsUsersInByPasswordAtCommonOnVersion1Alone() throws {
        let bench = try TenantBench()
        let form = TenantBench.password("openid") + [("resource", "https://outlook.office365.com")]
        let first = try bench.token(form, at: "/common/oauth2/token")
        #expect(first.response.status == 200)
        let claims = try EntraBench.claims(first.body["access_token"]?.stringValue)
        #expect(claims["tid"] == .string(EntraBench.contoso))
        #expect(try bench.token(form, at: "/consumers/oauth2/token").body["error_codes"] == [9_001_023])
        let second = try bench.token(TenantBench.password(), at: "/common/oauth2/v2.0/token")
        #expect(second.body["error_codes"] == [9_001_023])
        let elsewhere = form.map { $0.0 == "username" ? ($0.0, "nobody@elsewhere.example") : $0 }
        #expect(try bench.token(elsewhere, at: "/common/oauth2/token").body["error_codes"] == [50128])
    }
}
