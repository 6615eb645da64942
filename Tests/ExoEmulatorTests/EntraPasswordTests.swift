import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

struct EntraPasswordTests {
    // As the official module sends it.
    private static func form(
        _ name: String = "admin@contoso.com",
        _ changes: [String: String?] = [:]
    ) -> [(String, String)] {
        var fields: [String: String] = [
            "scope": "openid offline_access profile https://outlook.office365.com/.default",
            "claims": #"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#, "grant_type": "password", "username": name,
            "password": Seed.password, "client_info": "1", "client_id": EntraBench.module,
        ]
        for (name, value) in changes { fields[name] = value }
        return fields.map { ($0.key, $0.value) }
    }

    private func user(_ bench: EntraBench, _ change: (inout UserRecord) -> Void) throws {
        var user = try #require(try bench.context.directory.user("admin@contoso.com"))
        change(&user)
        try bench.context.directory.save(user)
    }

    @Test(arguments: ["organizations", "contoso.com", EntraBench.contoso]) func signsTheModuleIn(
        _ tenant: String
    ) throws {
        let bench = try EntraBench()
        let reply = try bench.token(Self.form(), tenant: tenant)
        #expect(reply.status == 200, "\(reply.body)")
        #expect(reply.body["refresh_token"] != nil && reply.body["client_info"] != nil)
        let access = try EntraBench.claims(reply.body["access_token"]?.stringValue)
        #expect(access["appidacr"] == "0" && access["amr"] == ["pwd"] && access["xms_cc"] == ["cp1"])
        let identity = try EntraBench.claims(reply.body["id_token"]?.stringValue)
        #expect(identity["preferred_username"] == "admin@contoso.com" && identity["nonce"] == nil)
        let refreshed = try bench.token([
            ("client_id", EntraBench.module), ("grant_type", "refresh_token"),
            ("refresh_token", try #require(reply.body["refresh_token"]?.stringValue)),
        ])
        #expect(refreshed.status == 200)
    }

    @Test func signsInAsADALDoes() throws {
        let bench = try EntraBench()
        let reply = try bench.token(
            [
                ("client_id", EntraBench.module), ("grant_type", "password"), ("username", "admin@contoso.com"),
                ("password", Seed.password), ("resource", "https://outlook.office365.com"), ("scope", "openid"),
            ],
            version1: true
        )
        #expect(reply.status == 200 && reply.body["resource"] == "https://outlook.office365.com")
        #expect(reply.body["expires_in"]?.stringValue != nil && reply.body["refresh_token"] != nil)
        #expect(try EntraBench.claims(reply.body["id_token"]?.stringValue)["upn"] == "admin@contoso.com")
    }

    @Test func givesNoRefreshTokenUnlessAsked() throws {
        let bench = try EntraBench()
        let reply = try bench.token(Self.form(["scope": "https://outlook.office365.com/.default"]))
        #expect(reply.status == 200 && reply.body["refresh_token"] == nil && reply.body["id_token"] == nil)
    }

    private static func form(_ changes: [String: String?]) -> [(String, String)] { form("admin@contoso.com", changes) }

    @Test func signsAPartnerInAtACustomer() throws {
        let bench = try EntraBench()
        let reply = try bench.token(Self.form(), tenant: "fabrikam.com")
        let claims = try EntraBench.claims(reply.body["access_token"]?.stringValue)
        #expect(claims["tid"] == .string(EntraBench.fabrikam) && claims["upn"] == "admin@contoso.com")
        let stranger = try bench.token(Self.form("exchange.admin@contoso.com"), tenant: "fabrikam.com")
        #expect(stranger.body["error_codes"] == [50020])
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var code: Int
        var error = "invalid_grant"
        var status = 400
        var tenant = "organizations"
        var name = "admin@contoso.com"
        var changes: [String: String?] = [:]
        var testDescription: String { "\(code) \(tenant) \(name) \(changes.keys.sorted())" }
    }

    static let refusals: [Refusal] = [
        Refusal(code: 9_001_023, error: "invalid_request", tenant: "common"),
        Refusal(code: 9_001_023, error: "invalid_request", tenant: "consumers"),
        Refusal(code: 50034, name: "nobody@contoso.com"),
        Refusal(code: 50034, tenant: "contoso.com", name: "nobody@elsewhere.example"),
        Refusal(code: 50128, error: "invalid_request", name: "nobody@elsewhere.example"),
        Refusal(code: 50059, error: "invalid_request", name: "admin"),
        Refusal(code: 50126, changes: ["password": "wrong"]),
        Refusal(code: 50052, changes: ["password": String(repeating: "x", count: 257)]),
        Refusal(code: 50057, name: "former@contoso.com"),
        Refusal(code: 900_144, error: "invalid_request", changes: ["username": nil]),
        Refusal(code: 900_144, error: "invalid_request", changes: ["password": nil]),
        Refusal(code: 900_144, error: "invalid_request", changes: ["scope": nil]),
        Refusal(
            code: 28000,
            error: "invalid_scope",
            changes: ["scope": "https://outlook.office365.com/.default User.Read"]
        ),
        Refusal(
            code: 65002,
            error: "invalid_client",
            changes: ["scope": "https://outlook.office365.com/EWS.AccessAsUser.All"]
        ),
        Refusal(code: 700_025, error: "invalid_client", status: 401, changes: ["client_secret": "x"]),
        Refusal(
            code: 7_000_218,
            error: "invalid_client",
            status: 401,
            changes: ["client_id": EntraBench.confidentialClient]
        ),
        Refusal(
            code: 7_000_215,
            error: "invalid_client",
            status: 401,
            changes: ["client_id": EntraBench.confidentialClient, "client_secret": "emulator-wrong"]
        ),
        Refusal(
            code: 65001,
            changes: ["client_id": EntraBench.confidentialClient, "client_secret": EntraBench.secret]
        ),
    ]

    @Test(arguments: refusals) func refusesAsTheServiceDoes(_ refusal: Refusal) throws {
        let bench = try EntraBench()
        let reply = try bench.token(Self.form(refusal.name, refusal.changes), tenant: refusal.tenant)
        #expect(reply.body["error_codes"] == [.integer(Int64(refusal.code))])
        #expect(reply.body["error"] == .string(refusal.error) && reply.status == refusal.status)
        #expect(reply.body["error_description"]?.stringValue?.contains(Seed.password) == false)
    }

    @Test func refusesByTheStateOfTheUser() throws {
        let bench = try EntraBench()
        try user(bench) { $0.mustChangePassword = true }
        let expired = try bench.token(Self.form())
        #expect(expired.body["error_codes"] == [50055] && expired.body["suberror"] == "user_password_expired")
        #expect(try bench.token(Self.form(["password": "wrong"])).body["error_codes"] == [50126])
        try user(bench) { $0.passwordHash = nil }
        #expect(try bench.token(Self.form()).body["error_codes"] == [50056])
        try user(bench) { $0.userType = "Guest" }
        #expect(try bench.token(Self.form()).body["error_codes"] == [50020])
        try user(bench) { $0.externalState = "PendingAcceptance" }
        let pending = try bench.token(Self.form())
        #expect(pending.body["error_codes"] == [50014] && pending.body["error"] == "interaction_required")
    }

    @Test func locksAUserOutForLongerAndLonger() throws {
        let bench = try EntraBench()
        let wrong = Self.form(["password": "wrong"])
        func code(_ form: [(String, String)]) throws -> JSONValue? { try bench.token(form).body["error_codes"]?[0] }
        for _ in 0..<SmartLockout.limit { #expect(try code(wrong) == 50126) }
        #expect(try code(Self.form()) == 50053 && code(wrong) == 50053)
        // Another user is not locked out.
        #expect(try bench.token(Self.form("exchange.admin@contoso.com")).status == 200)
        bench.context.clock.advance(by: 61)
        #expect(try code(wrong) == 50126)
        bench.context.clock.advance(by: 61)
        #expect(try code(Self.form()) == 50053)
        bench.context.clock.advance(by: 60)
        #expect(try bench.token(Self.form()).status == 200)
        // The right password begins the count anew.
        for _ in 1..<SmartLockout.limit { #expect(try code(wrong) == 50126) }
        #expect(try bench.token(Self.form()).status == 200)
    }

    @Test func locksOutWhoSignsInOnThePage() throws {
        let bench = try EntraBench()
        for _ in 0..<SmartLockout.limit { _ = try bench.token(Self.form(["password": "wrong"])) }
        #expect(try bench.signIn().text.contains("AADSTS50053"))
        bench.context.clock.advance(by: 61)
        #expect(try bench.signIn().status == 302)
    }

    @Test func endsALockOutInADayAtMost() throws {
        let bench = try EntraBench()
        try user(bench) { $0.failedSignIns = 1_000_000 }
        #expect(try bench.token(Self.form(["password": "wrong"])).body["error_codes"] == [50126])
        bench.context.clock.advance(by: 86399)
        #expect(try bench.token(Self.form()).body["error_codes"] == [50053])
        bench.context.clock.advance(by: 1)
        #expect(try bench.token(Self.form()).status == 200)
    }

    @Test(arguments: [
        "urn:ietf:params:oauth:grant-type:saml2-bearer", "urn:ietf:params:oauth:grant-type:saml1_1-bearer", "user_fic",
        "srv_challenge", "urn:ietf:params:oauth:grant-type:token-exchange", "magic",
    ]) func refusesGrantsThatAreNotGiven(_ grant: String) throws {
        let reply = try EntraBench().token(Self.form(["grant_type": grant]))
        #expect(reply.body["error_codes"] == [70003] && reply.body["error"] == "unsupported_grant_type")
    }
}
