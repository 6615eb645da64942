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

struct BrokerFlowTests {
    /// A broker that answers each method with one text, and keeps what it was asked.
    private final class Broker: Sendable {
        private let answers: [String: String]
        private let kept = Mutex<[(method: String, arguments: [String])]>([])
        init(_ answers: [String: String]) { self.answers = answers }

        var methods: [String] { kept.withLock { $0.map(\.method) } }
        func question(_ place: Int) throws -> JSONObject {
            let text = try #require(kept.withLock { $0[place].arguments.last })
            return try #require(JSONValue(parsing: Array(text.utf8)).objectValue)
        }
        func arguments(_ place: Int) -> [String] { kept.withLock { $0[place].arguments } }

        func answer(_ method: String, _ arguments: [String]) throws -> String {
            kept.withLock { $0.append((method, arguments)) }
            guard let answer = answers[method] else { throw BusError.noService("com.microsoft.identity.broker1") }
            return answer
        }
    }

    private static let home = "33333333-3333-4333-8333-333333333333.\(TestToken.contoso)"
    private static func account(_ name: String = "admin@contoso.com", _ home: String = home) -> String {
        #"{"username":"\#(name)","homeAccountId":"\#(home)","localAccountId":"l","realm":"\#(TestToken.contoso)","name":"Ada"}"#
    }
    private static let accounts = #"{"accounts":[\#(account()),\#(account("jo@contoso.com", "other.tenant"))]}"#
    private static func token(expiresOn: String = "1780003600000") -> String {
        #"{"brokerTokenResponse":{"accessToken":"\#(TestToken.user())","accessTokenType":0,"account":\#(account()),"expiresOn":\#(expiresOn),"extendedExpiresOn":1780007200,"grantedScopes":["a","b"]}}"#
    }

    private func reply(
        _ broker: Broker,
        account: String? = "Admin@contoso.com",
        claims: String? = nil,
        refused: TokenDigest? = nil,
        allowsInteraction: Bool = true,
        clock: TestClock = TestClock()
    ) async throws -> TokenReply {
        try await BrokerFlow(allowsInteraction: allowsInteraction) { try broker.answer($0, $1) }.reply(
            to: TokenRequest(
                authority: Authority(.commercial, tenant: "contoso.com"),
                scopes: ["https://outlook.office365.com/.default"],
                account: account,
                claims: claims,
                refused: refused
            ),
            from: AuthorityClient(transport: ScriptedTransport(), clock: clock, now: { clock.date })
        )
    }

    @Test func asksForATokenOfTheAccountWithoutAWindow() async throws {
        let broker = Broker(["getAccounts": Self.accounts, "acquireTokenSilently": Self.token()])
        let reply = try await reply(broker)
        #expect(broker.methods == ["getAccounts", "acquireTokenSilently"])
        #expect(reply.expiresOn == Date(timeIntervalSince1970: 1_780_003_600))
        #expect(reply.extendedExpiresOn == Date(timeIntervalSince1970: 1_780_007_200))
        #expect(reply.scopes == ["a", "b"] && reply.refreshToken == nil)
        #expect(reply.account?.homeAccountID == Self.home && reply.account?.username == "admin@contoso.com")
        let arguments = broker.arguments(1)
        #expect(arguments.count == 3 && arguments[0] == "0.0")
        #expect(arguments[1].split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
        #expect(try broker.question(0)["clientId"] == "fb78d390-0c51-40cd-8e17-fdbfab77341b")
        let asked = try #require(try broker.question(1)["authParameters"]?.objectValue)
        #expect(asked["authority"] == "https://login.microsoftonline.com/contoso.com")
        #expect(asked["requestedScopes"] == ["https://outlook.office365.com/.default"])
        #expect(asked["username"] == "admin@contoso.com" && asked["authorizationType"] == 1)
        #expect(asked["account"]?.objectValue?["homeAccountId"]?.stringValue == Self.home)
    }

