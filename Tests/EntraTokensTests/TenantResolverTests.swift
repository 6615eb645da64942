import EntraTokens
import ExoTransport
import Testing
import TestSupport

struct TenantResolverTests {
    private let document = ScriptedReply.json(
        #"{"token_endpoint":"x","issuer":"https://login.microsoftonline.com/11111111-1111-4111-8111-11111111111A/v2.0"}"#
    )

    @Test func findsTheTenantOfADomainOnce() async throws {
        let transport = ScriptedTransport(
            [
                document.expecting(
                    "GET",
                    url: "https://login.microsoftonline.com/contoso.com/v2.0/.well-known/openid-configuration"
                )
            ],
            tenants: [:]
        )
        let resolver = TenantResolver(transport: transport, cloud: .commercial)
        #expect(try await resolver.tenantID(of: "Contoso.com") == "11111111-1111-4111-8111-11111111111a")
        #expect(try await resolver.tenantID(of: "contoso.COM") == "11111111-1111-4111-8111-11111111111a")
        try transport.expectNothingLeft()
    }

    @MainActor @Test func asksOnceForAHundredCallers() async throws {
        let hold = TestClock()
        let transport = HeldTransport(first: hold, reply: document)
        let resolver = TenantResolver(transport: transport, cloud: .commercial)
        let begun = Begun()
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<100 {
                group.addTask { try await begun.outcome { try await resolver.tenantID(of: "contoso.com") }.get() }
            }
            // A caller runs on the main actor up to its first wait, so once all have begun they all wait.
            while begun.count < 100 { await Task.yield() }
            await hold.waitForSleepers(1)
            hold.advance(by: .seconds(1))
            for try await id in group { #expect(id == "11111111-1111-4111-8111-11111111111a") }
        }
        #expect(transport.requests == 1)
    }

    @Test func givesATenantIDBackUnasked() async throws {
        let transport = ScriptedTransport()
        let resolver = TenantResolver(transport: transport, cloud: .commercial)
        #expect(try await resolver.tenantID(of: TestToken.contoso.uppercased()) == TestToken.contoso)
        #expect(transport.requests.isEmpty)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var reply: ScriptedReply
        var code: TokenError.Code
        var says = ""
        var mends = ""
        var times = 1
        var testDescription: String { why }
    }

    @Test(arguments: [
        Case(
            why: "an unknown domain",
            reply: .json(
                #"{"error":"invalid_tenant","error_description":"AADSTS90002: Tenant not found."}"#,
                status: 400
            ),
            code: .noSuchTenant,
            says: "contoso.com"
        ),
        Case(
            why: "by code alone",
            reply: .json(#"{"error":"invalid_request","error_codes":[90002]}"#, status: 400),
            code: .noSuchTenant
        ),
        Case(why: "a web page", reply: .text("<html>"), code: .unexpectedResponse, says: "not JSON"),
        Case(
            why: "a template instead of a tenant",
            reply: .json(#"{"issuer":"https://login.microsoftonline.com/{tenantid}/v2.0"}"#),
            code: .unexpectedResponse
        ),
        Case(why: "no issuer", reply: .json("{}"), code: .unexpectedResponse),
        Case(why: "a redirect", reply: .text("", status: 302), code: .unexpectedResponse, says: "302"),
        Case(
            why: "another refusal",
            reply: .json(#"{"error":"x"}"#, status: 403),
            code: .unexpectedResponse,
            says: "403",
            mends: "proxy"
        ),
        Case(
            why: "a failing service",
            reply: .text("", status: 503),
            code: .unavailable,
            mends: "few minutes",
            times: 6
        ),
        Case(
            why: "too many requests",
            reply: .text("", status: 429),
            code: .throttled,
            mends: "wait a few minutes",
            times: 6
        ),
        Case(
            why: "too many requests for longer than anybody waits",
            reply: .text("", status: 429, headers: ["Retry-After": "3600"]),
            code: .throttled,
            mends: "wait 60 min"
        ),
        Case(why: "nobody there", reply: .failure(.untrusted), code: .unavailable),
    ])
    func saysWhyThereIsNoTenant(_ example: Case) async throws {
        let transport = ScriptedTransport(
            Array(repeating: example.reply, count: example.times) + [document],
            tenants: [:]
        )
        let clock = TestClock(advancesItself: true)
        let resolver = TenantResolver(transport: transport, cloud: .commercial, clock: clock)
        let error = await #expect(throws: TokenError.self) { _ = try await resolver.tenantID(of: "contoso.com") }
        #expect(error?.code == example.code)
        #expect(error?.message.contains(example.says) == true)
        #expect(error?.repair?.description.contains(example.mends) ?? example.mends.isEmpty)
        // A failure is not remembered.
        #expect(try await resolver.tenantID(of: "contoso.com") == "11111111-1111-4111-8111-11111111111a")
    }

    @Test func asksAgainAsLongAsTheServiceAsksToWait() async throws {
        let clock = TestClock(advancesItself: true)
        let busy = ScriptedReply.text("", status: 429, headers: ["Retry-After": "3"])
        let transport = ScriptedTransport([busy, busy, document], tenants: [:])
        let resolver = TenantResolver(transport: transport, cloud: .commercial, clock: clock)
        #expect(try await resolver.tenantID(of: "contoso.com") == "11111111-1111-4111-8111-11111111111a")
        #expect(clock.sleeps == [.seconds(3), .seconds(3)])
    }

    @Test func asksOnceMoreWhenTheServiceFails() async throws {
        let clock = TestClock(advancesItself: true)
        let transport = ScriptedTransport(
            [.text("", status: 503, headers: ["Retry-After": "2"]), document],
            tenants: [:]
        )
        let resolver = TenantResolver(transport: transport, cloud: .commercial, clock: clock)
        #expect(try await resolver.tenantID(of: "contoso.com") == "11111111-1111-4111-8111-11111111111a")
        #expect(clock.sleeps == [.seconds(2)])
    }

    @Test func asksNobodyInTheClearOrForNonsense() async throws {
        var cloud = Cloud.commercial
        cloud.authority = "http://login.example.test"
        let transport = ScriptedTransport()
        let clear = await #expect(throws: TokenError.self) {
            _ = try await TenantResolver(transport: transport, cloud: cloud).tenantID(of: "contoso.com")
        }
        #expect(clear?.code == .invalidRequest)
        for name in ["", "a/b", "..", "contoso.com?x"] {
            let error = await #expect(throws: TokenError.self) {
                _ = try await TenantResolver(transport: transport, cloud: .commercial).tenantID(of: name)
            }
            #expect(error?.code == .invalidRequest)
        }
        #expect(transport.requests.isEmpty)
    }
}
