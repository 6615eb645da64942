import EntraTokens
import ExoTransport
import Testing
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

final class FederatedAssertionTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/federated-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func ask(
        _ assertion: FederatedAssertion,
        _ transport: ScriptedTransport,
        times: Int = 1
    ) async throws -> [[String: String]] {
        let clock = TestClock(advancesItself: true)
        let flow = ClientCredentialsFlow(clientID: "app", authentication: assertion)
        let client = AuthorityClient(transport: transport, clock: clock, now: { clock.date })
        let request = TokenRequest(
            authority: Authority(.commercial, tenant: "contoso.com"),
            scopes: ["https://outlook.office365.com/.default"]
        )
        for _ in 0..<times { _ = try await flow.reply(to: request, from: client) }
        let sent = transport.requests.filter { $0.url.contains("/oauth2/v2.0/token") }
        return sent.map { FormText.fields($0.body ?? []) }
    }

    private var token: ScriptedReply {
        .json(#"{"expires_in":3600,"access_token":"\#(TestToken.application())"}"#).expecting("POST", url: "/oauth2/")
    }

    private func write(_ text: String, to name: String = "token") throws -> String {
        let path = "\(folder)/\(name)"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func sendsWhatAProgramGives() async throws {
        let transport = ScriptedTransport([token])
        let sent = try await ask(FederatedAssertion { Array(" a.b.c\n".utf8) }, transport)
        #expect(sent.first?["client_assertion"] == "a.b.c")
        #expect(sent.first?["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        #expect(sent.first?["client_secret"] == nil)
    }

    @Test func readsTheFileAgainForEachRequest() async throws {
        let path = try write("a.b.first\n")
        let transport = ScriptedTransport([token, token])
        let assertion = FederatedAssertion.file(path)
        _ = try await ask(assertion, transport)
        _ = try write("a.b.second")
        let sent = try await ask(assertion, transport)
        #expect(sent.map { $0["client_assertion"] } == ["a.b.first", "a.b.second"])
    }

    @Test(arguments: [
        ("", "is empty"), (" \n", "is empty"), ("hunter2", "no signed token"), ("a.b", "no signed token"),
        ("a..c", "no signed token"), ("a.b.c d", "no signed token"), ("a.b.ü", "no signed token"),
    ])
    func refusesAFileWithoutAToken(_ text: String, _ reason: String) async throws {
        let transport = ScriptedTransport()
        let path = try write(text)
        let error = await #expect(throws: TokenError.self) { _ = try await ask(.file(path), transport) }
        #expect(error?.code == .unusableCredential)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        #expect(error.map { "\($0)".contains("hunter2") } == false)
        #expect(transport.requests.isEmpty)
    }

    @Test func saysWhyAFileCannotBeRead() async throws {
        let transport = ScriptedTransport()
        for (path, reason) in [
            (folder, "it is a folder"), ("\(folder)/none", "there is no such file"), ("", "no name of a file"),
            ("/dev/null", "no regular file"),
        ] {
            let error = await #expect(throws: TokenError.self) { _ = try await ask(.file(path), transport) }
            #expect(error?.code == .unusableCredential)
            #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        }
        let long = try write(String(repeating: "a", count: 200_000))
        let error = await #expect(throws: TokenError.self) { _ = try await ask(.file(long), transport) }
        #expect(error?.message.contains("longer than") == true)
    }

    @Test func asksGitHub() async throws {
        let transport = ScriptedTransport([
            .json(#"{"count":1,"value":"h.p.s"}"#).expecting(
                "GET",
                url: "https://pipelines.example/token?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange"
            ),
            token,
        ])
        let assertion = FederatedAssertion.gitHubActions(
            requestURL: "https://pipelines.example/token?api-version=2.0",
            requestToken: ClientSecret("hunter2".utf8)
        )
        let sent = try await ask(assertion, transport)
        #expect(sent.first?["client_assertion"] == "h.p.s")
        #expect(transport.requests.first?.headers["Authorization"] == "Bearer hunter2")
        try transport.expectNothingLeft()
    }

    @Test func asksAzureDevOps() async throws {
        let transport = ScriptedTransport([
            .json(#"{"oidcToken":"h.p.s"}"#).expecting(
                "POST",
                url: "https://dev.example/oidctoken?api-version=7.1&serviceConnectionId=1-2"
            ),
            token,
        ])
        let assertion = FederatedAssertion.azureDevOps(
            requestURL: "https://dev.example/oidctoken",
            accessToken: ClientSecret("hunter2".utf8),
            serviceConnectionID: "1-2"
        )
        #expect(try await ask(assertion, transport).first?["client_assertion"] == "h.p.s")
        #expect(transport.requests.first?.headers["Authorization"] == "Bearer hunter2")
        try transport.expectNothingLeft()
    }

    struct Reply: Sendable, CustomTestStringConvertible {
        var why: String
        var replies: [ScriptedReply]
        var code: TokenError.Code
        var testDescription: String { why }
    }

    static let badReplies: [Reply] = [
        Reply(why: "forbidden", replies: [.text("hunter2", status: 403)], code: .unusableCredential),
        Reply(why: "no token", replies: [.json("{}")], code: .unusableCredential),
        Reply(why: "a web page", replies: [.text("<html>")], code: .unusableCredential),
        Reply(why: "an empty token", replies: [.json(#"{"value":""}"#)], code: .unusableCredential),
        Reply(why: "a failure", replies: [.text("", status: 500), .text("", status: 500)], code: .unavailable),
        Reply(why: "nobody there", replies: [.failure(.cannotResolve)], code: .unavailable),
    ]

    @Test(arguments: badReplies)
    func saysWhyAPipelineHasNoToken(_ example: Reply) async throws {
        let transport = ScriptedTransport(example.replies)
        let assertion = FederatedAssertion.gitHubActions(
            requestURL: "https://pipelines.example/token?x=1",
            requestToken: ClientSecret("hunter2".utf8)
        )
        let error = await #expect(throws: TokenError.self) { _ = try await ask(assertion, transport) }
        #expect(error?.code == example.code)
        #expect(error.map { "\($0)".contains("hunter2") } == false)
        try transport.expectNothingLeft()
    }

    @Test func sendsAPipelinesTokenOverTLSAlone() async throws {
        let transport = ScriptedTransport()
        for url in ["http://pipelines.example/token", "pipelines", ""] {
            let assertion = FederatedAssertion.gitHubActions(
                requestURL: url,
                requestToken: ClientSecret("hunter2".utf8)
            )
            let error = await #expect(throws: TokenError.self) { _ = try await ask(assertion, transport) }
            #expect(error?.code == .invalidRequest)
        }
        #expect(transport.requests.isEmpty)
    }

    @Test func passesAnotherSourcesTokenOn() async throws {
        let identity = TestToken.application(audience: "api://AzureADTokenExchange")
        let transport = ScriptedTransport([
            .json(#"{"access_token":"\#(identity)","expires_in":"3600"}"#).expecting(
                "GET",
                url: "resource=api%3A%2F%2FAzureADTokenExchange&client_id=1"
            ),
            token,
        ])
        let clock = TestClock()
        let source = CachedTokenSource(
            ManagedIdentityFlow(.clientID("1"), host: .instanceMetadata()),
            client: AuthorityClient(transport: transport, now: { clock.date })
        )
        let assertion = FederatedAssertion.token(of: source, authority: Authority(.commercial, tenant: "contoso.com"))
        #expect(try await ask(assertion, transport).first?["client_assertion"] == identity)
        try transport.expectNothingLeft()
    }

    @Test func knowsEachCloudsAudience() {
        #expect(FederatedAssertion.audience(in: .commercial) == "api://AzureADTokenExchange")
        #expect(FederatedAssertion.audience(in: .gccHigh) == "api://AzureADTokenExchangeUSGov")
        #expect(FederatedAssertion.audience(in: .china) == "api://AzureADTokenExchangeChina")
    }
}
