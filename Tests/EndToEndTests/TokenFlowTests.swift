import EntraTokens
import ExchangeOnline
import ExoCrypto
import ExoEmulator
import ExoJSON
import ExoTransport
import HTTPServer
import Testing
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Every flow without a page, against the emulator.
struct TokenFlowTests {
    private static let exchange = "https://outlook.office365.com/.default"
    private let tenant: LocalTenant
    private var client: AuthorityClient { AuthorityClient(transport: tenant.transport) }

    init() throws { tenant = try LocalTenant() }

    private func request(_ form: Authority.Form = .entra, scope: String = exchange) -> TokenRequest {
        TokenRequest(authority: Authority(tenant.cloud, tenant: "contoso.com", form: form), scopes: [scope])
    }

    /// Asks Graph as the application that may register others.
    @discardableResult
    private func graph(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        let flow = ClientCredentialsFlow(
            clientID: LocalTenant.automation.0,
            authentication: ClientSecret(LocalTenant.automation.1.utf8)
        )
        let token = try await flow.reply(
            to: request(scope: "https://graph.microsoft.com/.default"),
            from: client
        ).accessToken
        let reply = try await tenant.transport.send(
            HTTPRequest(
                method,
                "https://localhost:8443/v1.0/\(path)",
                headers: ["Authorization": token.authorizationHeaderValue, "Content-Type": "application/json"],
                body: body?.serialized()
            )
        )
        let bytes = try await reply.body.collect(upTo: 1_000_000)
        try #require(reply.status < 300, "\(String(decoding: bytes, as: UTF8.self))")
        return bytes.isEmpty ? .null : try JSONValue(parsing: bytes)
    }

    /// Registers an application, with a service principal, that may manage Exchange.
    private func register(_ body: JSONObject) async throws -> (appID: String, objectID: String, principalID: String) {
        let app = try await graph("POST", "applications", .object(body))
        let appID = try #require(app["appId"]?.stringValue)
        let principal = try await graph("POST", "servicePrincipals", ["appId": .string(appID)])
        return (appID, try #require(app["id"]?.stringValue), try #require(principal["id"]?.stringValue))
    }

    @Test(arguments: [Authority.Form.entra, .entraV1], [ClientCertificate.Signing.ps256, .rs256])
    func provesAnApplicationByItsCertificate(_ form: Authority.Form, _ signing: ClientCertificate.Signing) async throws
    {
        let key = try RSAPrivateKey.generate()
        let now = Date()
        let own = try Certificate.selfSigned(
            commonName: "exo",
            key: key,
            notBefore: now.addingTimeInterval(-60),
            notAfter: now.addingTimeInterval(86_400)
        )
        let app = try await register([
            "displayName": "Automation",
            "keyCredentials": [
                ["type": "AsymmetricX509Cert", "usage": "Verify", "key": .string(Base64.encode(own.der))]
            ],
        ])
        let certificate = try ClientCertificate(
            Array((own.pem + (try key.pem)).utf8),
            signing: signing,
            sendsChain: signing == .rs256
        )
        let flow = ClientCredentialsFlow(clientID: app.appID, authentication: certificate)
        let token = try await flow.reply(to: request(form), from: client).accessToken
        #expect(token.claims.raw["appidacr"] == "2")
        #expect(token.claims.raw["appid"]?.stringValue == app.appID)
        let other = try RSAPrivateKey.generate()
        let strange = try Certificate.selfSigned(
            commonName: "exo",
            key: other,
            notBefore: now.addingTimeInterval(-60),
            notAfter: now.addingTimeInterval(86_400)
        )
        let stranger = ClientCredentialsFlow(
            clientID: app.appID,
            authentication: try ClientCertificate(Array((strange.pem + (try other.pem)).utf8), signing: signing)
        )
        let error = await #expect(throws: TokenError.self) {
            _ = try await stranger.reply(to: request(form), from: client)
        }
        #expect((error?.cause as? EntraError)?.code == 700_027)
        #expect((error?.cause as? EntraError)?.remedy == .fixApplication)
    }

    @Test func provesAnApplicationByAnotherIssuersToken() async throws {
        let app = try await register(["displayName": "Pipeline"])
        let made = tenant.emulator.respond(
            to: ServerRequest(
                method: "POST",
                target: "/_emulator/federation/assertions",
                headers: [.init("Content-Type", "application/json")],
                body: JSONValue.object(["subject": "repo:a/b"]).serialized()
            )
        )
        let assertion = try JSONValue(parsing: made.body)
        let text = try #require(assertion["assertion"]?.stringValue)
        let flow = ClientCredentialsFlow(clientID: app.appID, authentication: FederatedAssertion { Array(text.utf8) })
        let unknown = await #expect(throws: TokenError.self) { _ = try await flow.reply(to: request(), from: client) }
        let refusal = try #require(unknown?.cause as? EntraError)
        #expect([700_211, 700_213].contains(refusal.code))
        #expect(unknown.map { "\($0)".contains(text) } == false)
        try await graph(
            "POST",
            "applications/\(app.objectID)/federatedIdentityCredentials",
            [
                "name": "deploy", "issuer": assertion["issuer"] ?? .null, "subject": "repo:a/b",
                "audiences": ["api://AzureADTokenExchange"],
            ]
        )
        let token = try await flow.reply(to: request(), from: client).accessToken
        #expect(token.claims.raw["appid"]?.stringValue == app.appID)
    }

