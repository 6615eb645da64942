import EntraTokens
import ExoCrypto
import ExoTransport
import Testing
import TestSupport

@MainActor struct BrowserFlowTests {
    private let stage = BrowserStage()
    private let clock = TestClock()

    /// Signs in; the browser does that.
    private func reply(
        _ transport: any HTTPTransport,
        authority: Authority = Authority(.commercial, tenant: "contoso.com"),
        account: String? = nil,
        port: UInt16? = nil,
        prompt: String? = nil,
        domainHint: String? = nil,
        by browser: @escaping @MainActor @Sendable (BrowserStage) async throws -> Void
    ) async throws -> TokenReply {
        let (stage, clock) = (stage, clock)
        let flow = BrowserFlow(port: port, prompt: prompt, domainHint: domainHint) { address in
            await stage.open(address)
            try await browser(stage)
        }
        return try await flow.reply(
            to: TokenRequest(
                authority: authority,
                scopes: ["https://outlook.office365.com/.default"],
                account: account
            ),
            from: AuthorityClient(transport: transport, clock: clock, now: { clock.date })
        )
    }

    /// An authority that answers every redemption alike.
    private func redeeming() -> AnsweringTransport {
        AnsweringTransport { [stage] _ in stage.token() }
    }

    private func form(_ request: HTTPRequest?) -> [String] {
        String(decoding: request?.body ?? [], as: UTF8.self).split(separator: "&").map(String.init)
    }

    @Test func redeemsTheCodeThatTheBrowserBrings() async throws {
        let transport = redeeming()
        let reply = try await reply(
            transport,
            account: "admin@contoso.com",
            prompt: "login",
            domainHint: "contoso.com"
        ) { try $0.bring("code=C0DE%2E1&session_state=x") }
        #expect(reply.account?.username == "admin@contoso.com")
        #expect(stage.page == "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize")
        let asked = stage.asked
        #expect(asked["client_id"] == "fb78d390-0c51-40cd-8e17-fdbfab77341b")
        #expect(asked["response_type"] == "code" && asked["response_mode"] == "form_post")
        #expect(asked["scope"] == "https://outlook.office365.com/.default openid profile offline_access")
        #expect(asked["login_hint"] == "admin@contoso.com" && asked["prompt"] == "login")
        #expect(asked["domain_hint"] == "contoso.com" && asked["code_challenge_method"] == "S256")
        #expect(asked["redirect_uri"] == "http://localhost:\(stage.port)" && stage.port > 0)
        let (state, nonce) = (try #require(asked["state"]), try #require(asked["nonce"]))
        #expect(state.utf8.count == 43 && nonce.utf8.count == 43 && state != nonce)

        #expect(transport.requests.count == 1)
        let form = form(transport.requests.first)
        #expect(form.contains("grant_type=authorization_code") && form.contains("code=C0DE.1"))
        #expect(form.contains("redirect_uri=http%3A%2F%2Flocalhost%3A\(stage.port)"))
        let verifier = try #require(form.first { $0.hasPrefix("code_verifier=") }).dropFirst("code_verifier=".count)
        #expect(Base64URL.encode(try Digest.sha256(verifier.utf8)) == asked["code_challenge"])

        let page = try #require(try stage.reply())
        #expect(page.status == 200 && page.body.contains("You are signed in"))
        #expect(page.headers["cache-control"] == "no-store" && page.headers["referrer-policy"] == "no-referrer")
        #expect(page.headers["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
        for secret in ["<script", "C0DE", state, "R3FR3SH", "eyJ"] { #expect(!page.body.contains(secret)) }
    }

    @Test func takesTheAnswerThatAFormBrings() async throws {
        let transport = redeeming()
        _ = try await reply(transport) { stage in
            let body = "code=C0DE+2&state=\(stage.asked["state"] ?? "")"
            try stage.send(
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            )
        }
        #expect(form(transport.requests.first).contains("code=C0DE%202"))
        #expect(try stage.reply()?.status == 200)
    }

    @Test func answersOtherPagesAndWaitsOn() async throws {
        let transport = redeeming()
        _ = try await reply(transport) { stage in
            #expect(
                try stage.call("GET /?code=evil&state=\(String(repeating: "A", count: 43)) HTTP/1.1\r\n\r\n") == 400
            )
            #expect(try stage.call("GET /?code=evil HTTP/1.1\r\n\r\n") == 400)
            #expect(try stage.call("GET /?error=access_denied HTTP/1.1\r\n\r\n") == 400)
            #expect(try stage.call("GET /?state=x&state=\(stage.asked["state"] ?? "") HTTP/1.1\r\n\r\n") == 400)
            #expect(try stage.call("GET /favicon.ico HTTP/1.1\r\n\r\n") == 404)
            #expect(try stage.call("OPTIONS / HTTP/1.1\r\n\r\n") == 405)
            #expect(try stage.call("POST / HTTP/1.1\r\nContent-Length: 7\r\n\r\nstate=x") == 400)
            #expect(try stage.call("GET /?code=%zz&state=x HTTP/1.1\r\n\r\n") == 400)
            #expect(try stage.call("GET /?" + String(repeating: "a", count: 9000)) == 431)
            try stage.bring("code=good")
        }
        #expect(form(transport.requests.first).contains("code=good"))
        #expect(transport.requests.count == 1)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var answer: String
        var code: TokenError.Code
        var says: String
        var testDescription: String { answer }
    }

    @Test(arguments: [
        Case(answer: "error=access_denied&error_description=AADSTS65004%3a+No.", code: .cancelled, says: "AADSTS65004"),
        Case(answer: "error=login_required&error_subcode=cancel", code: .cancelled, says: "cancelled"),
        Case(
            answer: "error=invalid_scope&error_description=AADSTS70011%3A+Bad.%0d%0aTrace+ID%3A+t",
            code: .refused,
            says: "Bad. (invalid_scope, AADSTS70011, trace id t)"
        ),
        Case(answer: "error=temporarily_unavailable", code: .unavailable, says: "temporarily_unavailable"),
        Case(answer: "session_state=x", code: .unexpectedResponse, says: "neither a code nor an error"),
        Case(answer: "code=", code: .unexpectedResponse, says: "neither a code nor an error"),
    ])
    func saysWhyThereIsNoCode(_ example: Case) async throws {
        let transport = ScriptedTransport()
        let error = await #expect(throws: TokenError.self) {
            _ = try await reply(transport) { try $0.bring(example.answer) }
        }
        #expect(error?.code == example.code)
        #expect(error.map { "\($0)" }?.contains(example.says) == true, "\(String(describing: error))")
        #expect(transport.requests.isEmpty)
        let page = try #require(try stage.reply())
        #expect(page.status == 400 && page.body.contains("did not succeed") && !page.body.contains("AADSTS"))
    }

