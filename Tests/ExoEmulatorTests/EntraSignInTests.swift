import ExoCrypto
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import EmulatorPortal
@testable import ExoEmulator

struct EntraSignInTests {
    @Test(arguments: [
        "User.Read", "https://graph.microsoft.com/User.Read", "00000003-0000-0000-c000-000000000000/.default",
        "https://graph.microsoft.com/.default", "user.read",
    ])
    func answersWithTheScopeThatWasAskedFor(_ scope: String) throws {
        let bench = try EntraBench()
        let all = "\(scope) openid profile offline_access"
        let code = try bench.code(changes: ["scope": all])
        let form = EntraBench.redemption(code).filter { $0.0 != "scope" } + [("scope", all)]
        let first = try bench.token(form, tenant: "organizations").body
        let token = try #require(first["refresh_token"]?.stringValue)
        let second = try bench.token(
            [
                ("client_id", EntraBench.publicClient), ("grant_type", "refresh_token"), ("refresh_token", token),
                ("scope", all),
            ],
            tenant: "organizations"
        ).body
        let third = try bench.token([
            ("client_id", EntraBench.publicClient), ("grant_type", "password"), ("username", "admin@contoso.com"),
            ("password", Seed.password), ("scope", all),
        ]).body
        for reply in [first, second, third] {
            let words = (reply["scope"]?.stringValue ?? "").split(separator: " ").map(String.init)
            #expect(words.contains(scope), "\(words)")
            let prefix = scope.dropLast(scope.split(separator: "/").last?.count ?? 0)
            #expect(words.allSatisfy { ScopeRequest.openIDScopes.contains($0) || $0.hasPrefix(prefix) }, "\(words)")
            #expect(words.allSatisfy { !prefix.isEmpty || !$0.contains("/") }, "\(words)")
        }
    }

    @Test func letsAFrameOfAnotherSiteSignInSilently() throws {
        let bench = try EntraBench()
        let cookie = try bench.signIn().headers.first { $0.name == "Set-Cookie" && $0.value.hasPrefix("ESTSAUTH=") }
        #expect(cookie?.value.hasSuffix("Secure; HttpOnly; SameSite=None") == true)
    }

    @Test func signsAUserInByFormsAndRedeemsTheCode() throws {
        let bench = try EntraBench()
        let reply = try bench.signIn()
        #expect(reply.status == 302)
        #expect(reply.header("Location")?.hasPrefix("\(EntraBench.redirect)/?") == true)
        #expect(reply.locationFields["state"] == "s t&ate")
        #expect(reply.locationFields["client_info"] != nil && reply.locationFields["session_state"] != nil)
        let tokens = try bench.token(
            EntraBench.redemption(try #require(reply.locationFields["code"])),
            tenant: "organizations"
        )
        #expect(tokens.status == 200)
        #expect(
            tokens.body["scope"]
                == "openid profile https://outlook.office365.com/Exchange.Manage https://outlook.office365.com/.default"
        )
        let access = try EntraBench.claims(tokens.body["access_token"]?.stringValue)
        #expect(access["scp"] == "Exchange.Manage" && access["upn"] == "admin@contoso.com")
        #expect(access["idtyp"] == "user" && access["appidacr"] == "0" && access["tid"] == .string(EntraBench.contoso))
        #expect(access["wids"]?.arrayValue?.contains("62e90394-69f5-4237-9190-012177145e10") == true)
        #expect(access["wids"]?.arrayValue?.contains("b79fbf4d-3ef9-4689-8143-76b194e85509") == true)
        let identity = try EntraBench.claims(tokens.body["id_token"]?.stringValue)
        #expect(identity["nonce"] == "n-1" && identity["aud"] == .string(EntraBench.publicClient))
        #expect(identity["iss"] == .string("https://localhost:8443/\(EntraBench.contoso)/v2.0"))
        #expect(identity["preferred_username"] == "admin@contoso.com")
        let text = try #require(tokens.body["client_info"]?.stringValue)
        let info = try #require(Base64URL.decode(text))
        #expect(try JSONValue(parsing: info)["utid"] == .string(EntraBench.contoso))
    }

