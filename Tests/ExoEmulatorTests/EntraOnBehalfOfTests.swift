import ExoCrypto
import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange

struct EntraOnBehalfOfTests {
    @Test(arguments: [nil, 2] as [Int?]) func exchangesAUsersToken(_ version: Int?) throws {
        let api = try APIBench(version: version)
        let reply = try api.bench.token(APIBench.form(api.userToken()))
        #expect(reply.status == 200, "\(reply.body)")
        let claims = try EntraBench.claims(reply.body["access_token"]?.stringValue)
        #expect(claims["aud"] == "https://outlook.office365.com" && claims["scp"] == "Exchange.Manage")
        #expect(claims["upn"] == "admin@contoso.com" && claims["appid"] == .string(APIBench.service))
        #expect(claims["appidacr"] == "1" && claims["amr"] == ["pwd"])
        #expect(reply.body["id_token"] != nil && reply.body["client_info"] != nil)
        let refresh = try #require(reply.body["refresh_token"]?.stringValue)
        let again = try api.bench.token([
            ("client_id", APIBench.service), ("client_secret", APIBench.secret), ("grant_type", "refresh_token"),
            ("refresh_token", refresh),
        ])
        #expect(again.status == 200)
        let quiet = try api.bench.token(APIBench.form(api.userToken(), ["scope": EntraBench.exchangeDefault]))
        #expect(quiet.status == 200 && quiet.body["refresh_token"] == nil)
    }

    @Test func exchangesAsADALDoes() throws {
        let api = try APIBench()
        let form = APIBench.form(try api.userToken(), ["scope": "openid", "resource": "https://outlook.office365.com"])
        let reply = try api.bench.token(form, version1: true)
        #expect(reply.status == 200 && reply.body["expires_on"]?.stringValue != nil && reply.body["id_token"] != nil)
    }

    @Test func provesTheServiceByACertificate() throws {
        let api = try APIBench()
        let maker = try AssertionMaker()
        try maker.register(in: api.bench, for: APIBench.service)
        let assertion = try maker.make(claims: ["iss": .string(APIBench.service), "sub": .string(APIBench.service)])
        let form = APIBench.form(
            try api.userToken(),
            [
                "client_secret": nil, "client_assertion": assertion, "client_assertion_type": ClientAssertion.type,
                "client_id": nil,
            ]
        )
        let reply = try api.bench.token(form)
        #expect(try EntraBench.claims(reply.body["access_token"]?.stringValue)["appidacr"] == "2")
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var code: Int
        var error = "invalid_grant"
        var claims: [String: JSONValue?] = [:]
        var form: [String: String?] = [:]
        var testDescription: String { "\(code) \(claims) \(form)" }
    }

    static let wrongs: [Wrong] = [
        Wrong(code: 500_131, claims: ["aud": "https://outlook.office365.com"]),
        Wrong(code: 500_131, claims: ["aud": nil]),
        Wrong(code: 500_131, claims: ["aud": "api://nowhere"]),
        Wrong(code: 500_133, claims: ["exp": 1_790_000_000]),
        Wrong(code: 500_133, claims: ["nbf": 1_790_000_001]),
        Wrong(code: 500_133, claims: ["exp": nil]),
        Wrong(code: 50013, claims: ["iss": .string("https://sts.windows.net/\(EntraBench.fabrikam)/")]),
        Wrong(code: 50013, claims: ["iss": "https://evil.example/"]),
        Wrong(
            code: 50013,
            claims: [
                "iss": .string("https://sts.windows.net/\(EntraBench.fabrikam)/"), "tid": .string(EntraBench.fabrikam),
            ]
        ),
        Wrong(code: 240_002, claims: ["appid": nil, "scp": nil]),
        Wrong(code: 7_000_114, claims: ["scp": nil, "idtyp": "app"]),
        Wrong(code: 50034, claims: ["oid": "eeeeeeee-0000-4000-8000-000000000001"]),
        Wrong(code: 50027, error: "invalid_request", form: ["assertion": "opaque"]),
        Wrong(code: 900_144, error: "invalid_request", form: ["assertion": nil]),
        Wrong(code: 900_144, error: "invalid_request", form: ["requested_token_use": nil]),
        Wrong(code: 9_002_313, error: "invalid_request", form: ["requested_token_use": "impersonation"]),
        Wrong(code: 900_144, error: "invalid_request", form: ["scope": nil]),
        Wrong(code: 7_000_218, error: "invalid_client", form: ["client_secret": nil]),
        Wrong(code: 7_000_215, error: "invalid_client", form: ["client_secret": "service-wrong"]),
        Wrong(code: 65001, form: ["scope": "https://graph.microsoft.com/.default"]),
        Wrong(code: 500_011, error: "invalid_resource", form: ["scope": "https://unknown.example/.default"]),
        Wrong(code: 90009, error: "invalid_request", form: ["scope": "\(APIBench.name)/.default"]),
    ]

