import ExoCommands
import ExoJSON
import ExoTransport
import HTTPServer
import TestSupport
import Testing

/// Connections by other endpoints, other providers, other issuers and other people's refresh tokens.
struct OtherAuthoritySignInTests {
    private static let issuer = "https://id.example"
    private static let pipeline = "repo:contoso/scripts:ref:refs/heads/main"

    private let run: TestRun
    private let tenant: EmulatedTenant

    init() throws {
        run = try TestRun()
        tenant = try EmulatedTenant(run)
    }

    private func form(_ request: ServerRequest?) -> [String] {
        String(decoding: request?.body ?? [], as: UTF8.self).split(separator: "&").map(String.init)
    }

    @Test func asksTheOldEndpointsForAResource() async throws {
        let file = try run.file("secret", EmulatedTenant.secret)
        let connected = await run.run(EmulatedTenant.connecting + ["--client-secret-file", file, "--authority", "v1"])
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(tenant.tokenRequests.map(\.target) == ["/\(TestToken.contoso)/oauth2/token"])
        let fields = form(tenant.tokenRequests.first)
        #expect(fields.contains("resource=https%3A%2F%2Foutlook.office365.com"), "\(fields.map { $0.prefix(20) })")
        #expect(!fields.contains { $0.hasPrefix("scope=") })
        #expect(await run("Get-AcceptedDomain").code == .done)
        #expect(tenant.tokenRequests.count == 1)
        run.clock.advance(by: .seconds(100_000))
        #expect(await run("Get-AcceptedDomain").code == .done)
        #expect(tenant.tokenRequests.last?.target == "/\(TestToken.contoso)/oauth2/token")
        #expect(
            await run.run(EmulatedTenant.connecting + ["--client-secret-file", file, "--authority", "v3"]).code
                == .usage
        )
    }

    @Test func asksAnotherProviderWhereItsMetadataSays() async throws {
        let token = try #require(
            try tenant.control("POST", "tokens", ["client": .string(EmulatedTenant.automation)])["access_token"]?
                .stringValue
        )
        let provider = ScriptedTransport([
            .json(#"{"issuer":"\#(Self.issuer)","token_endpoint":"\#(Self.issuer)/a/token"}"#)
                .expecting("GET", url: "\(Self.issuer)/.well-known/openid-configuration"),
            .json(#"{"access_token":"\#(token)","token_type":"Bearer","expires_in":3600}"#)
                .expecting("POST", url: "\(Self.issuer)/a/token"),
        ])
        run.transport = aside(provider, for: Self.issuer)
        let file = try run.file("secret", "another provider's secret")
        let words = EmulatedTenant.connecting + ["--client-secret-file", file, "--issuer", Self.issuer]
        let connected = await run.run(words)
        #expect(connected.code == .done, "said: \(connected.errors)")
        try provider.expectNothingLeft()
        #expect(tenant.tokenRequests.isEmpty)
        #expect(await run("Get-AcceptedDomain").code == .done)
        let liar = ScriptedTransport([
            .json(#"{"issuer":"https://evil.example","token_endpoint":"https://evil.example/"}"#)
        ])
        run.transport = aside(liar, for: Self.issuer)
        let refused = await run.run(words + ["--name", "other"])
        #expect(refused.code == .notConnected)
        #expect(refused.errors.contains("another issuer, https://evil.example"), "said: \(refused.errors)")
        #expect(await run.run(words + ["--authority", "v1"]).code == .usage)
    }

    struct Pipeline: Sendable, CustomTestStringConvertible {
        var issuer: String
        var host: String
        var variables: [String: String]
        var reply: String
        var asks: (method: String, url: String)
        var testDescription: String { issuer }
    }

    private static let pipelines = [
        Pipeline(
            issuer: "github",
            host: "https://token.actions.example",
            variables: [
                "ACTIONS_ID_TOKEN_REQUEST_URL": "https://token.actions.example/get?run=1",
                "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "very-secret",
            ],
            reply: #"{"count":1,"value":"TOKEN"}"#,
            asks: ("GET", "/get?run=1&audience=api%3A%2F%2FAzureADTokenExchange")
        ),
        Pipeline(
            issuer: "azure-pipelines",
            host: "https://dev.azure.example",
            variables: [
                "SYSTEM_OIDCREQUESTURI": "https://dev.azure.example/oidctoken", "SYSTEM_ACCESSTOKEN": "very-secret",
                "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "connection",
            ],
            reply: #"{"oidcToken":"TOKEN"}"#,
            asks: ("POST", "/oidctoken?api-version=7.1&serviceConnectionId=connection")
        ),
        Pipeline(
            issuer: "managed-identity",
            host: "http://169.254.169.254",
            variables: [:],
            reply:
                #"{"access_token":"TOKEN","expires_in":"3600","resource":"api://AzureADTokenExchange","token_type":"Bearer"}"#,
            asks: ("GET", "resource=api%3A%2F%2FAzureADTokenExchange")
        ),
    ]

    @Test(arguments: pipelines)
    func connectsByTheTokenThatAPipelineGets(_ pipeline: Pipeline) async throws {
        let assertion = try tenant.makeAssertion(of: Self.pipeline)
        let host = ScriptedTransport([
            .json(pipeline.reply.replacing("TOKEN", with: assertion)).expecting(
                pipeline.asks.method,
                url: pipeline.asks.url
            )
        ])
        run.transport = aside(host, for: pipeline.host)
        run.environment.merge(pipeline.variables) { $1 }
        let connected = await run.run(EmulatedTenant.connecting + ["--federated-token-from", pipeline.issuer])
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(connected.errors.contains("tokens are got by a federated token and renewed"))
        try host.expectNothingLeft()
        #expect(form(tenant.tokenRequests.first).contains("client_assertion=\(assertion)"))
        #expect(!connected.errors.contains("very-secret") && !connected.errors.contains(assertion))
        #expect(await run("Get-AcceptedDomain").code == .done)
        #expect(!(try run.connection().contains("very-secret")))
    }

    @Test func goesOnWithARefreshTokenFromAPipe() async throws {
        let signedIn = try await tenant.transport.send(
            HTTPRequest(
                "POST",
                "https://localhost:8443/contoso.com/oauth2/v2.0/token",
                headers: ["Content-Type": "application/x-www-form-urlencoded"],
                body: Array(
                    ("client_id=aaaaaaaa-0000-4000-8000-000000000001&grant_type=password&username=admin%40contoso.com"
                        + "&password=\(EmulatedPerson.password)&scope=offline_access%20https%3A%2F%2Foutlook.office365.com%2F.default")
                        .utf8
                )
            )
        )
        let reply = try JSONValue(parsing: try await signedIn.body.collect(upTo: 1 << 20))
        let secret = try #require(reply["refresh_token"]?.stringValue, "\(reply["error_description"] ?? .null)")
        run.input[0] = Array("\(secret)\n".utf8)
        let connected = await run(
            "connect",
            "--user-principal-name",
            EmulatedTenant.person,
            "--client-id",
            "aaaaaaaa-0000-4000-8000-000000000001",
            "--refresh-token-stdin"
        )
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(connected.errors.contains("tokens are got by a refresh token and renewed"))
        #expect(form(tenant.tokenRequests.last).contains("grant_type=refresh_token"))
        #expect(!connected.errors.contains(secret))
        run.input = [:]
        #expect(await run("Get-AcceptedDomain").code == .done)
        run.clock.advance(by: .seconds(10_000))
        let renewed = await run("Get-AcceptedDomain")
        #expect(renewed.code == .done, "said: \(renewed.errors)")
        #expect(try run.mode(".config/exo/secrets/contoso.com~secret") == 0o600)
        run.input[0] = Array("not one\n".utf8)
        let refused = await run(
            "connect",
            "--user-principal-name",
            EmulatedTenant.person,
            "--name",
            "other",
            "--refresh-token-stdin"
        )
        #expect(refused.code == .notConnected)
        #expect(refused.errors.contains("AADSTS"), "said: \(refused.errors)")
    }

    /// Everything goes to the tenant but what is for that address.
    private func aside(_ transport: ScriptedTransport, for address: String) -> DetourTransport {
        let main = tenant.transport
        return DetourTransport { request in
            try await request.url.hasPrefix(address) ? transport.send(request) : main.send(request)
        }
    }
}
