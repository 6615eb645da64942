import ExoCrypto
import ExoJSON
import FoundationEssentials
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

struct EntraCertificateTests {
    static let forms = [
        "MSAL.NET", "MSAL Python", "MSAL Python with a PFX", "Azure.Identity", "ADAL", "ADAL.NET", "ROADtools", "CIPP",
        "kid",
        "x5c alone",
    ]

    private func assertion(_ form: String, _ maker: AssertionMaker) throws -> String {
        let der = Base64.encode(maker.certificate.der)
        let (sha1, sha256) = (try maker.sha1, try maker.sha256)
        let numbers: [String: JSONValue?] = ["iat": 1_790_000_000, "nbf": 1_790_000_000, "exp": 1_790_000_600]
        let floats: [String: JSONValue?] = [
            "iat": 1_790_000_000.25, "nbf": .double(1_790_000_000.25), "exp": .double(1_790_000_600.25),
        ]
        let old: [String: JSONValue?] = ["alg": "RS256", "x5t#S256": nil, "x5t": .string(sha1)]
        switch form {
        case "MSAL Python":
            return try maker.make(header: old.merging(["x5t": .string(sha1 + "=")]) { $1 }, claims: floats)
        case "MSAL Python with a PFX":
            let lines = der.prefix(64) + "\n" + der.dropFirst(64) + "\n"
            return try maker.make(
                header: ["x5t#S256": .string(sha256 + "="), "x5c": [.string(String(lines))]],
                claims: floats
            )
        case "Azure.Identity": return try maker.make(header: ["x5c": .string(der)])
        case "ADAL": return try maker.make(header: old, claims: numbers)
        case "ADAL.NET":
            return try maker.make(
                header: old.merging(["x5c": .string(der)]) { $1 },
                claims: numbers.merging(["iat": nil]) { $1 }
            )
        case "ROADtools": return try maker.make(header: old, claims: ["iat": "1790000000"])
        case "CIPP":
            return try maker.make(
                header: old,
                claims: numbers.merging(["exp": 1_790_000_120]) { $1 },
                encode: { Base64.encode($0.utf8) }
            )
        case "kid":
            let kid = Hex.encode(try maker.certificate.sha1Thumbprint)
            return try maker.make(header: ["x5t#S256": nil, "kid": .string(kid)])
        case "x5c alone": return try maker.make(header: ["x5t#S256": nil, "x5c": [.string(der)]])
        default: return try maker.make()
        }
    }

    @Test(arguments: forms, [false, true]) func acceptsWhatLibrariesSend(_ form: String, _ isVersion1: Bool) throws {
        let bench = try EntraBench()
        let maker = try AssertionMaker()
        try maker.register(in: bench)
        var fields = AssertionMaker.form(try assertion(form, maker))
        if isVersion1 { fields.append(("resource", "https://outlook.office365.com")) }
        let reply = try bench.token(
            fields,
            version1: isVersion1,
            headers: form == "CIPP" ? [("Authorization", "Bearer \(try assertion(form, maker))")] : []
        )
        #expect(reply.status == 200, "\(reply.body)")
        let claims = try EntraBench.claims(reply.body["access_token"]?.stringValue)
        #expect(claims["appidacr"] == "2" && claims["appid"] == .string(EntraBench.confidentialClient))
    }

    @Test func needsNoClientIDBesideTheAssertion() throws {
        let bench = try EntraBench()
        let maker = try AssertionMaker()
        try maker.register(in: bench)
        let fields = AssertionMaker.form(try maker.make()).filter { $0.0 != "client_id" }
        #expect(try bench.token(fields).status == 200)
    }

    @Test(arguments: [
        "https://localhost:8443/contoso.com/oauth2/v2.0/token", "https://localhost:8443/contoso.com/oauth2/token",
        "https://localhost/CONTOSO.onmicrosoft.com/oauth2/v2.0/token",
        "https://127.0.0.1:8443/\(EntraBench.contoso)/oauth2/v2.0/token",
        "https://localhost:8443/\(EntraBench.contoso)/v2.0", "https://sts.windows.net/\(EntraBench.contoso)/",
        "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token",
        "https://login.windows.net/\(EntraBench.contoso)/oauth2/token",
        "https://login.microsoftonline.com/\(EntraBench.contoso)/v2.0",
    ]) func acceptsEveryNameOfItsAuthority(_ audience: String) throws {
        let bench = try EntraBench()
        let maker = try AssertionMaker()
        try maker.register(in: bench)
        for value: JSONValue in [.string(audience), [.string(audience), "https://other.example/"]] {
            #expect(try bench.token(AssertionMaker.form(maker.make(claims: ["aud": value]))).status == 200)
        }
    }