    @Test(arguments: wrongs) func refusesAWrongExchange(_ wrong: Wrong) throws {
        let api = try APIBench()
        let reply = try api.bench.token(APIBench.form(api.forged(wrong.claims), wrong.form))
        #expect(reply.body["error_codes"] == [.integer(Int64(wrong.code))])
        #expect(reply.body["error"] == .string(wrong.error))
        #expect(reply.status == (wrong.error == "invalid_client" ? 401 : 400))
    }

    @Test func refusesAnIDToken() throws {
        let api = try APIBench()
        let token = try #require(try api.signIn()["id_token"]?.stringValue)
        #expect(try api.bench.token(APIBench.form(token)).body["error_codes"] == [240_002])
    }

    @Test(arguments: ["none", "HS256", "kid", "payload", "stranger"]) func refusesAForgedToken(_ way: String) throws {
        let api = try APIBench()
        let parts = try api.userToken().split(separator: ".").map(String.init)
        let bytes = try #require(Base64URL.decode(parts[0]))
        var header = try #require(try JSONValue(parsing: bytes).objectValue)
        var claims = try EntraBench.claims(parts.joined(separator: "."))
        var signature = parts[2]
        switch way {
        case "none":
            header["alg"] = "none"
            signature = ""
        case "HS256": header["alg"] = "HS256"
        case "kid": header["kid"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAA"
        case "payload": claims["oid"] = "someone"
        default: break
        }
        let text =
            Base64URL.encode(JSONValue.object(header).serialized()) + "."
            + Base64URL.encode(JSONValue.object(claims).serialized())
        if way == "HS256" {
            let key = try #require(try api.bench.context.directory.signingKeys().first).certificatePEM
            signature = Base64URL.encode(try HMAC.sha256(Array(text.utf8), key: Array(key.utf8)))
        } else if way == "stranger" {
            signature = Base64URL.encode(try AssertionMaker().key.sign(Array(text.utf8), algorithm: .rs256))
        }
        #expect(try api.bench.token(APIBench.form("\(text).\(signature)")).body["error_codes"] == [50013])
    }

    @Test(arguments: [nil, 2] as [Int?]) func refusesATokenOfACodeUsedTwice(_ version: Int?) throws {
        let api = try APIBench(version: version)
        let scope = "\(APIBench.name)/Orders.Read openid offline_access"
        func redeem(_ code: String) throws -> JSONObject {
            let form = EntraBench.redemption(code).filter { $0.0 != "scope" } + [("scope", scope)]
            return try api.bench.token(form, tenant: "organizations").body
        }
        let code = try api.bench.code(changes: ["scope": scope])
        let stolen = APIBench.form(try #require(try redeem(code)["access_token"]?.stringValue))
        #expect(try api.bench.token(stolen).status == 200)
        #expect(try redeem(code)["error_codes"] == [54005])
        let reply = try api.bench.token(stolen)
        #expect(reply.status == 400 && reply.body["error_codes"] == [50173] && reply.body["suberror"] == "bad_token")
        // Another sign-in of the same user is none of that.
        api.bench.cookies = [:]
        let other = try redeem(try api.bench.code(changes: ["scope": scope]))["access_token"]?.stringValue
        #expect(try api.bench.token(APIBench.form(try #require(other))).status == 200)
    }

    @Test func refusesARevokedOrDisabledUser() throws {
        let api = try APIBench()
        let form = APIBench.form(try api.userToken())
        let directory = api.bench.context.directory
        let user = try #require(try directory.user("admin@contoso.com"))
        api.bench.context.clock.advance(by: 2)
        try directory.revokeSessions(ofUser: user.id, at: api.bench.context.clock.now)
        let revoked = try api.bench.token(form)
        #expect(revoked.body["error_codes"] == [50173] && revoked.body["suberror"] == "bad_token")
        try directory.setAccountEnabled(false, ofUser: user.id)
        #expect(try api.bench.token(form).body["error_codes"] == [50057])
    }
}
