import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

/// Microsoft's services as audiences of tokens, and what one of them is for: to stand in for a secret.
struct ServiceResourceTests {
    private let bench: EntraBench

    init() throws { bench = try EntraBench() }

    private static let names = [
        "https://vault.azure.net", "https://storage.azure.com/", "https://account.blob.core.windows.net",
        "https://database.windows.net/", "https://servicebus.azure.net", "https://eventhubs.azure.net",
        "https://cognitiveservices.azure.com", "https://monitor.azure.com", "https://api.loganalytics.io",
        "https://cosmos.azure.com", "https://account.documents.azure.com", "https://manage.office.com",
        "https://contoso.sharepoint.com", "https://contoso-admin.sharepoint.com",
        "499b84ac-1321-427f-aa17-267ca6975798", "https://analysis.windows.net/powerbi/api",
        "https://management.azure.com/", "https://search.azure.com", "https://ossrdbms-aad.database.windows.net",
    ]

    private func identity(
        _ target: String,
        method: String = "GET",
        form: [(String, String)]? = nil
    ) throws -> ServerResponse {
        var fields: [ServerRequest.Field] = [.init("Metadata", "true"), .init("Host", "localhost:50342")]
        if form != nil { fields.append(.init("Content-Type", "application/x-www-form-urlencoded")) }
        return bench.emulator.respond(
            to: ServerRequest(
                method: method,
                target: target,
                headers: fields,
                body: form.map { Array(EntraBench.encoded($0).utf8) } ?? [],
                listener: ManagedIdentityService.listener
            )
        )
    }

    private func token(of reply: ServerResponse) throws -> String {
        try #require(JSONValue(parsing: reply.body)["access_token"]?.stringValue, "\(reply.text)")
    }

    @Test(arguments: names) func issuesTokensForMicrosoftsServices(_ name: String) throws {
        let claims = try EntraBench.claims(bench.applicationToken(scope: "\(name)/.default"))
        #expect(claims["aud"] == .string(name) && claims["ver"] == "1.0")
        let resource = PercentCoding.encoded(name)
        let reply = try identity("/metadata/identity/oauth2/token?api-version=2018-02-01&resource=\(resource)")
        #expect(reply.status == 200, "\(reply.text)")
    }

    @Test(arguments: [
        "https://nobody.sharepoint.com", "https://vault.azure.net.evil.example", "https://blob.core.windows.net",
        "https://a.b.blob.core.windows.net", "http://account.blob.core.windows.net", "https://vault.azure.com",
    ]) func knowsNoOther(_ name: String) throws {
        let reply = try bench.token([
            ("client_id", EntraBench.confidentialClient), ("client_secret", EntraBench.secret),
            ("grant_type", "client_credentials"), ("scope", "\(name)/.default"),
        ])
        #expect(reply.body["error_codes"] == [500_011])
    }

    @Test(arguments: ["https://management.azure.com/", "https://vault.azure.net", "https://graph.microsoft.com/"])
    func letsCloudShellAskFor(_ resource: String) throws {
        let reply = try identity("/oauth2/token", method: "POST", form: [("resource", resource)])
        let claims = try EntraBench.claims(token(of: reply))
        #expect(claims["aud"] == .string(resource) && claims["scp"] != nil)
    }

    @Test func letsAzuresCommandLinesUseTheServices() throws {
        let form = TenantBench.password("https://vault.azure.net/.default", client: FirstParty.azureCLI)
        let claims = try EntraBench.claims(bench.token(form).body["access_token"]?.stringValue)
        #expect(claims["scp"] == "user_impersonation")
    }

    @Test(arguments: [
        "https://login.microsoftonline.com/\(EntraBench.contoso)/v2.0",
        "https://localhost:8443/\(EntraBench.contoso)/v2.0",
    ]) func takesAManagedIdentitysTokenInThePlaceOfASecret(_ issuer: String) throws {
        let graph = try GraphBench(bench)
        let app = try #require(try bench.context.directory.application(EntraBench.confidentialClient))
        let principal = SeedIdentifier.make("servicePrincipal", Seed.contosoID, Seed.identityID(2))
        let registered = try graph.send(
            "POST",
            "applications/\(app.objectID)/federatedIdentityCredentials",
            [
                "name": "identity", "issuer": .string(issuer), "subject": .string(principal),
                "audiences": ["api://AzureADTokenExchange"],
            ]
        )
        #expect(registered.status == 201, "\(registered.body)")
        let query =
            "api-version=2018-02-01&resource=api%3A%2F%2FAzureADTokenExchange&client_id=\(Seed.identityID(2))"
        let assertion = try token(of: identity("/metadata/identity/oauth2/token?\(query)"))
        let claims = try EntraBench.claims(assertion)
        #expect(claims["aud"] == .string(FirstParty.tokenExchange) && claims["ver"] == "2.0")
        #expect(claims["iss"] == .string("https://localhost:8443/\(EntraBench.contoso)/v2.0"))
        let reply = try bench.token(AssertionMaker.form(assertion))
        #expect(reply.status == 200, "\(reply.body)")
        let issued = try EntraBench.claims(reply.body["access_token"]?.stringValue)
        #expect(issued["appid"] == .string(EntraBench.confidentialClient) && issued["appidacr"] == "2")
        // Another identity's, and one for another service, are no proof.
        let other = try token(
            of: identity(
                "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=api%3A%2F%2FAzureADTokenExchange"
            )
        )
        #expect(try bench.token(AssertionMaker.form(other)).body["error_codes"] == [700_213])
        let elsewhere = try bench.token(
            AssertionMaker.form(
                token(
                    of: identity(
                        "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fvault.azure.net"
                            + "&client_id=\(Seed.identityID(2))"
                    )
                )
            )
        )
        #expect(elsewhere.status == 401)
    }
}
