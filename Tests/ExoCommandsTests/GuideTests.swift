import EntraTokens
import ExoCrypto
import ExoEmulator
import ExoJSON
import ExoTransport
import HTTPServer
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The code of the guides in EntraTokens' documentation, run against the emulator; what a guide shows stands here word for word.
struct GuideTests {
    private let run: TestRun
    private let tenant: EmulatedTenant
    private let cloud = Cloud.emulator()
    private let clientID = EmulatedTenant.automation
    private let secret = ClientSecret(EmulatedTenant.secret.utf8)
    private let store = MemoryTokenStore()
    private let transport: any HTTPTransport
    private let client: AuthorityClient

    init() throws {
        run = try TestRun(clock: TestClock(advancesItself: true))
        tenant = try EmulatedTenant(run)
        transport = tenant.transport
        let clock = run.clock
        client = AuthorityClient(transport: transport, clock: clock, now: { clock.date })
    }

    private var request: TokenRequest {
        TokenRequest(
            authority: Authority(cloud, tenant: "contoso.onmicrosoft.com"),
            scopes: [cloud.exchange.scope]
        )
    }

    @Test func asksAsMSALDoes() async throws {
        let client = AuthorityClient(transport: transport)
        let source = CachedTokenSource(
            ClientCredentialsFlow(clientID: clientID, authentication: secret),
            client: client
        )
        let request = TokenRequest(
            authority: Authority(cloud, tenant: "contoso.onmicrosoft.com"),
            scopes: [cloud.exchange.scope]
        )
        let token = try await source.token(for: request)
        #expect(token.claims.kind == .application)
    }

    @Test func signsInWithACode() async throws {
        tenant.approveDevices()
        @Sendable func show(_ message: String) async { #expect(message.contains("code")) }
        do {
            let device = DeviceCodeFlow { code in await show(code.message) }
            let source = CachedTokenSource(device, client: client, store: store)
            let token = try await source.token(for: request)
            #expect(token.claims.userPrincipalName == EmulatedTenant.person)
            let asked = tenant.tokenRequests.count
            let job = CachedTokenSource(device, client: client, store: store, allowsInteraction: false)
            #expect(try await job.token(for: request) == token)
            #expect(tenant.tokenRequests.count == asked)
        }
        do {
            let device = DeviceCodeFlow { _ in Issue.record("a person was asked") }
            let job = CachedTokenSource(device, client: client, store: store, allowsInteraction: false)
            let token = try await job.token(for: request)
            #expect(token.claims.kind == .user)
            let empty = CachedTokenSource(device, client: client, allowsInteraction: false)
            let error = await #expect(throws: TokenError.self) { _ = try await empty.token(for: request) }
            #expect(error?.code == .interactionRequired)
        }
    }

    @Test func signsInWithTheBrowser() async throws {
        @Sendable func openInBrowser(_ address: String) async throws {
            #expect(address.contains("code_challenge_method=S256"))
            throw TokenError(code: .cancelled, message: "no browser here")
        }
        let error = await #expect(throws: TokenError.self) {
            let browser = BrowserFlow { address in try await openInBrowser(address) }
            let source = CachedTokenSource(browser, client: client, store: store)
            let token = try await source.token(for: request)
            Issue.record("got \(token)")
        }
        #expect(error?.code == .cancelled)
    }

    @Test func runsAsADaemonWithACertificate() async throws {
        let (made, key) = try tenant.makeCertificate(at: run.clock.date)
        let password = ClientSecret("certificate-password".utf8)
        let locked = try key.pem(encryptedWith: SecretBytes(copying: "certificate-password".utf8))
        let file = Array((made.pem + locked).utf8)
        let certificate = try ClientCertificate(file, password: password)
        let daemon = CachedTokenSource(
            ClientCredentialsFlow(clientID: clientID, authentication: certificate),
            client: client
        )
        let token = try await daemon.token(for: request)
        #expect(token.claims.applicationID == clientID)
    }

    @Test func runsAsADaemonWithAnotherIssuersAssertion() async throws {
        let path = try run.file("assertion", try tenant.makeAssertion(of: "system:serviceaccount:mail:exo"))
        let federated = CachedTokenSource(
            ClientCredentialsFlow(clientID: clientID, authentication: FederatedAssertion.file(path)),
            client: client
        )
        let token = try await federated.token(for: request)
        #expect(token.claims.applicationID == clientID)
    }

    @Test func actsOnBehalfOfAUser() async throws {
        let incoming = try AccessToken(TestToken.user())
        let reply = #"{"access_token":"\#(TestToken.user())","expires_in":3600}"#
        let transport = ScriptedTransport([.json(reply)])
        let clock = run.clock
        let client = AuthorityClient(transport: transport, clock: clock, now: { clock.date })
        let flow = OnBehalfOfFlow(clientID: clientID, authentication: secret, assertion: incoming)
        let source = CachedTokenSource(flow, client: client, store: store)
        let token = try await source.token(for: request)
        #expect(token.claims.kind == .user)
        let form = String(decoding: transport.requests.first?.body ?? [], as: UTF8.self)
        #expect(form.contains("requested_token_use=on_behalf_of"))
    }

    @Test func runsWithTheMachinesIdentity() async throws {
        let environment: [String: String] = [:]
        let host = try ManagedIdentityHost.detected(in: environment)
        let machine = CachedTokenSource(ManagedIdentityFlow(.system, host: host), client: client)
        let token = try await machine.token(for: request)
        #expect(token.claims.kind == .application)
    }

    @Test(arguments: ["ComingFromMSAL", "SigningInAUser", "RunningAsADaemon", "ActingOnBehalfOfUsers"])
    func everyLineOfAGuideStandsHere(_ guide: String) throws {
        func lines(_ text: some StringProtocol) -> [String] {
            text.split(whereSeparator: { $0 == "\n" }).map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
        }
        let here = URL(filePath: #filePath)
        let source = Set(lines(try String(contentsOf: here, encoding: .utf8)))
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appending(path: "Sources/EntraTokens/Documentation.docc/\(guide).md"),
            encoding: .utf8
        )
        let blocks = page.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        #expect(!blocks.isEmpty)
        for line in blocks.flatMap({ lines($0).dropFirst() }) { #expect(source.contains(line), "\(line)") }
    }
}
