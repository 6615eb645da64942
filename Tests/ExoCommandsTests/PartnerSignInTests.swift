import ExoCommands
import ExoJSON
import ExoTransport
import HTTPServer
import TestSupport
import Testing

/// A partner's refresh token, redeemed in the tenant of a customer.
struct PartnerSignInTests {
    private static let customer = "fabrikam.onmicrosoft.com"
    private static let customersAdministrator = "admin@fabrikam.com"
    private static let publicClient = "fb78d390-0c51-40cd-8e17-fdbfab77341b"

    private let run: TestRun
    private let tenant: EmulatedTenant

    init() throws {
        run = try TestRun()
        tenant = try EmulatedTenant(run)
    }

    /// A refresh token of a user who signed in at the partner's own tenant.
    private func refreshToken(_ user: String, client: String, secret: String? = nil) async throws -> String {
        let request = HTTPRequest(
            "POST",
            "https://localhost:8443/contoso.com/oauth2/v2.0/token",
            headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: Array(
                ("client_id=\(client)&grant_type=password&username=\(user)&password=\(EmulatedPerson.password)"
                    + "&scope=offline_access%20https%3A%2F%2Foutlook.office365.com%2F.default"
                    + (secret.map { "&client_secret=\($0)" } ?? "")).utf8
            )
        )
        let reply = try JSONValue(parsing: try await tenant.transport.send(request).body.collect(upTo: 1 << 20))
        return try #require(reply["refresh_token"]?.stringValue, "\(reply["error_description"] ?? .null)")
    }

    private func connect(by token: String, _ words: String...) async -> TestRun.Outcome {
        run.input[0] = Array("\(token)\n".utf8)
        let first = ["connect", "--delegated-organization", Self.customer, "--refresh-token-stdin"]
        let outcome = await run.run(first + words)
        run.input = [:]
        #expect(!outcome.errors.contains(token))
        return outcome
    }

    @Test func administersTheCustomerAndGoesOnThere() async throws {
        let token = try await refreshToken(EmulatedTenant.person, client: Self.publicClient)
        let connected = await connect(by: token)
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(connected.errors.contains("(tenant \(TestToken.fabrikam))"), "said: \(connected.errors)")
        let redeemed = try #require(tenant.tokenRequests.last)
        #expect(redeemed.target == "/\(TestToken.fabrikam)/oauth2/v2.0/token")
        #expect(String(decoding: redeemed.body, as: UTF8.self).contains("grant_type=refresh_token"))
        let before = tenant.tokenRequests.count
        let domains = await run("Get-AcceptedDomain", "-o", "json")
        #expect(domains.code == .done, "said: \(domains.errors)")
        #expect(domains.output.contains("fabrikam.com") && !domains.output.contains("contoso"))
        #expect(tenant.tokenRequests.count == before)
        run.clock.advance(by: .seconds(100_000))
        #expect(await run("Get-AcceptedDomain").code == .done)
        #expect(tenant.tokenRequests.last?.target == "/\(TestToken.fabrikam)/oauth2/v2.0/token")
    }

    @Test func refusesWhoIsNoAdministratorOfTheCustomer() async throws {
        let token = try await refreshToken("adele@contoso.com", client: Self.publicClient)
        let refused = await connect(by: token)
        #expect(refused.code == .notConnected)
        #expect(refused.errors.contains("AADSTS50020"), "said: \(refused.errors)")
        #expect(!run.has(".config/exo/connections/\(Self.customer).json"))
    }

    @Test func anApplicationWithASecretNeedsTheCustomersConsent() async throws {
        let app = try tenant.graph(
            "POST",
            "applications",
            ["displayName": "Partner portal", "signInAudience": "AzureADMultipleOrgs"]
        )
        let appID = try #require(app["appId"]?.stringValue)
        let object = try #require(app["id"]?.stringValue)
        let made = try tenant.graph("POST", "applications/\(object)/addPassword", ["passwordCredential": [:]])
        let secret = try #require(made["secretText"]?.stringValue)
        try bringIn(appID, as: EmulatedTenant.person)
        let token = try await refreshToken(EmulatedTenant.person, client: appID, secret: secret)
        let file = try run.file("partner.secret", secret)
        let words = ["--client-id", appID, "--client-secret-file", file]
        let refused = await connect(by: token, words[0], words[1], words[2], words[3])
        #expect(refused.code == .notConnected)
        #expect(refused.errors.contains("AADSTS90099"), "said: \(refused.errors)")
        try bringIn(appID, as: Self.customersAdministrator)
        let connected = await connect(by: token, words[0], words[1], words[2], words[3])
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(!connected.errors.contains(secret))
        #expect(await run("Get-AcceptedDomain").code == .done)
    }

    /// Consents to an application in the tenant of an administrator.
    private func bringIn(_ appID: String, as administrator: String) throws {
        let principal = try tenant.graph("POST", "servicePrincipals", ["appId": .string(appID)], as: administrator)
        let exchange = try tenant.graph(
            "GET",
            "servicePrincipals?$filter=appId%20eq%20'00000002-0000-0ff1-ce00-000000000000'&$select=id",
            as: administrator
        )
        try tenant.graph(
            "POST",
            "oauth2PermissionGrants",
            [
                "clientId": try #require(principal["id"]), "consentType": "AllPrincipals",
                "resourceId": try #require(exchange["value"]?[0]?["id"]), "scope": "Exchange.Manage",
            ],
            as: administrator
        )
    }
}
