import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange

struct EntraTokenEndpointTests {
    @Test func issuesAnApplicationTokenLikeTheServices() throws {
        let bench = try EntraBench()
        let reply = try bench.token([
            ("client_id", EntraBench.confidentialClient), ("client_secret", EntraBench.secret),
            ("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault),
        ])
        #expect(reply.status == 200)
        #expect(reply.body["token_type"] == "Bearer")
        let seconds = try #require(reply.body["expires_in"]?.integerValue)
        #expect((3599...5398).contains(seconds))
        #expect(reply.body["refresh_token"] == nil && reply.body["scope"] == nil && reply.body["id_token"] == nil)
        let claims = try EntraBench.claims(reply.body["access_token"]?.stringValue)
        #expect(claims["aud"] == "https://outlook.office365.com")
        #expect(claims["iss"] == .string("https://sts.windows.net/\(EntraBench.contoso)/"))
        #expect(claims["roles"] == ["Exchange.ManageAsApp"])
        #expect(claims["idtyp"] == "app" && claims["appidacr"] == "1" && claims["ver"] == "1.0")
        #expect(claims["oid"] == claims["sub"] && claims["scp"] == nil && claims["upn"] == nil)
        #expect(claims["uti"]?.stringValue?.hasSuffix("AA") == true)
        #expect(claims["iat"] == 1_789_999_700)
    }

    @Test func obeysTheLifetimeSwitch() throws {
        let bench = try EntraBench()
        bench.context.settings.change { $0.tokenLifetime = 60 }
        let claims = try EntraBench.claims(bench.applicationToken())
        #expect(claims["exp"]?.integerValue == 1_790_000_060)
    }

    @Test func acceptsTheSecretByBasicAuthentication() throws {
        let bench = try EntraBench()
        let pair = "YWFhYWFhYWEtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAyOmVtdWxhdG9yLWF1dG9tYXRpb24tc2VjcmV0"
        let reply = try bench.token(
            [("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault)],
            headers: [("Authorization", "Basic \(pair)")]
        )
        #expect(reply.status == 200)
    }

    @Test func writesNumbersAsTextOnVersion1() throws {
        let bench = try EntraBench()
        let reply = try bench.token(
            [
                ("client_id", EntraBench.confidentialClient), ("client_secret", EntraBench.secret),
                ("grant_type", "client_credentials"), ("resource", "https://outlook.office365.com/"),
            ],
            version1: true
        )
        #expect(reply.body["expires_in"]?.stringValue != nil && reply.body["expires_on"]?.stringValue != nil)
        #expect(reply.body["resource"] == "https://outlook.office365.com/")
        let claims = try EntraBench.claims(reply.body["access_token"]?.stringValue)
        #expect(claims["aud"] == "https://outlook.office365.com/")
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var code: Int
        var error: String
        var status = 400
        var tenant = "contoso.com"
        var changes: [String: String?]
        var testDescription: String { "\(code) \(changes.keys.sorted())" }
    }

    static let refusals: [Case] = [
        Case(code: 900_144, error: "invalid_request", changes: ["grant_type": nil]),
        Case(code: 70003, error: "unsupported_grant_type", changes: ["grant_type": "magic"]),
        Case(code: 90002, error: "invalid_request", tenant: "nowhere.example", changes: [:]),
        Case(code: 90002, error: "invalid_request", tenant: "99999999-0000-4000-8000-000000000000", changes: [:]),
        Case(code: 900_023, error: "invalid_request", tenant: "no%20tenant", changes: [:]),
        Case(code: 900_144, error: "invalid_request", changes: ["client_id": nil]),
        Case(
            code: 700_016,
            error: "unauthorized_client",
            changes: ["client_id": "bbbbbbbb-0000-4000-8000-000000000001"]
        ),
        Case(code: 50059, error: "invalid_request", tenant: "organizations", changes: [:]),
        Case(code: 9_001_023, error: "invalid_request", tenant: "consumers", changes: [:]),
        Case(code: 7_000_216, error: "invalid_client", status: 401, changes: ["client_secret": nil]),
        Case(code: 7_000_215, error: "invalid_client", status: 401, changes: ["client_secret": "emulator-wrong"]),
        Case(code: 900_144, error: "invalid_request", changes: ["scope": nil]),
        Case(
            code: 1_002_012,
            error: "invalid_scope",
            changes: ["scope": "https://outlook.office365.com/Exchange.Manage"]
        ),
        Case(
            code: 1_002_012,
            error: "invalid_scope",
            changes: ["scope": "https://outlook.office365.com/.default https://graph.microsoft.com/.default"]
        ),
        Case(code: 500_011, error: "invalid_resource", changes: ["scope": "https://unknown.example/.default"]),
        Case(
            code: 7_000_229,
            error: "invalid_client",
            status: 401,
            tenant: "fabrikam.com",
            changes: [
                "client_id": "aaaaaaaa-0000-4000-8000-000000000003", "client_secret": "emulator-nopermission-secret",
            ]
        ),
        Case(code: 9_002_313, error: "invalid_request", changes: ["claims": "{"]),
    ]

    @Test(arguments: refusals) func refusesAsTheServiceDoes(_ refusal: Case) throws {
        let bench = try EntraBench()
        var fields: [String: String] = [
            "client_id": EntraBench.confidentialClient, "client_secret": EntraBench.secret,
            "grant_type": "client_credentials", "scope": EntraBench.exchangeDefault,
        ]
        for (name, value) in refusal.changes { fields[name] = value }
        let reply = try bench.token(fields.map { ($0.key, $0.value) }, tenant: refusal.tenant)
        #expect(reply.status == refusal.status)
        #expect(reply.body["error_codes"] == [.integer(Int64(refusal.code))])
        #expect(reply.body["error"] == .string(refusal.error))
        #expect(reply.body["correlation_id"] == .string(EntraBench.correlation))
        #expect(reply.body["timestamp"] == "2026-09-21 14:13:20Z")
        #expect(reply.body["error_uri"] == .string("https://localhost:8443/error?code=\(refusal.code)"))
        let description = try #require(reply.body["error_description"]?.stringValue)
        #expect(description.hasPrefix("AADSTS\(refusal.code): "))
        #expect(description.contains(" Trace ID: ") && description.hasSuffix(" Timestamp: 2026-09-21 14:13:20Z"))
        #expect(reply.body["trace_id"]?.stringValue?.hasSuffix("00") == true)
        #expect(!description.contains("emulator-"))
    }

    @Test func issuesATokenWithoutRolesWhereNoneIsGranted() throws {
        let bench = try EntraBench()
        let reply = try bench.token([
            ("client_id", "aaaaaaaa-0000-4000-8000-000000000003"), ("client_secret", "emulator-nopermission-secret"),
            ("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault),
        ])
        #expect(try EntraBench.claims(reply.body["access_token"]?.stringValue)["roles"] == nil)
    }

    @Test func takesOnlyPosts() throws {
        let bench = try EntraBench()
        let reply = try bench.send("GET", "/contoso.com/oauth2/v2.0/token")
        #expect(reply.text.contains("AADSTS900561"))
    }
}