    @Test(arguments: [
        "https://localhost:8443/fabrikam.com/oauth2/v2.0/token", "https://sts.windows.net/\(EntraBench.fabrikam)/",
        "https://localhost:8443/common/oauth2/v2.0/token", "https://localhost:1/contoso.com/oauth2/v2.0/token",
        "http://localhost:8443/contoso.com/oauth2/v2.0/token", "https://evil.example/contoso.com/oauth2/v2.0/token",
        "https://localhost:8443/contoso.com/oauth2/v2.0/authorize", "https://localhost:8443/contoso.com",
        "https://localhost:8443@evil.example/contoso.com/oauth2/v2.0/token", "https://", "",
        "https://localhost:8443/nowhere.example/v2.0", "api://AzureADTokenExchange", EntraBench.confidentialClient,
    ]) func refusesAnotherAudience(_ audience: String) throws {
        let bench = try EntraBench()
        let maker = try AssertionMaker()
        try maker.register(in: bench)
        let reply = try bench.token(AssertionMaker.form(maker.make(claims: ["aud": .string(audience)])))
        #expect(reply.status == 401 && reply.body["error"] == "invalid_client")
        #expect(reply.body["error_codes"] == [700_023])
    }

    static let wrongs: [WrongAssertion] = [
        WrongAssertion(code: 700_024, claims: ["exp": "1789999000"]),
        WrongAssertion(code: 700_024, claims: ["nbf": 1_790_001_000, "exp": 1_790_002_000]),
        WrongAssertion(code: 700_023, claims: ["aud": nil]),
        WrongAssertion(code: 700_023, claims: ["aud": 7]),
        WrongAssertion(code: 50027, claims: ["exp": nil]),
        WrongAssertion(code: 50027, claims: ["exp": "soon"]),
        WrongAssertion(code: 50027, claims: ["exp": "nan"]),
        WrongAssertion(code: 50027, claims: ["nbf": []]),
        WrongAssertion(code: 50027, claims: ["iss": nil]),
        WrongAssertion(code: 50027, claims: ["sub": nil]),
        WrongAssertion(code: 50027, header: ["alg": nil]),
        WrongAssertion(code: 50027, header: ["crit": ["exp"]]),
        WrongAssertion(code: 50027, header: ["crit": []]),
        WrongAssertion(code: 700_021, claims: ["sub": "bbbbbbbb-0000-4000-8000-000000000001"]),
        WrongAssertion(code: 700_211, claims: ["iss": "bbbbbbbb-0000-4000-8000-000000000001"]),
        WrongAssertion(code: 5_002_738, header: ["alg": "none"]),
        WrongAssertion(code: 5_002_738, header: ["alg": "HS256"]),
        WrongAssertion(code: 5_002_738, header: ["alg": "ES384"]),
        WrongAssertion(code: 5_002_738, header: ["alg": "RS512"]),
        WrongAssertion(code: 700_027, header: ["x5t#S256": "AAAA"]),
        WrongAssertion(code: 700_027, header: ["x5t": "AAAA"]),
        WrongAssertion(code: 700_027, header: ["x5t#S256": nil]),
        WrongAssertion(code: 700_027, header: ["x5t#S256": 1]),
        WrongAssertion(code: 700_027, header: ["x5t#S256": nil, "kid": "unknown"]),
        WrongAssertion(code: 50027, header: ["x5c": "!"]),
        WrongAssertion(code: 50027, header: ["x5c": ["AAAA"]]),
        WrongAssertion(code: 50027, header: ["x5c": 5]),
    ]

    @Test(arguments: wrongs) func refusesAWrongAssertion(_ wrong: WrongAssertion) throws {
        let bench = try EntraBench()
        let maker = try AssertionMaker()
        try maker.register(in: bench)
        let reply = try bench.token(AssertionMaker.form(maker.make(header: wrong.header, claims: wrong.claims)))
        #expect(reply.body["error_codes"] == [.integer(Int64(wrong.code))])
        let isRequest = [50027, 5_002_738].contains(wrong.code)
        #expect(reply.status == (isRequest ? 400 : 401))
        #expect(reply.body["error"] == (isRequest ? "invalid_request" : "invalid_client"))
    }

    @Test(arguments: ["opaque", "a.b.c", "e30.e30.", "e30.e30.e30.e30", String(repeating: "A", count: 100_000)])
    func refusesWhatIsNoAssertion(_ text: String) throws {
        let reply = try EntraBench().token(AssertionMaker.form(text))
        #expect(reply.body["error_codes"] == [50027] && reply.status == 400)
    }

