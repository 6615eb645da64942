import EntraTokens
import ExoTransport
import Testing
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Authorities other than Entra ID, honest ones and others.
@MainActor struct OpenIDProviderTests {
    private nonisolated static let issuer = "https://id.example"
    private nonisolated static let metadata = ScriptedReply.json(
        #"{"issuer":"\#(issuer)","token_endpoint":"\#(issuer)/token","authorization_endpoint":"\#(issuer)/authorize?v=1"}"#
    )
    private let stage = BrowserStage()
    private let clock = TestClock()

    private var request: TokenRequest {
        TokenRequest(authority: Authority(openID: Self.issuer), scopes: ["mail"])
    }

    private func client(_ transport: any HTTPTransport) -> AuthorityClient {
        AuthorityClient(transport: transport, clock: clock, now: { [clock] in clock.date })
    }

    private func flow(_ answer: String?) -> BrowserFlow {
        BrowserFlow { [stage] address in
            await stage.open(address)
            if let answer { try await stage.bring(answer) } else { Issue.record("the browser was opened") }
        }
    }

    @Test func signsInWhereTheMetadataSays() async throws {
        let transport = AnsweringTransport { [stage] in $0.method == "GET" ? Self.metadata : stage.token() }
        let reply = try await flow("code=C0DE&iss=https%3A%2F%2Fid.example").reply(to: request, from: client(transport))
        #expect(reply.account?.username == "admin@contoso.com")
        #expect(
            transport.requests.map(\.url) == [
                "\(Self.issuer)/.well-known/openid-configuration", "\(Self.issuer)/token",
            ]
        )
        #expect(stage.page == "\(Self.issuer)/authorize" && stage.asked["v"] == "1")
        #expect(
            stage.asked["response_mode"] == nil && stage.asked["claims"] == nil && stage.asked["client_info"] == nil
        )
        #expect(stage.asked["scope"] == "mail openid profile offline_access")
    }

    @Test func refusesTheAnswerOfAnotherAuthority() async throws {
        let transport = ScriptedTransport([Self.metadata])
        let error = await #expect(throws: TokenError.self) {
            _ = try await flow("code=C0DE&iss=https%3A%2F%2Fevil.example").reply(to: request, from: client(transport))
        }
        #expect(error?.code == .unexpectedResponse)
        #expect(error?.message.contains("https://evil.example") == true)
        try transport.expectNothingLeft()
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var reply: ScriptedReply
        var says: String
        var testDescription: String { why }
    }

    @Test(arguments: [
        Case(
            why: "it redirects",
            reply: .text("", status: 302, headers: ["Location": "https://x.test"]),
            says: "redirect"
        ),
        Case(why: "it is a page", reply: .text("<html>sign in"), says: "no JSON object"),
        Case(
            why: "it lies about its issuer",
            reply: .json(#"{"issuer":"https://evil.example","token_endpoint":"https://evil.example/token"}"#),
            says: "another issuer, https://evil.example"
        ),
        Case(
            why: "its endpoint is not encrypted",
            reply: .json(#"{"issuer":"https://id.example","token_endpoint":"http://id.example/token"}"#),
            says: "token_endpoint is no https address"
        ),
        Case(
            why: "it has no page to sign in at",
            reply: .json(#"{"issuer":"https://id.example","token_endpoint":"https://id.example/token"}"#),
            says: "no page to sign in at"
        ),
    ])
    func opensNoBrowserForAnAuthorityThatCannotBeUsed(_ example: Case) async throws {
        let transport = ScriptedTransport([example.reply])
        let error = await #expect(throws: TokenError.self) {
            _ = try await flow(nil).reply(to: request, from: client(transport))
        }
        #expect(error?.message.contains(example.says) == true, "\(String(describing: error))")
        try transport.expectNothingLeft()
    }

    @Test func leavesAnAuthorityThatHangsAtOnceWhenItIsCancelled() async throws {
        let transport = SilentTransport()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) {
                    _ = try await flow(nil).reply(to: request, from: client(transport))
                }
            }
            await transport.waitForRequests(1)
            group.cancelAll()
        }
        #expect(transport.requests.count == 1)
    }

    /// A provider that rotates refresh tokens takes the second use of one for theft.
    @Test func redeemsARefreshTokenOnce() async throws {
        // The ID token repeats a nonce that is known when the browser has been opened.
        let first = AnsweringTransport { [stage] in $0.method == "GET" ? Self.metadata : stage.token() }
        let store = MemoryTokenStore()
        let signedIn = CachedTokenSource(flow("code=C0DE"), client: client(first), store: store)
        _ = try await signedIn.token(for: request)
        clock.advance(by: .seconds(3590))
        let failing = ScriptedTransport([Self.metadata, .failure(.noReply, mayHaveBeenSent: true)])
        let renewing = CachedTokenSource(flow(nil), client: client(failing), store: store)
        let error = await #expect(throws: TokenError.self) { _ = try await renewing.token(for: request) }
        #expect(error?.code == .unavailable)
        try failing.expectNothingLeft()
        #expect(String(decoding: failing.requests[1].body ?? [], as: UTF8.self).contains("refresh_token=R3FR3SH"))
    }
}
