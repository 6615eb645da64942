import EntraTokens
import ExoJSON
import ExoTransport
import Synchronization
import Testing
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What happens when a token or a sign-in has to satisfy more than before.
struct StepUpTests {
    /// A sign-in by a person who does what is asked.
    private final class Person: TokenFlow {
        let application = ClientApplication(id: "app")
        let renewal = TokenRenewal.interactive
        let isForUsers = true
        private let asked = Mutex<[String?]>([])

        /// The claims of each sign-in.
        var claims: [String?] { asked.withLock { $0 } }

        func reply(to request: TokenRequest, from client: AuthorityClient) async throws -> TokenReply {
            let count = asked.withLock { asked in
                asked.append(request.claims)
                return asked.count
            }
            return TokenReply(
                accessToken: try AccessToken(TestToken.user(changing: ["uti": .string("person \(count)")])),
                expiresOn: TestClock().date.addingTimeInterval(3600),
                refreshToken: RefreshToken("refresh"),
                account: TokenAccount(homeAccountID: "u.t", username: "admin@contoso.com")
            )
        }
    }

    private let transport = ScriptedTransport()
    private let person = Person()

    private func source(
        allowsInteraction: Bool = true,
        _ store: MemoryTokenStore = MemoryTokenStore()
    ) -> CachedTokenSource {
        let client = AuthorityClient(transport: transport, clock: TestClock(), now: { TestClock().date })
        return CachedTokenSource(person, client: client, store: store, allowsInteraction: allowsInteraction)
    }

    private func request(refused: AccessToken? = nil, claims: String? = nil) throws -> TokenRequest {
        TokenRequest(
            authority: Authority(.commercial, tenant: "contoso.com"),
            scopes: ["https://outlook.office365.com/.default"],
            claims: claims,
            refused: try refused.map { try TokenDigest(of: $0) }
        )
    }