    @Test func refusesACodeUsedTwiceAndVoidsWhatItGave() throws {
        let bench = try EntraBench()
        let code = try bench.code()
        let first = try bench.token(EntraBench.redemption(code))
        let second = try bench.token(EntraBench.redemption(code))
        #expect(second.body["error_codes"] == [54005] && second.body["error"] == "invalid_grant")
        let refresh = try bench.token([
            ("client_id", EntraBench.publicClient), ("grant_type", "refresh_token"),
            ("refresh_token", try #require(first.body["refresh_token"]?.stringValue)),
        ])
        #expect(refresh.body["error_codes"] == [70000])
    }

    struct Redemption: Sendable, CustomTestStringConvertible {
        var code: Int
        var tenant = "contoso.com"
        var changes: [String: String?]
        var testDescription: String { "\(code) \(changes.keys.sorted())" }
    }

    static let redemptions: [Redemption] = [
        Redemption(code: 501_481, changes: ["code_verifier": nil]),
        Redemption(code: 501_481, changes: ["code_verifier": String(repeating: "x", count: 50)]),
        Redemption(code: 500_112, changes: ["redirect_uri": "http://localhost:1"]),
        Redemption(code: 500_112, changes: ["redirect_uri": "https://evil.example/"]),
        Redemption(code: 70000, changes: ["client_id": EntraBench.module]),
        Redemption(code: 70000, changes: ["code": "1.Anonsense"]),
        Redemption(code: 700_005, tenant: "fabrikam.com", changes: [:]),
        Redemption(code: 700_025, changes: ["client_secret": "anything"]),
        Redemption(code: 900_144, changes: ["code": nil]),
        Redemption(code: 28000, changes: ["scope": "https://outlook.office365.com/.default User.Read"]),
        Redemption(code: 65001, changes: ["scope": "https://outlook.office365.com/EWS.AccessAsUser.All"]),
        Redemption(code: 500_011, changes: ["scope": "https://unknown.example/.default"]),
    ]

    @Test(arguments: redemptions) func refusesAWrongRedemption(_ wrong: Redemption) throws {
        let bench = try EntraBench()
        let challenge = Base64URL.encode(try Digest.sha256(Array(EntraBench.verifier.utf8)))
        let code = try bench.code(changes: ["code_challenge": challenge, "code_challenge_method": "S256"])
        var form = Dictionary(uniqueKeysWithValues: EntraBench.redemption(code))
        form["code_verifier"] = EntraBench.verifier
        let right = form
        for (name, value) in wrong.changes { form[name] = value }
        let reply = try bench.token(form.map { ($0.key, $0.value) }, tenant: wrong.tenant)
        #expect(reply.body["error_codes"] == [.integer(Int64(wrong.code))])
        // A wrong attempt does not spend the code.
        #expect(try bench.token(right.map { ($0.key, $0.value) }).status == 200)
    }

    @Test func endsACodeAfterTenMinutes() throws {
        let bench = try EntraBench()
        let code = try bench.code()
        bench.context.clock.advance(by: 601)
        #expect(try bench.token(EntraBench.redemption(code)).body["error_codes"] == [70008])
    }

    @Test(arguments: [
        ("admin@contoso.com", "wrong", 50126), ("nobody@contoso.com", "wrong", 50034),
        ("admin@contoso.com", String(repeating: "x", count: 257), 50052),
    ])
    func showsThePageAgainForWrongCredentials(_ login: String, _ password: String, _ code: Int) throws {
        let bench = try EntraBench()
        let reply = try bench.signIn(login, password: password)
        #expect(reply.status == 200)
        #expect(reply.text.contains("AADSTS\(code)") && !reply.text.contains(password))
        #expect(try bench.submit(reply, [("login", "admin@contoso.com"), ("password", Seed.password)]).status == 302)
    }

    @Test func refusesADisabledAccount() throws {
        let bench = try EntraBench()
        let user = try #require(try bench.context.directory.user("adele@contoso.com"))
        try bench.context.directory.setAccountEnabled(false, ofUser: user.id)
        #expect(try bench.signIn("adele@contoso.com").text.contains("AADSTS50057"))
    }

    @Test func refusesAFormFromElsewhere() throws {
        let bench = try EntraBench()
        let page = try bench.send("GET", EntraBench.authorizeTarget())
        bench.cookies = [:]
        let reply = try bench.submit(page, [("login", "admin@contoso.com"), ("password", Seed.password)])
        #expect(reply.status == 400 && reply.text.contains("AADSTS165000"))
    }

    @Test func rotatesRefreshTokensAndKeepsTheOldOneGood() throws {
        let bench = try EntraBench()
        let first = try bench.token(EntraBench.redemption(try bench.code()))
        let old = try #require(first.body["refresh_token"]?.stringValue)
        let form = [
            ("client_id", EntraBench.publicClient), ("grant_type", "refresh_token"), ("refresh_token", old),
            ("scope", "\(EntraBench.exchangeDefault) openid offline_access"),
        ]
        let second = try bench.token(form)
        #expect(second.status == 200)
        #expect(second.body["refresh_token"] != .string(old) && second.body["refresh_token"]?.stringValue != nil)
        #expect(try bench.token(form).status == 200)
        var stolen = form
        stolen[0].1 = EntraBench.module
        let other = try bench.token(stolen)
        #expect(other.body["error_codes"] == [700_007] && other.body["suberror"] == "client_mismatch")
        bench.context.clock.advance(by: 1)
        let user = try #require(try bench.context.directory.user("admin@contoso.com"))
        try bench.context.directory.revokeSessions(ofUser: user.id, at: bench.context.clock.now)
        let revoked = try bench.token(form)
        #expect(revoked.body["error_codes"] == [50173] && revoked.body["suberror"] == "bad_token")
    }

    @Test func redeemsARefreshTokenAtACustomer() throws {
        let bench = try EntraBench()
        let first = try bench.token(EntraBench.redemption(try bench.code()))
        let form = [
            ("client_id", EntraBench.publicClient), ("grant_type", "refresh_token"),
            ("refresh_token", try #require(first.body["refresh_token"]?.stringValue)),
            ("scope", EntraBench.exchangeDefault),
        ]
        let reply = try bench.token(form, tenant: "fabrikam.com")
        let claims = try EntraBench.claims(reply.body["access_token"]?.stringValue)
        let user = try #require(try bench.context.directory.user("admin@contoso.com"))
        #expect(claims["tid"] == .string(EntraBench.fabrikam) && claims["oid"] == .string(user.id))
        #expect(claims["wids"] == ["29232cdf-9323-42fd-ade2-1d097af3e4de"])
    }

    @Test func refusesAUserWithoutAccessToACustomer() throws {
        let bench = try EntraBench()
        let first = try bench.token(EntraBench.redemption(try bench.code("exchange.admin@contoso.com")))
        let reply = try bench.token(
            [
                ("client_id", EntraBench.publicClient), ("grant_type", "refresh_token"),
                ("refresh_token", try #require(first.body["refresh_token"]?.stringValue)),
                ("scope", EntraBench.exchangeDefault),
            ],
            tenant: "fabrikam.com"
        )
        #expect(reply.body["error_codes"] == [50020])
    }
}
