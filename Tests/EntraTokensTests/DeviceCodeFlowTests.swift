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

struct DeviceCodeFlowTests {
    private static let address = "https://login.microsoft.com/device"

    /// What was shown to the person.
    private final class Screen: Sendable {
        private let codes = Mutex<[DeviceCode]>([])
        var shown: [DeviceCode] { codes.withLock { $0 } }
        func show(_ code: DeviceCode) { codes.withLock { $0.append(code) } }
    }

    private func reply(
        _ transport: any HTTPTransport,
        authority: Authority = Authority(.commercial, tenant: "contoso.com"),
        account: String? = nil,
        clock: TestClock = TestClock(advancesItself: true),
        screen: Screen = Screen()
    ) async throws -> TokenReply {
        let client = AuthorityClient(transport: transport, clock: clock, now: { clock.date })
        return try await DeviceCodeFlow { screen.show($0) }.reply(
            to: TokenRequest(
                authority: authority,
                scopes: ["https://outlook.office365.com/.default"],
                account: account
            ),
            from: client
        )
    }

    private static func code(_ more: String = #","interval":5,"expires_in":900"#) -> ScriptedReply {
        .json(
            #"{"device_code":"D3V1CE","user_code":"ABCD1234","verification_uri":"\#(address)","message":"To sign in, open \#(address) and enter ABCD1234."\#(more)}"#
        )
    }

    private static func refusal(_ error: String, _ code: Int? = nil, status: Int = 400) -> ScriptedReply {
        .json(#"{"error":"\#(error)","error_codes":[\#(code.map { "\($0)" } ?? "")]}"#, status: status)
    }

    private static func token(_ user: String = "admin@contoso.com") -> ScriptedReply {
        let identity = TestToken.text([
            "aud": "fb78d390-0c51-40cd-8e17-fdbfab77341b", "sub": "s", "preferred_username": .string(user),
        ])
        return .json(
            #"{"access_token":"\#(TestToken.user(user))","refresh_token":"R3FR3SH","id_token":"\#(identity)","expires_in":3600}"#
        )
    }

    @Test func showsTheCodeAndAsksUntilItIsEntered() async throws {
        let (clock, screen) = (TestClock(advancesItself: true), Screen())
        let transport = ScriptedTransport([
            Self.code().expecting(
                "POST",
                url: "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/devicecode"
            ),
            Self.refusal("authorization_pending", 70016).expecting("POST", url: "/oauth2/v2.0/token"),
            Self.refusal("slow_down"), Self.refusal("authorization_pending", 70016), Self.token(),
        ])
        let reply = try await reply(transport, clock: clock, screen: screen)
        #expect(reply.account?.username == "admin@contoso.com")
        #expect(clock.sleeps == [.seconds(5), .seconds(5), .seconds(10), .seconds(10)])
        try transport.expectNothingLeft()
        let bodies = transport.requests.map { String(decoding: $0.body ?? [], as: UTF8.self) }
        let scope =
            "scope=https%3A%2F%2Foutlook.office365.com%2F.default%20openid%20profile%20offline_access"
        #expect(bodies[0].hasPrefix("client_id=fb78d390-0c51-40cd-8e17-fdbfab77341b&\(scope)&claims="), "\(bodies[0])")
        #expect(bodies[1].contains("&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"))
        #expect(bodies[1].hasSuffix("&device_code=D3V1CE"))
        let code = try #require(screen.shown.first)
        #expect(screen.shown.count == 1)
        #expect(code.userCode == "ABCD1234" && code.address == Self.address && code.completeAddress == nil)
        #expect(code.message == "To sign in, open \(Self.address) and enter ABCD1234.")
        #expect(code.expiresOn == TestClock().date + 900)
        var shown = "\(code) \(String(reflecting: code))"
        dump(code, to: &shown)
        #expect(!shown.contains("D3V1CE"))
    }

    @Test func asksTheOldEndpointsInTheirOwnWords() async throws {
        let transport = ScriptedTransport([
            ScriptedReply.json(
                #"{"device_code":"D3V1CE","user_code":"ABCD1234","verification_url":"\#(Self.address)","interval":"7","expires_in":"900"}"#
            ).expecting("POST", url: "https://login.microsoftonline.com/contoso.com/oauth2/devicecode?api-version=1.0"),
            Self.token().expecting("POST", url: "https://login.microsoftonline.com/contoso.com/oauth2/token"),
        ])
        let (clock, screen) = (TestClock(advancesItself: true), Screen())
        _ = try await reply(
            transport,
            authority: Authority(.commercial, tenant: "contoso.com", form: .entraV1),
            clock: clock,
            screen: screen
        )
        #expect(clock.sleeps == [.seconds(7)])
        let question = String(decoding: transport.requests[1].body ?? [], as: UTF8.self)
        #expect(question.contains("&resource=https%3A%2F%2Foutlook.office365.com&"))
        #expect(question.contains("&grant_type=device_code&") && question.hasSuffix("&code=D3V1CE"))
        #expect(
            screen.shown.first?.message.contains("open \(Self.address) in a browser and enter the code ABCD1234")
                == true
        )
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var reply: ScriptedReply
        var code: TokenError.Code
        var says: String
        var testDescription: String { why }
    }

