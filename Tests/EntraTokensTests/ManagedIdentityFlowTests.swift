import EntraTokens
import ExoTransport
import Testing
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

final class ManagedIdentityFlowTests {
    private let clock = TestClock(advancesItself: true)
    private let folder = FileManager.default.temporaryDirectory.path + "/identities-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func ask(
        _ host: ManagedIdentityHost,
        _ transport: ScriptedTransport,
        as identity: ManagedIdentity = .system,
        scope: String = "https://outlook.office365.com/.default"
    ) async throws -> TokenReply {
        let client = AuthorityClient(transport: transport, clock: clock, now: { [clock] in clock.date })
        let request = TokenRequest(authority: Authority(.commercial, tenant: "contoso.com"), scopes: [scope])
        return try await ManagedIdentityFlow(identity, host: host).reply(to: request, from: client)
    }

    private func reply(_ members: String = #""expires_in":"86399","expires_on":"1780086399""#) -> ScriptedReply {
        .json(#"{"access_token":"\#(TestToken.application())",\#(members),"token_type":"Bearer"}"#)
    }

    @Test func asksTheMachine() async throws {
        let resource = "/subscriptions/1/userAssignedIdentities/exo"
        for (identity, part) in [
            (.system, ""), (.clientID("a&b"), "&client_id=a%26b"), (.objectID("2"), "&object_id=2"),
            (.resourceID(resource), "&msi_res_id=%2Fsubscriptions%2F1%2FuserAssignedIdentities%2Fexo"),
        ] as [(ManagedIdentity, String)] {
            let transport = ScriptedTransport([reply()])
            let token = try await ask(.instanceMetadata(), transport, as: identity)
            #expect(token.expiresOn == clock.date.addingTimeInterval(86_399))
            let request = try #require(transport.requests.first)
            #expect(
                request.url == "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01"
                    + "&resource=https%3A%2F%2Foutlook.office365.com" + part
            )
            #expect(request.method == "GET")
            #expect(request.headers["Metadata"] == "true")
            #expect(request.headers["X-Forwarded-For"] == nil)
            #expect(request.session?.proxy == "")
        }
    }

    @Test func asksAppService() async throws {
        let end = Int64(clock.date.timeIntervalSince1970) + 5000
        let transport = ScriptedTransport([reply(#""expires_on":"\#(end)""#)])
        let host = ManagedIdentityHost.appService(
            endpoint: "http://127.0.0.1:41234/msi/token",
            header: ClientSecret("hunter2".utf8)
        )
        let token = try await ask(host, transport, as: .resourceID("/r"))
        #expect(token.expiresOn.timeIntervalSince1970 == Double(end))
        let request = try #require(transport.requests.first)
        #expect(request.url.hasPrefix("http://127.0.0.1:41234/msi/token?api-version=2019-08-01&resource="))
        #expect(request.url.hasSuffix("&mi_res_id=%2Fr"))
        #expect(request.headers["X-IDENTITY-HEADER"] == "hunter2")
    }

    @Test func takesTheTokensOwnEndWhereTheReplyHasNoneThatCanBeRead() async throws {
        let transport = ScriptedTransport([reply(#""expires_on":"05/28/2026 21:26:40 +00:00""#)])
        let host = ManagedIdentityHost.appService(endpoint: "http://localhost:1/t", header: ClientSecret("h".utf8))
        #expect(try await ask(host, transport).expiresOn == clock.date.addingTimeInterval(3600))
    }

    @Test func asksMachineLearningAndCloudShell() async throws {
        let learning = ScriptedTransport([reply()])
        _ = try await ask(
            .machineLearning(endpoint: "http://localhost:1/t", secret: ClientSecret("s".utf8), defaultClientID: "d"),
            learning
        )
        #expect(learning.requests.first?.url.hasSuffix("&clientid=d") == true)
        #expect(learning.requests.first?.headers["secret"] == "s")

        let shell = ScriptedTransport([reply()])
        _ = try await ask(.cloudShell(endpoint: "http://localhost:50342/oauth2/token"), shell)
        #expect(shell.requests.first?.method == "POST")
        #expect(FormText.fields(shell.requests.first?.body ?? []) == ["resource": "https://outlook.office365.com"])
        let error = await #expect(throws: TokenError.self) {
            _ = try await ask(
                .cloudShell(endpoint: "http://localhost:1/t"),
                ScriptedTransport(),
                as: .clientID("1")
            )
        }
        #expect(error?.code == .invalidRequest)
    }

    private func challenge(_ path: String) -> ScriptedReply {
        .text("", status: 401, headers: ["WWW-Authenticate": "Basic realm=\(path)"])
    }

    @Test func showsArcsAgentTheFileThatItNames() async throws {
        let file = "\(folder)/one.key"
        try "hunter2".write(toFile: file, atomically: true, encoding: .utf8)
        let transport = ScriptedTransport([challenge(file), reply()])
        _ = try await ask(.arc(folder: folder), transport)
        #expect(transport.requests.map { $0.headers["Authorization"] } == [nil, "Basic hunter2"])
        #expect(transport.requests.allSatisfy { $0.url.hasPrefix("http://localhost:40342/metadata/identity/") })
        let refusing = ScriptedTransport([challenge(file), challenge(file)])
        let error = await #expect(throws: TokenError.self) { _ = try await ask(.arc(folder: folder), refusing) }
        #expect(error?.code == .refused)
    }

    @Test func readsNoFileThatIsNotArcs() async throws {
        let outside = "\(folder)-outside.key"
        try "hunter2".write(toFile: outside, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: outside) }
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/link.key", withDestinationPath: outside)
        try FileManager.default.createDirectory(atPath: "\(folder)/sub.key", withIntermediateDirectories: true)
        try String(repeating: "x", count: 4097).write(toFile: "\(folder)/long.key", atomically: true, encoding: .utf8)
        try "".write(toFile: "\(folder)/empty.key", atomically: true, encoding: .utf8)
        try "a\r\nX: y".write(toFile: "\(folder)/lines.key", atomically: true, encoding: .utf8)
        try "x".write(toFile: "\(folder)/text.txt", atomically: true, encoding: .utf8)
        for path in [
            outside, "/etc/passwd", "\(folder)/../x.key", "\(folder)/text.txt", "\(folder)/none.key", "",
            "\(folder)/link.key", "\(folder)/sub.key", "\(folder)/long.key", "\(folder)/empty.key",
            "\(folder)/lines.key", folder, "\(folder)/.key",
        ] {
            let transport = ScriptedTransport([challenge(path)])
            let error = await #expect(throws: TokenError.self, "\(path)") {
                _ = try await ask(.arc(folder: folder), transport)
            }
            #expect(error?.code == .unexpectedResponse || error?.code == .unusableCredential)
            #expect(error.map { "\($0)".contains("hunter2") } == false)
            #expect(transport.requests.count == 1)
        }
    }

    @Test(arguments: [404, 408, 429, 500, 503])
    func waitsUntilTheEndpointIsReady(_ status: Int) async throws {
        let busy = ScriptedReply.text("", status: status)
        let transport = ScriptedTransport([busy, busy, busy, reply()])
        _ = try await ask(.instanceMetadata(), transport)
        let failing = ScriptedTransport([busy, busy, busy, busy])
        let error = await #expect(throws: TokenError.self) { _ = try await ask(.instanceMetadata(), failing) }
        #expect(error?.code == (status == 429 ? .throttled : .unavailable))
        try failing.expectNothingLeft()
    }

    @Test func waitsForAnUpdateOfTheEndpoint() async throws {
        let transport = ScriptedTransport(Array(repeating: .text("", status: 410), count: 8) + [reply()])
        _ = try await ask(.instanceMetadata(), transport)
        #expect(clock.sleeps.reduce(.zero, +) >= .seconds(70))
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var why: String
        var body: String
        var status = 400
        var says: String
        var testDescription: String { why }
    }

    @Test(arguments: [
        Refusal(
            why: "of the machine",
            body: #"{"error":"invalid_request","error_description":"Identity not found"}"#,
            says: "400: Identity not found"
        ),
        Refusal(
            why: "of App Service",
            body: #"{"statusCode":400,"message":"No User Assigned identity","correlationId":"1"}"#,
            says: "400: No User Assigned identity"
        ),
        Refusal(
            why: "of Cloud Shell",
            body: #"{"error":{"code":"AudienceNotSupported","message":"Audience x"}}"#,
            says: "400: Audience x"
        ),
        Refusal(why: "without a reason", body: "<html>", status: 403, says: "answered 403"),
    ])
    func saysWhatTheEndpointRefuses(_ refusal: Refusal) async throws {
        let transport = ScriptedTransport([.text(refusal.body, status: refusal.status)])
        let error = await #expect(throws: TokenError.self) { _ = try await ask(.instanceMetadata(), transport) }
        #expect(error?.code == .refused)
        #expect(error?.message.contains(refusal.says) == true, "\(error?.message ?? "")")
        #expect(error?.repair != nil)
    }

    @Test func saysWhereNoEndpointIs() async throws {
        let transport = ScriptedTransport([.failure(.cannotConnect)])
        let error = await #expect(throws: TokenError.self) { _ = try await ask(.instanceMetadata(), transport) }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("the instance metadata service cannot be reached") == true)
    }

    @Test(arguments: [
        "http://10.0.0.1", "http://example.com", "http://169.254.169.254.example.com", "http://localhost.example",
        "http://127.0.0.1@example.com", "ftp://localhost", "",
    ])
    func asksNobodyElseInTheClear(_ address: String) async throws {
        let transport = ScriptedTransport()
        let error = await #expect(throws: TokenError.self) {
            _ = try await ask(.instanceMetadata(address: address), transport)
        }
        #expect(error?.code == .invalidRequest)
        #expect(transport.requests.isEmpty)
    }

    @Test func wantsAResource() async throws {
        let error = await #expect(throws: TokenError.self) {
            _ = try await ask(.instanceMetadata(), ScriptedTransport(), scope: "Exchange.Manage")
        }
        #expect(error?.code == .invalidRequest)
    }

    @Test func findsTheHostInMSALsOrder() throws {
        let all = [
            "IDENTITY_ENDPOINT": "http://localhost:1/a", "IDENTITY_HEADER": "h", "MSI_ENDPOINT": "http://localhost:2/b",
            "MSI_SECRET": "s", "IMDS_ENDPOINT": "http://localhost:3", "DEFAULT_IDENTITY_CLIENT_ID": "d",
            "AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:4/",
        ]
        func found(without names: String..., agent: String? = nil) throws -> String {
            switch try ManagedIdentityHost.detected(
                in: all.filter { !names.contains($0.key) },
                arcAgent: agent ?? folder + "/none"
            ) {
            case .appService(let endpoint, _): "app \(endpoint)"
            case .machineLearning(let endpoint, _, let client): "learning \(endpoint) \(client ?? "")"
            case .arc(let endpoint, let folder): "arc \(endpoint) \(folder)"
            case .cloudShell(let endpoint): "shell \(endpoint)"
            case .instanceMetadata(let address): "machine \(address)"
            }
        }
        #expect(try found() == "app http://localhost:1/a")
        #expect(try found(without: "IDENTITY_HEADER") == "learning http://localhost:2/b d")
        #expect(
            try found(without: "IDENTITY_HEADER", "MSI_SECRET") == "arc http://localhost:1/a /var/opt/azcmagent/tokens"
        )
        #expect(
            try found(without: "IDENTITY_HEADER", "MSI_SECRET", "IMDS_ENDPOINT") == "shell http://localhost:2/b"
        )
        #expect(
            try found(without: "IDENTITY_ENDPOINT", "MSI_SECRET", agent: "/bin/sh")
                == "arc http://localhost:40342/metadata/identity/oauth2/token /var/opt/azcmagent/tokens"
        )
        #expect(try found(without: "IDENTITY_ENDPOINT", "MSI_ENDPOINT") == "machine http://127.0.0.1:4")
        let plain = try ManagedIdentityHost.detected(in: [:], arcAgent: folder + "/none")
        #expect("\(plain)".contains("http://169.254.169.254"))
        var fabric = all
        fabric["IDENTITY_SERVER_THUMBPRINT"] = "AA"
        let error = #expect(throws: TokenError.self) { _ = try ManagedIdentityHost.detected(in: fabric) }
        #expect(error?.message.contains("Service Fabric") == true)
    }

    @Test func keepsEachIdentitysTokens() async throws {
        let transport = ScriptedTransport([reply(), reply()], tenants: [:])
        let store = MemoryTokenStore()
        let client = AuthorityClient(transport: transport, clock: clock, now: { [clock] in clock.date })
        let request = TokenRequest(
            authority: Authority(.commercial, tenant: "contoso.com"),
            scopes: ["https://outlook.office365.com/.default"]
        )
        for identity in [ManagedIdentity.system, .clientID("1"), .system, .clientID("1")] {
            let flow = ManagedIdentityFlow(identity, host: .instanceMetadata())
            _ = try await CachedTokenSource(flow, client: client, store: store).token(for: request)
        }
        #expect(transport.requests.count == 2)
    }
}
