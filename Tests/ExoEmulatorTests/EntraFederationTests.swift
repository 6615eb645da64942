import ExoCrypto
import ExoJSON
import FoundationEssentials
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

struct EntraFederationTests {
    private static let issuer = "https://token.actions.example"
    private static let subject = "repo:Contoso/tools:ref:refs/heads/main"
    private static let audience = "api://AzureADTokenExchange"

    private func register(_ issuer: String, subject: String = subject, in bench: EntraBench) throws {
        try bench.context.directory.save(
            FederatedCredentialRecord(
                id: UUID().uuidString.lowercased(),
                appID: EntraBench.confidentialClient,
                name: "test \(issuer)",
                issuer: issuer,
                subject: subject,
                audiences: [Self.audience]
            )
        )
    }

    private func assertion(
        _ maker: AssertionMaker,
        header: [String: JSONValue?] = [:],
        _ changes: [String: JSONValue?] = [:]
    ) throws -> String {
        let claims: [String: JSONValue?] = [
            "iss": .string(Self.issuer), "sub": .string(Self.subject), "aud": .string(Self.audience),
        ]
        return try maker.make(
            header: ["alg": "RS256", "x5t#S256": nil, "kid": "k1"].merging(header) { $1 },
            claims: claims.merging(changes) { $1 }
        )
    }

    @Test func acceptsAnotherServicesToken() throws {
        let bench = try EntraBench()
        let maker = try AssertionMaker()
        try register(Self.issuer, in: bench)
        try bench.context.directory.save(TrustedIssuerRecord(issuer: Self.issuer, keys: maker.keySet(kid: "k1")))
        let reply = try bench.token(AssertionMaker.form(assertion(maker)))
        #expect(reply.status == 200, "\(reply.body)")
        #expect(try EntraBench.claims(reply.body["access_token"]?.stringValue)["appidacr"] == "2")
        let several = try assertion(maker, ["aud": ["x", .string(Self.audience)]])
        #expect(try bench.token(AssertionMaker.form(several)).status == 200)
    }

    @Test func saysHowToRegisterKeysThatAreNotKnown() throws {
        let bench = try EntraBench()
        try register(Self.issuer, in: bench)
        let reply = try bench.token(AssertionMaker.form(assertion(AssertionMaker())))
        #expect(reply.body["error_codes"] == [700_211])
        #expect(reply.body["error_description"]?.stringValue?.contains("/_emulator") == true)
    }

    static let wrongs: [WrongAssertion] = [
        WrongAssertion(code: 700_211, claims: ["iss": "https://token.actions.example/"]),
        WrongAssertion(code: 700_211, claims: ["iss": "https://TOKEN.actions.example"]),
        WrongAssertion(code: 700_213, claims: ["sub": "repo:contoso/tools:ref:refs/heads/main"]),
        WrongAssertion(code: 700_213, claims: ["sub": "repo:Contoso/tools:ref:refs/heads/main "]),
        WrongAssertion(code: 700_212, claims: ["aud": "api://azureadtokenexchange"]),
        WrongAssertion(code: 700_212, claims: ["aud": nil]),
        WrongAssertion(code: 700_024, claims: ["exp": 1_789_999_000]),
        WrongAssertion(code: 50027, claims: ["exp": nil]),
        WrongAssertion(code: 5_002_738, header: ["alg": "none"]),
        WrongAssertion(code: 5_002_738, header: ["alg": "HS256"]),
        WrongAssertion(code: 700_027, header: ["kid": "k2"]),
        WrongAssertion(code: 700_027, header: ["kid": nil]),
        WrongAssertion(code: 700_027, header: ["kid": "other"]),
    ]

    @Test(arguments: wrongs) func refusesAWrongAssertion(_ wrong: WrongAssertion) throws {
        let bench = try EntraBench()
        let maker = try AssertionMaker()
        try register(Self.issuer, in: bench)
        try bench.context.directory.save(TrustedIssuerRecord(issuer: Self.issuer, keys: maker.keySet(kid: "k1")))
        let reply = try bench.token(AssertionMaker.form(assertion(maker, header: wrong.header, wrong.claims)))
        #expect(reply.body["error_codes"] == [.integer(Int64(wrong.code))])
    }

    @Test func refusesAStrangersSignature() throws {
        let bench = try EntraBench()
        try register(Self.issuer, in: bench)
        let keys = try AssertionMaker().keySet(kid: "k1")
        try bench.context.directory.save(TrustedIssuerRecord(issuer: Self.issuer, keys: keys))
        let forged = try assertion(AssertionMaker(isStranger: true))
        #expect(try bench.token(AssertionMaker.form(forged)).body["error_codes"] == [700_027])
    }

    @Test(arguments: ["", "{", "[]", #"{"keys":[{"kty":"RSA","kid":"k1","n":"AA","e":"AA"}]}"#, #"{"keys":{}}"#])
    func refusesWhatNoKeySetCanVouchFor(_ keys: String) throws {
        let bench = try EntraBench()
        try register(Self.issuer, in: bench)
        try bench.context.directory.save(TrustedIssuerRecord(issuer: Self.issuer, keys: keys))
        let reply = try bench.token(AssertionMaker.form(assertion(AssertionMaker())))
        #expect(reply.body["error_codes"] == [700_027])
    }

    @Test(arguments: [
        "https://sts.windows.net/\(EntraBench.contoso)/", "https://localhost:8443/\(EntraBench.contoso)/v2.0",
        "https://login.microsoftonline.com/\(EntraBench.contoso)/v2.0",
    ]) func acceptsATokenOfItsOwnTenants(_ issuer: String) throws {
        let bench = try EntraBench()
        try register(issuer, subject: "an-identity", in: bench)
        let claims = AssertionMaker.claims([
            "iss": .string(issuer), "sub": "an-identity", "aud": .string(Self.audience), "nbf": 1_790_000_000,
            "exp": 1_790_000_600,
        ])
        let own = try JSONWebToken.sign(claims, with: SigningKeys(bench.context).current())
        #expect(try bench.token(AssertionMaker.form(own)).status == 200)
        // Whoever registers an issuer cannot replace the keys of this service.
        let maker = try AssertionMaker()
        try bench.context.directory.save(TrustedIssuerRecord(issuer: issuer, keys: maker.keySet(kid: "k1")))
        let forged = try assertion(maker, ["iss": .string(issuer), "sub": "an-identity"])
        #expect(try bench.token(AssertionMaker.form(forged)).body["error_codes"] == [700_027])
    }
}