    private func refusal(_ more: String = "") -> ScriptedReply {
        .json(#"{"error":"invalid_grant","error_codes":[50076],"error_description":"no"\#(more)}"#, status: 400)
    }

    @Test func answersAChallengeWithoutThePersonWhereTheAuthorityAllows() async throws {
        let source = source()
        let first = try await source.token(for: request())
        let renewed = TestToken.user(changing: ["uti": "renewed"])
        transport.append(.json(#"{"access_token":"\#(renewed)","expires_in":3600}"#))
        let second = try await source.token(for: request(refused: first, claims: #"{"x":1}"#))
        #expect(try second == AccessToken(renewed))
        let form = FormText.fields(transport.requests.first?.body ?? [])
        #expect(form["grant_type"] == "refresh_token")
        #expect(form["claims"] == #"{"x":1,"access_token":{"xms_cc":{"values":["cp1"]}}}"#)
        #expect(person.claims == [nil])
    }

    @Test func asksThePersonForWhatTheAuthorityDemands() async throws {
        let source = source()
        let first = try await source.token(for: request())
        transport.append(refusal(#","claims":"{\"y\":2}""#))
        _ = try await source.token(for: request(refused: first, claims: #"{"x":1}"#))
        transport.append(refusal())
        let second = try await source.token(for: request())
        _ = try await source.token(for: request(refused: second, claims: #"{"z":3}"#))
        #expect(person.claims == [nil, #"{"y":2}"#, #"{"z":3}"#])
        try transport.expectNothingLeft()
    }

    @Test func saysWhatAPersonHasToSatisfyWhereNoneMayBeAsked() async throws {
        let store = MemoryTokenStore()
        let first = try await source(store).token(for: request())
        transport.append(refusal(#","claims":"{\"y\":2}""#))
        let silent = source(allowsInteraction: false, store)
        let error = await #expect(throws: TokenError.self) {
            _ = try await silent.token(for: request(refused: first, claims: #"{"x":1}"#))
        }
        #expect(error?.code == .interactionRequired)
        #expect((error?.cause as? EntraError)?.claims == #"{"y":2}"#)
        #expect(person.claims == [nil])
    }

    @Test func letsNoFlowClaimWhatItCannotDo() {
        let identity = ManagedIdentityFlow(host: .instanceMetadata())
        #expect(identity.application.capabilities.isEmpty)
        #expect(person.application.capabilities == ["cp1"])
    }
}

extension StepUpTests {
    private func difference(_ headers: HTTPHeaders) async throws -> Duration? {
        let token = TestToken.application()
        transport.append(.json(#"{"access_token":"\#(token)","expires_in":3600}"#, headers: headers))
        let client = AuthorityClient(transport: transport, clock: TestClock(), now: { TestClock().date })
        let flow = ClientCredentialsFlow(clientID: "app", authentication: ClientSecret("s".utf8))
        return try await flow.reply(to: request(), from: client).clockDifference
    }

    /// The clock of the test shows 20:26:40.
    @Test(
        arguments: [
            ("Thu, 28 May 2026 20:26:40 GMT", nil), ("Thu, 28 May 2026 20:31:40 GMT", nil),
            ("Thu, 28 May 2026 20:31:41 GMT", .seconds(-301)), ("Thu, 28 May 2026 18:26:40 GMT", .seconds(7200)),
            ("yesterday", nil), ("", nil),
        ] as [(String, Duration?)]
    )
    func tellsHowFarTheClocksDiffer(_ date: String, _ expected: Duration?) async throws {
        #expect(try await difference(["Date": date]) == expected)
    }

    @Test func namesTheClockInARefusal() async throws {
        transport.append(
            .json(
                #"{"error":"invalid_client","error_codes":[700024],"error_description":"no"}"#,
                status: 401,
                headers: ["Date": "Thu, 28 May 2026 18:26:40 GMT"]
            )
        )
        let client = AuthorityClient(transport: transport, clock: TestClock(), now: { TestClock().date })
        let flow = ClientCredentialsFlow(clientID: "app", authentication: ClientSecret("s".utf8))
        let error = await #expect(throws: TokenError.self) { _ = try await flow.reply(to: request(), from: client) }
        #expect(error?.message.hasSuffix("; this machine's clock is 2 hours ahead of the authority's") == true)
        #expect((error?.cause as? EntraError)?.remedy == .fixClock)
    }

    /// A new certificate would be refused as the old one is.
    @Test(arguments: [
        ("Fri, 15 Jan 2027 06:00:00 GMT", true), ("Fri, 15 Jan 2027 08:00:00 GMT", false),
    ])
    func setsTheClockBeforeItMakesACertificate(_ date: String, _ isClocks: Bool) async throws {
        let certificate = try ClientCertificate(Array((ExampleCertificate.pem + ExampleCertificate.keyPEM).utf8))
        let repair = try await repair(of: certificate, refusedAt: date)
        #expect(repair.contains("clock right") == isClocks, "\(repair)")
    }

    /// A secret says nothing of the time.
    @Test func doesNotBlameTheClockForASecret() async throws {
        let secret = ClientSecret("s".utf8)
        let repair = try await repair(of: secret, refusedAt: "Fri, 15 Jan 2027 06:00:00 GMT")
        #expect(!repair.contains("clock"), "\(repair)")
    }

    /// What is said where that proof of an application is called invalid; this machine's clock shows 08:00:00.
    private func repair(of proof: any ClientAuthentication, refusedAt date: String) async throws -> String {
        transport.append(
            .json(
                #"{"error":"invalid_client","error_codes":[50012],"error_description":"no"}"#,
                status: 401,
                headers: ["Date": date]
            )
        )
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        let client = AuthorityClient(transport: transport, clock: TestClock(), now: { now })
        let flow = ClientCredentialsFlow(clientID: "app", authentication: proof)
        let error = await #expect(throws: TokenError.self) { _ = try await flow.reply(to: request(), from: client) }
        return try #require(error?.repair).description
    }
}