    @Test func showsAWindowWhereTheBrokerKnowsNobodyOrRefuses() async throws {
        let unknown = Broker(["getAccounts": #"{"accounts":[]}"#, "acquireTokenInteractively": Self.token()])
        _ = try await reply(unknown)
        #expect(unknown.methods == ["getAccounts", "acquireTokenInteractively"])
        #expect(try unknown.question(1)["authParameters"]?.objectValue?["username"] == "Admin@contoso.com")
        let refusing = Broker([
            "getAccounts": Self.accounts, "acquireTokenInteractively": Self.token(),
            "acquireTokenSilently": #"{"brokerTokenResponse":{"error":{"context":"UI is needed","status":2}}}"#,
        ])
        _ = try await reply(refusing)
        #expect(refusing.methods == ["getAccounts", "acquireTokenSilently", "acquireTokenInteractively"])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var answers: [String: String]
        var code: TokenError.Code
        var says: String
        var testDescription: String { why }
    }

    private static func silently(_ answer: String) -> [String: String] {
        ["getAccounts": accounts, "acquireTokenSilently": answer]
    }

    @Test(arguments: [
        Case(why: "no broker", answers: [:], code: .brokerUnavailable, says: "no program has the name"),
        Case(why: "no JSON", answers: ["getAccounts": "<html>"], code: .unexpectedResponse, says: "no JSON object"),
        Case(
            why: "an error at the top",
            answers: ["getAccounts": #"{"error":"not enrolled\u001b[2J"}"#],
            code: .refused,
            says: "refused: not enrolled\\u{1B}"
        ),
        Case(
            why: "an error inside",
            answers: silently(#"{"brokerTokenResponse":{"error":{"errorCode":7,"context":"no network"}}}"#),
            code: .interactionRequired,
            says: "context no network, errorCode 7"
        ),
        Case(why: "no account", answers: ["getAccounts": "{}"], code: .interactionRequired, says: "no such account"),
        Case(why: "no response", answers: silently("{}"), code: .unexpectedResponse, says: "no brokerTokenResponse"),
        Case(
            why: "no token",
            answers: silently(#"{"brokerTokenResponse":{}}"#),
            code: .unexpectedResponse,
            says: "no accessToken"
        ),
        Case(why: "a late token", answers: silently(token(expiresOn: "1")), code: .unexpectedResponse, says: "ended"),
    ])
    func saysWhyThereIsNoToken(_ example: Case) async throws {
        let error = await #expect(throws: TokenError.self) {
            _ = try await reply(Broker(example.answers), allowsInteraction: false)
        }
        #expect(error?.code == example.code)
        #expect(error?.message.contains(example.says) == true, "\(String(describing: error))")
    }

    @Test func takesTheOnlyAccountWhereNobodyIsNamed() async throws {
        let one = Broker(["getAccounts": #"{"accounts":[\#(Self.account())]}"#, "acquireTokenSilently": Self.token()])
        _ = try await reply(one, account: nil, allowsInteraction: false)
        #expect(one.methods == ["getAccounts", "acquireTokenSilently"])
        let error = await #expect(throws: TokenError.self) {
            _ = try await reply(Broker(["getAccounts": Self.accounts]), account: nil, allowsInteraction: false)
        }
        #expect(error?.code == .interactionRequired)
    }

    @Test func givesNoTokenThatTheServiceDoesNotAccept() async throws {
        let broker = Broker(Self.silently(Self.token()))
        let digest = try TokenDigest(of: AccessToken(TestToken.user()))
        let refused = await #expect(throws: TokenError.self) {
            _ = try await reply(broker, refused: digest, allowsInteraction: false)
        }
        #expect(refused?.message.contains("still gives the token") == true)
        let challenged = await #expect(throws: TokenError.self) { _ = try await reply(broker, claims: "{}") }
        #expect(challenged?.code == .interactionRequired)
    }

    @Test func waitsForTheBrokerAWhile() async throws {
        let clock = TestClock()
        let flow = BrokerFlow { _, _ in
            try await clock.sleep(for: .seconds(1_000_000))
            return ""
        }
        let client = AuthorityClient(transport: ScriptedTransport(), clock: clock, now: { clock.date })
        let request = TokenRequest(authority: Authority(.commercial, tenant: "contoso.com"), scopes: ["a/.default"])
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let error = await #expect(throws: TokenError.self) {
                    _ = try await flow.reply(to: request, from: client)
                }
                #expect(error?.code == .timedOut)
                #expect(error?.message.contains("did not answer getAccounts within 1 minute") == true)
            }
            await clock.waitForSleepers(2)
            clock.advance(by: .seconds(60))
        }
    }

    private func error(_ environment: [String: String]) async -> TokenError? {
        await #expect(throws: TokenError.self) {
            _ = try await BrokerFlow(environment: environment).reply(
                to: TokenRequest(authority: Authority(.commercial, tenant: "contoso.com"), scopes: ["a/.default"]),
                from: AuthorityClient(transport: ScriptedTransport())
            )
        }
    }

    #if os(Linux)
    @Test func saysThatNoBrokerIsOnTheBus() async throws {
        let bus = try PrivateBus()
        let error = await error(["DBUS_SESSION_BUS_ADDRESS": bus.address])
        #expect(error?.code == .brokerUnavailable)
        #expect(error?.message.contains("com.microsoft.identity.broker1") == true)
    }
    #endif

    @Test func saysThatThereIsNoBus() async {
        let error = await error([:])
        #expect(error?.code == .brokerUnavailable)
        #expect(error?.message.contains("no message bus") == true)
    }
}