    private func password(_ text: String = "Emulator-Passw0rd") -> PasswordFlow {
        PasswordFlow(username: "admin@contoso.com", password: ClientSecret(text.utf8))
    }

    @Test(arguments: [Authority.Form.entra, .entraV1])
    func signsAUserInByPasswordAndGoesOnWithTheRefreshToken(_ form: Authority.Form) async throws {
        let reply = try await password().reply(to: request(form), from: client)
        #expect(reply.account?.username == "admin@contoso.com")
        #expect(reply.accessToken.claims.raw["upn"] == "admin@contoso.com")
        #expect(reply.clockDifference == nil)
        let refresh = try #require(reply.refreshToken)
        let source = CachedTokenSource(RefreshTokenFlow(refreshToken: refresh), client: client)
        let first = try await source.token(for: request(form))
        var again = request(form)
        again.refused = try TokenDigest(of: first)
        let second = try await source.token(for: again)
        #expect(first != second)
        #expect(second.claims.raw["upn"] == "admin@contoso.com")
        let error = await #expect(throws: TokenError.self) {
            _ = try await password("hunter2").reply(to: request(form), from: client)
        }
        #expect((error?.cause as? EntraError)?.code == 50126)
        #expect(error.map { "\($0)".contains("hunter2") } == false)
    }

    @Test func refusesAPasswordWhereASecondFactorIsWanted() async throws {
        try await graph(
            "POST",
            "identity/conditionalAccess/policies",
            [
                "displayName": "Second factor", "state": "enabled",
                "conditions": [
                    "users": ["includeUsers": ["All"]], "applications": ["includeApplications": ["All"]],
                    "clientAppTypes": ["all"],
                ],
                "grantControls": ["operator": "OR", "builtInControls": ["mfa"]],
            ]
        )
        let error = await #expect(throws: TokenError.self) {
            _ = try await password().reply(to: request(), from: client)
        }
        let refusal = try #require(error?.cause as? EntraError)
        #expect([50076, 50079].contains(refusal.code))
        #expect(refusal.remedy == .askUser)
        #expect(error?.message.hasPrefix("a password alone does not sign admin@contoso.com in") == true)
    }

    @Test(arguments: [Authority.Form.entra, .entraV1])
    func actsOnBehalfOfAUser(_ form: Authority.Form) async throws {
        let scope = "11111111-2222-4333-8444-555555555555"
        let service = try await register([
            "displayName": "Orders", "identifierUris": ["api://orders"],
            "api": [
                "oauth2PermissionScopes": [
                    [
                        "id": .string(scope), "value": "Orders.Read", "type": "User", "isEnabled": true,
                        "adminConsentDisplayName": "Read orders", "adminConsentDescription": "Reads orders",
                    ]
                ],
                "preAuthorizedApplications": [
                    [
                        "appId": .string(ClientApplication.exchangeManagement.id),
                        "delegatedPermissionIds": [.string(scope)],
                    ]
                ],
            ],
        ])
        let secret = try await graph(
            "POST",
            "applications/\(service.objectID)/addPassword",
            ["passwordCredential": [:]]
        )
        let exchange = try await graph(
            "GET",
            "servicePrincipals?$filter=appId%20eq%20'00000002-0000-0ff1-ce00-000000000000'&$select=id"
        )
        try await graph(
            "POST",
            "oauth2PermissionGrants",
            [
                "clientId": .string(service.principalID), "consentType": "AllPrincipals",
                "resourceId": exchange["value"]?[0]?["id"] ?? .null, "scope": "Exchange.Manage",
            ]
        )
        let incoming = try await password().reply(to: request(scope: "api://orders/Orders.Read"), from: client)
        let flow = OnBehalfOfFlow(
            clientID: service.appID,
            authentication: ClientSecret((secret["secretText"]?.stringValue ?? "").utf8),
            assertion: incoming.accessToken
        )
        let token = try await CachedTokenSource(flow, client: client).token(for: request(form))
        #expect(token.claims.raw["upn"] == "admin@contoso.com")
        #expect(token.claims.raw["appid"]?.stringValue == service.appID)
        #expect(token.claims.raw["scp"] == "Exchange.Manage")
        let foreign = OnBehalfOfFlow(
            clientID: service.appID,
            authentication: ClientSecret((secret["secretText"]?.stringValue ?? "").utf8),
            assertion: try await password().reply(to: request(), from: client).accessToken
        )
        let error = await #expect(throws: TokenError.self) {
            _ = try await foreign.reply(to: request(form), from: client)
        }
        #expect((error?.cause as? EntraError)?.code == 500_131)
    }
}
