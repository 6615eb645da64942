import ExoCommands
import ExoJSON
import ExoTransport
import HTTPServer
import TestSupport
import Testing

/// A partner's customers as a fleet.
struct PartnerFleetTests {
    private let run: TestRun
    private let tenant: EmulatedTenant

    init() throws {
        run = try TestRun(clock: TestClock(advancesItself: true))
        tenant = try EmulatedTenant(run)
        tenant.approveDevices()
    }

    /// The words that sign in as the seeded application, which both tenants have.
    private func automation() throws -> [String] {
        let secret = try run.file("secret.txt", EmulatedTenant.secret)
        return [
            "--organization", "contoso.com", "--client-id", EmulatedTenant.automation, "--client-secret-file", secret,
        ]
    }

    private func rows(_ outcome: TestRun.Outcome) throws -> [JSONObject] {
        try outcome.output.split(separator: "\n").compactMap { try JSONValue(parsing: String($0)).objectValue }
    }

    @Test func listsWhomThePartnerAdministers() async throws {
        let outcome = await run.run(["fleet", "customers", "--output", "ndjson"] + (try automation()))
        #expect(outcome.code == .done, "\(outcome.errors)")
        let found = try rows(outcome)
        #expect(found.map { $0["TenantID"] } == [.string(TestToken.fabrikam)])
        #expect(found.first?["EndsOn"]?.stringValue?.hasPrefix("2100-01-01") == true, "\(outcome.output)")
    }

    @Test func runsInEachCustomersTenantByTheApplicationsOwnTokens() async throws {
        let words = ["fleet", "run", "Get-AcceptedDomain", "--customers", "--output", "ndjson"]
        let outcome = await run.run(words + (try automation()))
        #expect(outcome.code == .done, "\(outcome.errors)")
        let found = try rows(outcome)
        #expect(!found.isEmpty && found.allSatisfy { $0["Tenant"] == .string(TestToken.fabrikam) })
        #expect(found.contains { $0["Name"] == "fabrikam.com" }, "\(outcome.output)")
        #expect(tenant.tokenRequests.contains { $0.target.hasPrefix("/\(TestToken.fabrikam)/") })
    }

    @Test func aPersonSignsInOnceAndAdministersTheCustomers() async throws {
        let client = try portal()
        let connected = await run("connect", "--device", "--client-id", client, "--name", "partner", "--read-only")
        try #require(connected.code == .done, "\(connected.errors)")
        let words = ["fleet", "run", "--customers", "--connection", "partner", "--output", "ndjson"]
        let outcome = await run.run(words + ["Get-AcceptedDomain"])
        #expect(outcome.code == .done, "\(outcome.errors)")
        let found = try rows(outcome)
        #expect(found.contains { $0["Name"] == "fabrikam.com" }, "\(outcome.output)")
        #expect(found.allSatisfy { $0["Tenant"] == .string(TestToken.fabrikam) })
        // The guard rails of the partner's connection hold for all.
        let refused = await run.run(words + ["Set-OrganizationConfig", "-AuditDisabled", "false", "--yes"])
        #expect(refused.code == .incomplete)
        #expect(refused.errors.contains("read-only"), "\(refused.errors)")
    }

    @Test func aRelationshipThatEndedGivesNoCustomer() async throws {
        try tenant.control(
            "DELETE",
            "relationships",
            [
                "customer": "fabrikam.com", "partner": "contoso.com", "principal": .string(EmulatedTenant.person),
            ]
        )
        let outcome = await run.run(["fleet", "run", "Get-AcceptedDomain", "--customers"] + (try automation()))
        #expect(outcome.code == .done)
        #expect(outcome.errors.contains("no customer has a relationship that is active"), "\(outcome.errors)")
    }

    @Test func aListThatLeadsInACircleEnds() async throws {
        let emulated = tenant.transport
        run.transport = DetourTransport { request in
            guard request.url.contains("delegatedAdminRelationships") else { return try await emulated.send(request) }
            return try ScriptedReply.json(#"{"value":[],"@odata.nextLink":"\#(request.url)"}"#).response()
        }
        let outcome = await run.run(["fleet", "customers"] + (try automation()))
        #expect(outcome.code == .failed)
        #expect(outcome.errors.contains("leads in a circle"), "\(outcome.errors)")
    }

    /// A public client of the partner's that both tenants consented to.
    private func portal() throws -> String {
        let app = try tenant.graph(
            "POST",
            "applications",
            [
                "displayName": "Partner tool", "signInAudience": "AzureADMultipleOrgs", "isFallbackPublicClient": true,
                "publicClient": ["redirectUris": ["http://localhost"]],
            ]
        )
        let appID = try #require(app["appId"]?.stringValue)
        let exchange = (id: "00000002-0000-0ff1-ce00-000000000000", scope: "Exchange.Manage")
        let scopes = "DelegatedAdminRelationship.Read.All openid profile offline_access"
        let graph = (id: "00000003-0000-0000-c000-000000000000", scope: scopes)
        try consent(appID, as: EmulatedTenant.person, to: [exchange, graph])
        try consent(appID, as: "admin@fabrikam.com", to: [exchange])
        return appID
    }

    private func consent(_ appID: String, as administrator: String, to services: [(id: String, scope: String)]) throws {
        let principal = try tenant.graph("POST", "servicePrincipals", ["appId": .string(appID)], as: administrator)
        for service in services {
            let found = try tenant.graph(
                "GET",
                "servicePrincipals?$filter=appId%20eq%20'\(service.id)'&$select=id",
                as: administrator
            )
            try tenant.graph(
                "POST",
                "oauth2PermissionGrants",
                [
                    "clientId": try #require(principal["id"]), "consentType": "AllPrincipals",
                    "resourceId": try #require(found["value"]?[0]?["id"]), "scope": .string(service.scope),
                ],
                as: administrator
            )
        }
    }
}
