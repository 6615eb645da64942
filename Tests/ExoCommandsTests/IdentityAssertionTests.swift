import ExoCommands
import ExoJSON
import HTTPServer
import TestSupport
import Testing

/// The token of a machine's managed identity in place of an application's secret.
struct IdentityAssertionTests {
    private static let machine = "bbbbbbbb-0000-4000-8000-000000000001"
    private static let assigned = "bbbbbbbb-0000-4000-8000-000000000002"
    private static let words = [
        "connect", "--organization", "contoso.com", "--client-id", EmulatedTenant.automation,
        "--federated-token-from", "managed-identity",
    ]

    private let run: TestRun
    private let tenant: EmulatedTenant

    init() throws {
        run = try TestRun()
        tenant = try EmulatedTenant(run)
    }

    /// Lets the application trust an identity.
    private func trust(_ identity: String) throws {
        let principal = try tenant.graph("GET", "servicePrincipals(appId='\(identity)')")
        try tenant.graph(
            "POST",
            "applications/\(tenant.automationObject())/federatedIdentityCredentials",
            [
                "name": .string("machine-\(identity.suffix(1))"),
                "issuer": .string("https://login.microsoftonline.com/\(TestToken.contoso)/v2.0"),
                "subject": try #require(principal["id"]), "audiences": ["api://AzureADTokenExchange"],
            ]
        )
    }

    @Test func connectsByTheMachinesOwnIdentityOnceItIsTrusted() async throws {
        let refused = await run.run(Self.words)
        #expect(refused.code == .notConnected)
        #expect(refused.errors.contains("AADSTS7002"), "said: \(refused.errors)")
        try trust(Self.machine)
        let connected = await run.run(Self.words)
        #expect(connected.code == .done, "said: \(connected.errors)")
        let asked = try #require(tenant.tokenRequests.last)
        let assertion = try #require(
            String(decoding: asked.body, as: UTF8.self).split(separator: "&").first {
                $0.hasPrefix("client_assertion=")
            }
        )
        #expect(!connected.errors.contains(assertion.dropFirst("client_assertion=".count)))
        #expect(await run("Get-AcceptedDomain").code == .done)
        run.clock.advance(by: .seconds(200_000))
        let renewed = await run("Get-AcceptedDomain")
        #expect(renewed.code == .done, "said: \(renewed.errors)")
    }

    @Test func tellsOneIdentityFromAnother() async throws {
        try trust(Self.assigned)
        let machines = await run.run(Self.words)
        #expect(machines.code == .notConnected)
        #expect(machines.errors.contains("AADSTS7002"), "said: \(machines.errors)")
        let connected = await run.run(Self.words + ["--identity-client-id", Self.assigned])
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(await run("Get-AcceptedDomain").code == .done)
    }
}