    @Test(arguments: [
        Case(why: "no", reply: refusal("authorization_declined"), code: .cancelled, says: "declined"),
        Case(why: "no, by another name", reply: refusal("code_declined"), code: .cancelled, says: "declined"),
        Case(why: "no, as RFC 8628 has it", reply: refusal("access_denied"), code: .cancelled, says: "declined"),
        Case(why: "too late", reply: refusal("expired_token", 70020), code: .timedOut, says: "the code ended"),
        Case(why: "too late, v1.0", reply: refusal("code_expired"), code: .timedOut, says: "the code ended"),
        Case(
            why: "too late by number",
            reply: refusal("invalid_grant", 70019),
            code: .timedOut,
            says: "the code ended"
        ),
        Case(why: "no such code", reply: refusal("bad_verification_code", 70018), code: .refused, says: "AADSTS70018"),
        Case(why: "redeemed before", reply: refusal("invalid_grant", 54005), code: .refused, says: "AADSTS54005"),
        Case(why: "blocked by a policy", reply: refusal("invalid_grant", 53003), code: .refused, says: "conditional"),
        Case(why: "a page", reply: .text("<html>"), code: .unexpectedResponse, says: "not JSON"),
        Case(why: "somebody else", reply: token("jo@contoso.com"), code: .refused, says: "jo@contoso.com signed in"),
    ])
    func saysHowItEnded(_ example: Case) async throws {
        let transport = ScriptedTransport([Self.code(), example.reply])
        let error = await #expect(throws: TokenError.self) {
            _ = try await reply(transport, account: "Admin@contoso.com")
        }
        #expect(error?.code == example.code)
        #expect(error.map { "\($0)" }?.contains(example.says) == true, "\(String(describing: error))")
        try transport.expectNothingLeft()
    }

    @Test func endsWithTheCode() async throws {
        let clock = TestClock(advancesItself: true)
        let transport = ScriptedTransport(
            [Self.code(#","interval":20,"expires_in":50"#)]
                + Array(repeating: Self.refusal("authorization_pending", 70016), count: 3)
        )
        let error = await #expect(throws: TokenError.self) { _ = try await reply(transport, clock: clock) }
        #expect(error?.code == .timedOut)
        #expect(clock.sleeps == [.seconds(20), .seconds(20), .seconds(10)])
        try transport.expectNothingLeft()
    }

    @Test func asksOnWhileTheAuthorityIsAway() async throws {
        let clock = TestClock(advancesItself: true)
        let transport = ScriptedTransport([
            Self.code(), .failure(.cannotResolve), .failure(.noReply, mayHaveBeenSent: true),
            .text("<html>", status: 502),
            Self.refusal("authorization_pending", 70016), Self.token(),
        ])
        _ = try await reply(transport, clock: clock)
        #expect(clock.sleeps == [5, 10, 20, 40, 5].map { .seconds($0) })
        try transport.expectNothingLeft()
    }

    @Test func saysThatTheAuthorityStayedAway() async throws {
        let transport = ScriptedTransport(
            [Self.code(#","expires_in":30"#)] + Array(repeating: .failure(.cannotConnect), count: 3)
        )
        let error = await #expect(throws: TokenError.self) { _ = try await reply(transport) }
        #expect(error?.code == .timedOut)
        #expect(error?.message.contains("cannot be reached") == true)
    }

    @Test func endsAtOnceWhenItIsCancelled() async throws {
        let clock = TestClock()
        let transport = ScriptedTransport([Self.code()])
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) { _ = try await reply(transport, clock: clock) }
            }
            await clock.waitForSleepers(1)
            group.cancelAll()
        }
        #expect(transport.requests.count == 1)
    }

    @Test(arguments: [
        Case(why: "a page", reply: .text("<html>"), code: .unexpectedResponse, says: "not JSON"),
        Case(why: "a redirect", reply: .text("", status: 302), code: .unexpectedResponse, says: "302"),
        Case(why: "no code", reply: .json(#"{"interval":5}"#), code: .unexpectedResponse, says: "without code"),
        Case(
            why: "a page that is not encrypted",
            reply: .json(#"{"device_code":"d","user_code":"u","verification_uri":"http://x.test"}"#),
            code: .unexpectedResponse,
            says: "https"
        ),
        Case(why: "a refusal", reply: refusal("unauthorized_client", 700_016), code: .refused, says: "AADSTS700016"),
    ])
    func showsNothingWithoutACode(_ example: Case) async throws {
        let screen = Screen()
        let error = await #expect(throws: TokenError.self) {
            _ = try await reply(ScriptedTransport([example.reply]), screen: screen)
        }
        #expect(error?.code == example.code)
        #expect(error.map { "\($0)" }?.contains(example.says) == true, "\(String(describing: error))")
        #expect(screen.shown.isEmpty)
    }

    @Test func showsNoMessageThatMovesTheCursor() async throws {
        let screen = Screen()
        let transport = ScriptedTransport([
            .json(
                #"{"device_code":"d","user_code":"AB\u001b[2J","verification_uri":"\#(Self.address)","message":"\#(Self.address) AB\u001b[2J"}"#
            ), Self.token(),
        ])
        _ = try await reply(transport, screen: screen)
        let code = try #require(screen.shown.first)
        #expect(!(code.message + code.userCode).unicodeScalars.contains("\u{1B}"))
    }

    @Test func refusesAProviderWithoutDeviceCodes() async throws {
        let transport = ScriptedTransport([
            .json(#"{"issuer":"https://id.example","token_endpoint":"https://id.example/token"}"#)
        ])
        let error = await #expect(throws: TokenError.self) {
            _ = try await reply(transport, authority: Authority(openID: "https://id.example"))
        }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains("has no device codes") == true)
    }
}