    @Test func tellsTheBrowserThatTheCodeWasRefused() async throws {
        let transport = ScriptedTransport([
            .json(#"{"error":"invalid_grant","error_codes":[70008]}"#, status: 400)
        ])
        let error = await #expect(throws: TokenError.self) {
            _ = try await reply(transport) { try $0.bring("code=C0DE") }
        }
        #expect(error?.code == .refused)
        #expect(try stage.reply()?.body.contains("did not succeed") == true)
    }

    @Test(arguments: [ScriptedReply.text("", status: 503), .failure(.noReply, mayHaveBeenSent: true)])
    func redeemsACodeOnce(_ failure: ScriptedReply) async throws {
        let transport = ScriptedTransport([failure])
        let error = await #expect(throws: TokenError.self) {
            _ = try await reply(transport) { try $0.bring("code=C0DE") }
        }
        #expect(error?.code == .unavailable)
        try transport.expectNothingLeft()
    }

    @Test func refusesATokenOfAnotherSignIn() async throws {
        for (reply, says) in [
            (stage.token(nonce: "another"), "its nonce is another"),
            (.json(#"{"access_token":"\#(TestToken.user())"}"#), "no id_token"),
        ] {
            let error = await #expect(throws: TokenError.self) {
                _ = try await self.reply(ScriptedTransport([reply])) { try $0.bring("code=C0DE") }
            }
            #expect(
                error?.code == .unexpectedResponse && error?.message.contains(says) == true,
                "\(String(describing: error))"
            )
            #expect(try stage.reply()?.status == 400)
        }
        let transport = AnsweringTransport { [stage] _ in stage.token("jo@contoso.com") }
        let error = await #expect(throws: TokenError.self) {
            _ = try await reply(transport, account: "admin@contoso.com") { try $0.bring("code=C0DE") }
        }
        #expect(error?.message == "jo@contoso.com signed in, and the token is to be admin@contoso.com's")
    }

    @Test func givesUpAfterItsTime() async throws {
        let clock = clock
        let error = await #expect(throws: TokenError.self) {
            _ = try await reply(ScriptedTransport()) { _ in
                await clock.waitForSleepers(1)
                clock.advance(by: .seconds(300))
            }
        }
        #expect(error?.code == .timedOut)
        #expect(error?.message == "nobody signed in within 5 minutes")
    }

    @Test func saysThatThePortIsTaken() async throws {
        let other = try SilentListener()
        let error = await #expect(throws: TokenError.self) {
            _ = try await reply(ScriptedTransport(), port: other.port) { _ in Issue.record("the browser was opened") }
        }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains("another program listens on port \(other.port)") == true)
    }

    @Test func freesThePortHoweverItEnds() async throws {
        struct NoBrowser: Error {}
        await #expect(throws: NoBrowser.self) { _ = try await reply(ScriptedTransport()) { _ in throw NoBrowser() } }
        let port = UInt16(stage.port)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) {
                    _ = try await reply(ScriptedTransport(), port: port) { _ in }
                }
            }
            await clock.waitForSleepers(1)
            group.cancelAll()
        }
        _ = try await reply(redeeming(), port: port) { try $0.bring("code=C0DE") }
        #expect(stage.port == Int(port))
    }

    @Test func asksTheOldEndpointsForAResource() async throws {
        let transport = redeeming()
        _ = try await reply(transport, authority: Authority(.commercial, tenant: "contoso.com", form: .entraV1)) {
            try $0.bring("code=C0DE")
        }
        #expect(stage.page == "https://login.microsoftonline.com/contoso.com/oauth2/authorize")
        #expect(stage.asked["resource"] == "https://outlook.office365.com" && stage.asked["nonce"] == nil)
        #expect(transport.requests.first?.url == "https://login.microsoftonline.com/contoso.com/oauth2/token")
        #expect(form(transport.requests.first).contains("resource=https%3A%2F%2Foutlook.office365.com"))
    }
}