    @Test func refusesAKeyThatIsNotRegistered() throws {
        let bench = try EntraBench()
        let stranger = try AssertionMaker(isStranger: true)
        #expect(try bench.token(AssertionMaker.form(stranger.make())).body["error_codes"] == [700_027])
        // The certificate of another app is none of this one's.
        try stranger.register(in: bench, for: EntraBench.publicClient)
        #expect(try bench.token(AssertionMaker.form(stranger.make())).body["error_codes"] == [700_027])
        // Naming a registered certificate does not make its key one's own.
        let maker = try AssertionMaker()
        try maker.register(in: bench)
        let forged = try stranger.make(header: ["x5t#S256": .string(maker.sha256)])
        #expect(try bench.token(AssertionMaker.form(forged)).body["error_codes"] == [700_027])
        let shown = try maker.make(header: ["x5c": [.string(Base64.encode(stranger.certificate.der))]])
        #expect(try bench.token(AssertionMaker.form(shown)).body["error_codes"] == [700_030])
    }

    @Test func refusesAChangedPayload() throws {
        let bench = try EntraBench()
        let maker = try AssertionMaker()
        try maker.register(in: bench)
        var parts = try maker.make().split(separator: ".").map(String.init)
        let claims = JSONValue.object(AssertionMaker.claims(["exp": "1790099999"]))
        parts[1] = Base64URL.encode(claims.serialized())
        #expect(try bench.token(AssertionMaker.form(parts.joined(separator: "."))).body["error_codes"] == [700_027])
    }

    @Test func refusesTheOtherAlgorithmsSignature() throws {
        let bench = try EntraBench()
        let maker = try AssertionMaker()
        try maker.register(in: bench)
        var parts = try maker.make().split(separator: ".").map(String.init)
        parts[0] = Base64URL.encode(JSONValue.object(try maker.header(["alg": "RS256"])).serialized())
        #expect(try bench.token(AssertionMaker.form(parts.joined(separator: "."))).body["error_codes"] == [700_027])
    }

    @Test func refusesACertificateOutsideItsTime() throws {
        let bench = try EntraBench()
        let maker = try AssertionMaker(days: 1)
        try maker.register(in: bench)
        bench.context.clock.advance(by: 2 * 86400)
        let assertion = try maker.make(claims: ["nbf": 1_790_172_800, "exp": 1_790_173_400])
        let reply = try bench.token(AssertionMaker.form(assertion))
        #expect(reply.body["error_codes"] == [50012] && reply.status == 401)
    }

    @Test func refusesASecretBesideAnAssertion() throws {
        let bench = try EntraBench()
        let maker = try AssertionMaker()
        try maker.register(in: bench)
        let form = AssertionMaker.form(try maker.make())
        let both = try bench.token(form + [("client_secret", EntraBench.secret)])
        #expect(both.body["error_codes"] == [9_002_313])
        let untyped = try bench.token(form.filter { $0.0 != "client_assertion_type" })
        #expect(untyped.body["error_codes"] == [900_144])
        let empty = try bench.token(form.filter { $0.0 != "client_assertion" })
        #expect(empty.body["error_codes"] == [900_144])
        let saml = try bench.token(form.map { $0.0 == "client_assertion_type" ? ($0.0, "urn:x") : $0 })
        #expect(saml.body["error_codes"] == [9_002_313])
    }

    @Test func takesAnAssertionAgainUnlessToldOtherwise() throws {
        let bench = try EntraBench()
        let maker = try AssertionMaker()
        try maker.register(in: bench)
        let form = AssertionMaker.form(try maker.make())
        #expect(try bench.token(form).status == 200 && bench.token(form).status == 200)
        bench.context.settings.change { $0.refusesReplayedAssertions = true }
        #expect(try bench.token(form).status == 200)
        let replayed = try bench.token(form)
        #expect(replayed.status == 401 && replayed.body["error_codes"] == [50012])
        let unnumbered = AssertionMaker.form(try maker.make(claims: ["jti": nil]))
        #expect(try bench.token(unnumbered).status == 200 && bench.token(unnumbered).status == 401)
        let another = AssertionMaker.form(try maker.make())
        #expect(try bench.token(another).status == 200)
    }

    @Test func takesACredentialOfThePrincipalInItsTenantAlone() throws {
        let bench = try EntraBench()
        let maker = try AssertionMaker()
        let directory = bench.context.directory
        let principal = try directory.servicePrincipal(EntraBench.confidentialClient, in: EntraBench.contoso)
        try directory.insert(
            KeyCredentialRecord(
                keyID: UUID().uuidString.lowercased(),
                appID: EntraBench.confidentialClient,
                principalID: try #require(principal).objectID,
                certificate: Base64.encode(maker.certificate.der),
                sha1Thumbprint: try maker.sha1,
                sha256Thumbprint: try maker.sha256,
                startsOn: AssertionMaker.start,
                endsOn: AssertionMaker.start.addingTimeInterval(86400)
            )
        )
        #expect(try bench.token(AssertionMaker.form(maker.make())).status == 200)
        let audience = "https://localhost:8443/fabrikam.com/oauth2/v2.0/token"
        let there = AssertionMaker.form(try maker.make(claims: ["aud": .string(audience)]))
        #expect(try bench.token(there, tenant: "fabrikam.com").body["error_codes"] == [700_027])
    }
}
