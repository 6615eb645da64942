import EntraTokens
import ExoTransport
import Testing
import TestSupport

struct TokenEndpointTests {
    private static let secretText = "p@ss wörd&=+%~8Q"

    private func ask(
        _ transport: ScriptedTransport,
        tenant: String = "contoso.onmicrosoft.com",
        claims: String? = nil,
        clock: TestClock = TestClock(advancesItself: true),
        cloud: Cloud = .commercial
    ) async throws -> AccessToken {
        let flow = ClientCredentialsFlow(
            clientID: "aaaaaaaa-0000-4000-8000-000000000002",
            authentication: ClientSecret(Self.secretText.utf8)
        )
        let request = TokenRequest(
            authority: Authority(cloud, tenant: tenant),
            scopes: ["https://outlook.office365.com/.default"],
            claims: claims
        )
        let client = AuthorityClient(transport: transport, clock: clock, now: { TestClock().date })
        return try await flow.reply(to: request, from: client).accessToken
    }

    private func reply(_ token: String = TestToken.application()) -> ScriptedReply {
        .json(#"{"token_type":"Bearer","expires_in":"3599","ext_expires_in":3599,"access_token":"\#(token)"}"#)
    }

    @Test func sendsOneFormAndReadsTheToken() async throws {
        let transport = ScriptedTransport([
            reply().expecting(
                "POST",
                url: "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token"
            )
        ])
        let token = try await ask(transport, claims: #"{"a":1}"#)
        #expect(try token == AccessToken(TestToken.application()))
        let request = try #require(transport.requests.first)
        #expect(request.headers["content-type"] == "application/x-www-form-urlencoded")
        #expect(request.headers["authorization"] == nil)
        #expect(
            String(decoding: request.body ?? [], as: UTF8.self) == """
                client_id=aaaaaaaa-0000-4000-8000-000000000002&scope=https%3A%2F%2Foutlook.office365.com%2F.default\
                &grant_type=client_credentials\
                &claims=%7B%22a%22%3A1%2C%22access_token%22%3A%7B%22xms_cc%22%3A%7B%22values%22%3A%5B%22cp1%22%5D%7D%7D%7D\
                &client_info=1&client_secret=p%40ss%20w%C3%B6rd%26%3D%2B%25~8Q
                """
        )
        try transport.expectNothingLeft()
    }

    struct RefusalCase: Sendable, CustomTestStringConvertible {
        var why: String
        var reply: ScriptedReply
        var code: TokenError.Code
        var says: [String] = []
        var times = 1
        var testDescription: String { why }
    }

    static let refusals: [RefusalCase] = [
        RefusalCase(
            why: "a wrong secret, labels after blanks",
            reply: .json(
                #"{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Trace ID: 11111111-0000-4000-8000-000000000100 Correlation ID: 22222222-0000-4000-8000-000000000200 Timestamp: 2026-05-24 13:34:39Z","error_codes":[7000215]}"#,
                status: 401
            ),
            code: .refused,
            says: [
                "Invalid client secret provided. (invalid_client, AADSTS7000215",
                "trace id 11111111-0000-4000-8000-000000000100", "correlation id 22222222-0000-4000-8000-000000000200",
                "the secret's value",
            ]
        ),
        RefusalCase(
            why: "an unknown application, labels after line ends, no codes",
            reply: .json(
                #"{"error":"unauthorized_client","error_description":"AADSTS700016: Not found.\r\nTrace ID: t\r\nCorrelation ID: c\r\nTimestamp: x"}"#,
                status: 400
            ),
            code: .refused,
            says: ["Not found. (unauthorized_client, AADSTS700016, trace id t, correlation id c)"]
        ),
        RefusalCase(
            why: "an unknown tenant",
            reply: .json(#"{"error":"invalid_request","error_codes":[90002]}"#, status: 400),
            code: .noSuchTenant
        ),
        RefusalCase(why: "an error without a sentence", reply: .json(#"{"error":"x"}"#, status: 400), code: .refused),
        RefusalCase(
            why: "an error as 200",
            reply: .json(#"{"error":"invalid_grant","error_description":"no"}"#),
            code: .refused,
            says: ["no (invalid_grant)"]
        ),
        RefusalCase(
            why: "a web page as 403",
            reply: .text("<html>blocked", status: 403),
            code: .unexpectedResponse,
            says: ["403"]
        ),
        RefusalCase(
            why: "a web page as 200",
            reply: .text("<html>sign in"),
            code: .unexpectedResponse,
            says: ["not JSON"]
        ),
        RefusalCase(why: "nothing as 400", reply: .text("", status: 400), code: .unexpectedResponse, says: ["empty"]),
        RefusalCase(why: "nothing as 200", reply: .text(""), code: .unexpectedResponse),
        RefusalCase(
            why: "no token",
            reply: .json(#"{"token_type":"Bearer"}"#),
            code: .unexpectedResponse,
            says: ["access_token"]
        ),
        RefusalCase(why: "a list", reply: .json("[]"), code: .unexpectedResponse),
        RefusalCase(why: "an opaque token", reply: .json(#"{"access_token":"opaque"}"#), code: .notAToken),
        RefusalCase(why: "a redirect", reply: .text("", status: 302), code: .unexpectedResponse, says: ["302"]),
        RefusalCase(
            why: "a huge body",
            reply: ScriptedReply(parts: [[UInt8]](repeating: [UInt8](repeating: 97, count: 1 << 20), count: 3)),
            code: .unexpectedResponse,
            says: ["too long"]
        ),
        RefusalCase(why: "a body that breaks off", reply: .json("{\"acc").cutOff(), code: .unavailable, times: 2),
        RefusalCase(
            why: "nobody there",
            reply: .failure(.cannotConnect),
            code: .unavailable,
            says: ["login.microsoftonline.com"]
        ),
        RefusalCase(why: "a connection that ends", reply: .failure(.noReply), code: .unavailable, times: 2),
        RefusalCase(
            why: "too many requests",
            reply: .json(#"{"error":"temporarily_unavailable"}"#, status: 429, headers: ["Retry-After": "90"]),
            code: .throttled,
            says: ["1 minute"]
        ),
        RefusalCase(why: "too many requests without a time", reply: .text("", status: 429), code: .throttled),
        RefusalCase(
            why: "a wait that is too long",
            reply: .text("", status: 503, headers: ["Retry-After": "3600"]),
            code: .unavailable,
            says: ["1 hour"]
        ),
    ]

    @Test(arguments: refusals)
    func saysWhyThereIsNoToken(_ example: RefusalCase) async throws {
        let transport = ScriptedTransport(Array(repeating: example.reply, count: example.times))
        let error = await #expect(throws: TokenError.self) { _ = try await ask(transport) }
        #expect(error?.code == example.code)
        let text = error.map { "\($0)" } ?? ""
        for part in example.says { #expect(text.contains(part), "\(text)") }
        #expect(!text.contains("8Q"))
        try transport.expectNothingLeft()
    }

    @Test func keepsTheClaimsOfAChallenge() async throws {
        let transport = ScriptedTransport([
            .json(
                #"{"error":"invalid_grant","suberror":"message_only","error_codes":[53003],"claims":"{\"x\":1}","trace_id":"t","timestamp":"now"}"#,
                status: 400
            )
        ])
        let error = await #expect(throws: TokenError.self) { _ = try await ask(transport) }
        let cause = try #require(error?.cause as? EntraError)
        #expect(cause.claims == #"{"x":1}"#)
        #expect(cause.suberror == "message_only")
        #expect(cause.code == 53003)
        #expect(cause.traceID == "t")
        #expect(cause.timestamp == "now")
        #expect(cause.status == 400)
    }

    @Test func asksOnceMoreWhenTheServiceFails() async throws {
        let transport = ScriptedTransport([.text("<html>", status: 503), reply()])
        _ = try await ask(transport)
        #expect(transport.requests.count == 2)
        #expect(transport.requests[0].body == transport.requests[1].body)

        let failing = ScriptedTransport([.text("", status: 500), .text("", status: 502)])
        let error = await #expect(throws: TokenError.self) { _ = try await ask(failing) }
        #expect(error?.code == .unavailable)
        try failing.expectNothingLeft()
    }

    @Test func waitsAsLongAsItIsAsked() async throws {
        let clock = TestClock(advancesItself: true)
        let transport = ScriptedTransport([.text("", status: 429, headers: ["Retry-After": "2.5"]), reply()])
        _ = try await ask(transport, clock: clock)
        #expect(clock.sleeps == [.seconds(2.5)])
        let dated = ScriptedTransport([
            .text("", status: 503, headers: ["Retry-After": "Thu, 28 May 2026 20:26:55 GMT"]), reply(),
        ])
        let another = TestClock(advancesItself: true)
        _ = try await ask(dated, clock: another)
        #expect(another.sleeps == [.seconds(15)])
    }

    @Test(arguments: ["", "contoso.com/../x", "a b", "contoso..com", "-x.com", "x?y", "#", "münchen.de", "a%2Fb"])
    func sendsNothingForATenantThatWouldChangeTheAddress(_ tenant: String) async throws {
        let transport = ScriptedTransport()
        let error = await #expect(throws: TokenError.self) { _ = try await ask(transport, tenant: tenant) }
        #expect(error?.code == .invalidRequest)
        #expect(transport.requests.isEmpty)
    }

    @Test func sendsNoSecretInTheClear() async throws {
        var cloud = Cloud.commercial
        cloud.authority = "http://login.example.test"
        let transport = ScriptedTransport()
        let error = await #expect(throws: TokenError.self) { _ = try await ask(transport, cloud: cloud) }
        #expect(error?.code == .invalidRequest)
        #expect(transport.requests.isEmpty)
    }

    @Test func showsNothingOfASecret() {
        let secret = ClientSecret(Self.secretText.utf8)
        var shown = "\(secret) \(String(reflecting: secret))"
        dump(secret, to: &shown)
        #expect(!shown.contains("8Q"))
        #expect(shown.contains("[secret]"))
    }
}
