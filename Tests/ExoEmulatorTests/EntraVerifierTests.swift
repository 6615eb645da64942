import ExoCrypto
import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

struct EntraVerifierTests {
    @Test func readsWhoCalls() throws {
        let bench = try EntraBench()
        let caller = try AccessTokenVerifier(bench.context).verify(authorization: "bearer \(bench.applicationToken())")
        #expect(caller.isApplication && caller.tenantID == EntraBench.contoso && caller.userPrincipalName == nil)
        #expect(caller.appRoles == ["Exchange.ManageAsApp"])
        #expect(caller.directoryRoles.contains("29232cdf-9323-42fd-ade2-1d097af3e4de"))
    }

    @Test(arguments: [
        "https://localhost:8443/.default", "https://localhost:8443//.default", "https://outlook.office.com/.default",
        "https://outlook.office365.com//.default", "00000002-0000-0ff1-ce00-000000000000/.default",
    ])
    func acceptsEveryNameOfExchange(_ scope: String) throws {
        let bench = try EntraBench()
        let caller = try AccessTokenVerifier(bench.context)
            .verify(authorization: "Bearer \(bench.applicationToken(scope: scope))")
        #expect("\(caller.audience)/.default" == scope)
    }

    @Test func refusesATokenForAnotherService() throws {
        let bench = try EntraBench()
        let token = try bench.applicationToken(scope: "https://graph.microsoft.com/.default")
        #expect(throws: TokenRefusal.wrongAudience("https://graph.microsoft.com")) {
            try AccessTokenVerifier(bench.context).verify(authorization: "Bearer \(token)")
        }
    }

    @Test(arguments: [nil, "", "Bearer", "Bearer ", "Basic eHg6eXk="] as [String?])
    func asksForAToken(_ header: String?) throws {
        let bench = try EntraBench()
        #expect(throws: TokenRefusal.missing) {
            try AccessTokenVerifier(bench.context).verify(authorization: header)
        }
    }

    @Test(arguments: ["opaque", "a.b", "a.b.c", "e30.e30", "e30.e30.e30.e30", String(repeating: "A", count: 1_000_000)])
    func refusesWhatIsNoToken(_ token: String) throws {
        let bench = try EntraBench()
        #expect(throws: TokenRefusal.malformed) {
            try AccessTokenVerifier(bench.context).verify(authorization: "Bearer \(token)")
        }
    }

    @Test(arguments: ["none", "HS256", "PS256", "stranger", "kid", "payload"])
    func refusesAForgedToken(_ way: String) throws {
        let bench = try EntraBench()
        let parts = try bench.applicationToken().split(separator: ".").map(String.init)
        let bytes = try #require(Base64URL.decode(parts[0]))
        var header = try #require(try JSONValue(parsing: bytes).objectValue)
        var claims = try EntraBench.claims(parts.joined(separator: "."))
        var signature = parts[2]
        switch way {
        case "none":
            header["alg"] = "none"
            signature = ""
        case "HS256", "PS256": header["alg"] = .string(way)
        case "kid": header["kid"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAA"
        case "payload": claims["roles"] = ["Everything"]
        default: break
        }
        let text =
            Base64URL.encode(JSONValue.object(header).serialized()) + "."
            + Base64URL.encode(JSONValue.object(claims).serialized())
        if way == "HS256" {
            let key = try #require(try bench.context.directory.signingKeys().first).certificatePEM
            signature = Base64URL.encode(try HMAC.sha256(Array(text.utf8), key: Array(key.utf8)))
        } else if way == "stranger" {
            let stranger = try RSAPrivateKey.generate(bits: 2048)
            signature = Base64URL.encode(try stranger.sign(Array(text.utf8), algorithm: .rs256))
        }
        #expect(throws: TokenRefusal.badSignature) {
            try AccessTokenVerifier(bench.context).verify(authorization: "Bearer \(text).\(signature)")
        }
    }

    @Test func refusesATokenOutsideItsTime() throws {
        let bench = try EntraBench()
        bench.context.settings.change { $0.tokenLifetime = 3600 }
        let header = "Bearer \(try bench.applicationToken())"
        let issued = bench.context.clock.now
        bench.context.clock.freeze(at: issued.addingTimeInterval(3599))
        _ = try AccessTokenVerifier(bench.context).verify(authorization: header)
        bench.context.clock.freeze(at: issued.addingTimeInterval(3600))
        #expect(throws: TokenRefusal.expired(issued.addingTimeInterval(3600))) {
            try AccessTokenVerifier(bench.context).verify(authorization: header)
        }
        bench.context.clock.freeze(at: issued.addingTimeInterval(-301))
        #expect(throws: TokenRefusal.notYetValid(issued.addingTimeInterval(-300))) {
            try AccessTokenVerifier(bench.context).verify(authorization: header)
        }
    }

    @Test(arguments: [0.000_001, 0.25, 0.75])
    func refusesATokenOfTheSecondInWhichSessionsWereRevoked(_ later: TimeInterval) throws {
        let bench = try EntraBench()
        let user = try #require(try bench.context.directory.user("admin@contoso.com"))
        bench.context.clock.advance(by: 0.125)
        let verifier = AccessTokenVerifier(bench.context)
        func header() throws -> String {
            let reply = try bench.token([
                ("client_id", EntraBench.publicClient), ("grant_type", "password"), ("username", "admin@contoso.com"),
                ("password", Seed.password), ("scope", EntraBench.exchangeDefault),
            ])
            return "Bearer \(try #require(reply.body["access_token"]?.stringValue))"
        }
        let before = try header()
        _ = try verifier.verify(authorization: before)
        bench.context.clock.advance(by: later)
        try bench.context.directory.revokeSessions(ofUser: user.id, at: bench.context.clock.now)
        #expect(throws: TokenRefusal.revoked(validFrom: bench.context.clock.now)) {
            try verifier.verify(authorization: before)
        }
        _ = try verifier.verify(authorization: try header())
    }

    @Test func asksForTheClaimsThatARevokedTokenLacks() throws {
        let instant = Date(timeIntervalSince1970: 1_790_000_123.5)
        let fields = TokenRefusal.revoked(validFrom: instant).headers(
            authority: "https://localhost:8443",
            resource: ResourceAPI.exchange,
            isBearer: true
        )
        let challenge = try #require(fields.first { $0.name == "WWW-Authenticate" }?.value)
        #expect(challenge.hasPrefix(#"Bearer realm="", authorization_uri="https://localhost:8443/common/oauth2/"#))
        #expect(challenge.contains(#"client_id="00000002-0000-0ff1-ce00-000000000000", error="insufficient_claims""#))
        let text = try #require(challenge.split(separator: "\"").last)
        #expect(challenge.hasSuffix("claims=\"\(text)\"") && text.utf8.count.isMultiple(of: 4))
        let claims = try #require(Base64.decode(text))
        let expected: JSONValue = ["access_token": ["nbf": ["essential": true, "value": "1790000123"]]]
        #expect(try JSONValue(parsing: claims) == expected)
    }

    @Test func refusesARevokedUser() throws {
        let bench = try EntraBench()
        let tokens = try bench.token(EntraBench.redemption(try bench.code()))
        let header = "Bearer \(try #require(tokens.body["access_token"]?.stringValue))"
        let caller = try AccessTokenVerifier(bench.context).verify(authorization: header)
        #expect(caller.userPrincipalName == "admin@contoso.com" && caller.scopes == ["Exchange.Manage"])
        bench.context.clock.advance(by: 1)
        try bench.context.directory.revokeSessions(ofUser: caller.objectID, at: bench.context.clock.now)
        #expect(throws: TokenRefusal.revoked(validFrom: bench.context.clock.now)) {
            try AccessTokenVerifier(bench.context).verify(authorization: header)
        }
    }
}
