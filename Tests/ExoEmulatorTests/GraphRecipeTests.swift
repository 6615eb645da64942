import ExoCrypto
import ExoJSON
import FoundationEssentials
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange

/// The ways from nothing to a token that carries the permission.
struct GraphRecipeTests {
    private let graph: GraphBench
    private static let manageAsApp = "dc50a0fb-09a3-484d-be87-e023b12c6440"

    init() throws { graph = try GraphBench() }

    @Test func registersAnAppForUsers() throws {
        let app = try graph.send(
            "POST",
            "applications",
            [
                "displayName": "Exchange Online CLI", "signInAudience": "AzureADMyOrg", "isFallbackPublicClient": true,
                "publicClient": ["redirectUris": ["http://localhost"]],
                "requiredResourceAccess": [
                    [
                        "resourceAppId": "00000002-0000-0ff1-ce00-000000000000",
                        "resourceAccess": [
                            ["id": "ab4f2b77-0b06-4fc1-a9de-02113fc2ab7c", "type": "Scope"],
                            ["id": .string(Self.manageAsApp), "type": "Role"],
                        ],
                    ],
                    [
                        "resourceAppId": "00000003-0000-0000-c000-000000000000",
                        "resourceAccess": [["id": "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "type": "Scope"]],
                    ],
                ],
            ]
        )
        #expect(app.status == 201)
        #expect(app["@odata.context"] == "https://localhost:8443/v1.0/$metadata#applications/$entity")
        #expect(app.response.header("Location") == "https://localhost:8443/v1.0/applications/\(app.id)")
        let appID = try #require(app["appId"]?.stringValue)
        let principal = try graph.send("POST", "servicePrincipals", ["appId": .string(appID)])
        #expect(principal.status == 201)
        let grant = try graph.send(
            "POST",
            "oauth2PermissionGrants",
            [
                "clientId": .string(principal.id), "consentType": "AllPrincipals", "principalId": nil,
                "resourceId": .string(try graph.principalID(FirstParty.exchange)), "scope": " Exchange.Manage",
            ]
        )
        #expect(grant.status == 201 && grant["scope"] == "Exchange.Manage" && grant.id.utf8.count == 43)
        let code = try graph.entra.code("adele@contoso.com", changes: ["client_id": appID], tenant: "contoso.com")
        var form = EntraBench.redemption(code).filter { $0.0 != "client_id" }
        form.append(("client_id", appID))
        let reply = try graph.entra.token(form)
        #expect(try EntraBench.claims(reply.body["access_token"]?.stringValue)["scp"] == "Exchange.Manage")
    }

    @Test func registersAnAppThatActsAlone() throws {
        let key = try RSAPrivateKey.generate(bits: 2048)
        let now = graph.entra.context.clock.now
        let certificate = try Certificate.selfSigned(
            commonName: "exo-automation",
            key: key,
            notBefore: now.addingTimeInterval(-60),
            notAfter: now.addingTimeInterval(86_400)
        )
        let (app, principal) = try graph.makeApplication([
            "displayName": "Automation",
            "keyCredentials": [
                [
                    "type": "AsymmetricX509Cert", "usage": "Verify", "key": .string(Base64.encode(certificate.der)),
                    "displayName": "CN=exo-automation",
                ]
            ],
        ])
        #expect(app.status == 201 && principal.status == 201)
        #expect(app["keyCredentials"]?[0]?["key"] == JSONValue.null)
        let assignment = try graph.send(
            "POST",
            "servicePrincipals/\(principal.id)/appRoleAssignments",
            [
                "principalId": .string(principal.id),
                "resourceId": .string(try graph.principalID(FirstParty.exchange)),
                "appRoleId": .string(Self.manageAsApp),
            ]
        )
        #expect(assignment.status == 201 && assignment["principalType"] == "ServicePrincipal")
        let role = try graph.send(
            "POST",
            "roleManagement/directory/roleAssignments",
            [
                "@odata.type": "#microsoft.graph.unifiedRoleAssignment",
                "roleDefinitionId": .string(DirectoryRoleID.exchangeAdministrator),
                "principalId": .string(principal.id),
                "directoryScopeId": "/",
            ]
        )
        #expect(role.status == 201)
        let secret = try graph.send(
            "POST",
            "applications/\(app.id)/addPassword",
            ["passwordCredential": ["displayName": "x"]]
        )
        #expect(secret.status == 200 && secret["hint"]?.stringValue?.count == 3)
        let reply = try graph.entra.token([
            ("client_id", app["appId"]?.stringValue ?? ""), ("client_secret", secret["secretText"]?.stringValue ?? ""),
            ("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault),
        ])
        let claims = try EntraBench.claims(reply.body["access_token"]?.stringValue)
        #expect(claims["roles"] == ["Exchange.ManageAsApp"])
        #expect(claims["wids"]?.arrayValue?.contains(.string(DirectoryRoleID.exchangeAdministrator)) == true)
    }

    @Test func bringsAnAppOfManyTenantsIntoAnotherOne() throws {
        let app = try graph.send(
            "POST",
            "applications",
            ["displayName": "For customers", "signInAudience": "AzureADMultipleOrgs"]
        )
        let appID = try #require(app["appId"]?.stringValue)
        let principal = try graph.send(
            "POST",
            "servicePrincipals",
            ["appId": .string(appID)],
            token: graph.fabrikamToken
        )
        #expect(principal.status == 201)
        let exchange = try #require(
            try graph.entra.context.directory.servicePrincipal(FirstParty.exchange, in: EntraBench.fabrikam)
        )
        let assignment = try graph.send(
            "POST",
            "servicePrincipals/\(principal.id)/appRoleAssignments",
            [
                "principalId": .string(principal.id), "resourceId": .string(exchange.objectID),
                "appRoleId": .string(Self.manageAsApp),
            ],
            token: graph.fabrikamToken
        )
        #expect(assignment.status == 201)
        let secret = try graph.send("POST", "applications/\(app.id)/addPassword")
        let reply = try graph.entra.token(
            [
                ("client_id", appID), ("client_secret", secret["secretText"]?.stringValue ?? ""),
                ("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault),
            ],
            tenant: "fabrikam.com"
        )
        let claims = try EntraBench.claims(reply.body["access_token"]?.stringValue)
        #expect(claims["roles"] == ["Exchange.ManageAsApp"] && claims["tid"] == .string(EntraBench.fabrikam))
    }

    @Test func letsAnAppRollItsOwnCertificates() throws {
        let now = graph.entra.context.clock.now
        let keys = try (0..<2).map { _ in try RSAPrivateKey.generate(bits: 2048) }
        let certificates = try keys.map {
            try Certificate.selfSigned(
                commonName: "rolled",
                key: $0,
                notBefore: now.addingTimeInterval(-60),
                notAfter: now.addingTimeInterval(86_400)
            )
        }
        func credential(_ place: Int) -> JSONValue {
            ["type": "AsymmetricX509Cert", "usage": "Verify", "key": .string(Base64.encode(certificates[place].der))]
        }
        let (app, _) = try graph.makeApplication(["displayName": "Rolling", "keyCredentials": [credential(0)]])
        func proof(_ place: Int, issuer: String, demanding extensions: JSONValue? = nil) throws -> JSONValue {
            let begin = Int64(now.timeIntervalSince1970)
            var fields: JSONObject = [
                "alg": "RS256", "x5t": .string(Base64URL.encode(try certificates[place].sha1Thumbprint)),
            ]
            fields["crit"] = extensions
            let header = JSONValue.object(fields)
            let claims: JSONValue = [
                "aud": "00000002-0000-0000-c000-000000000000", "iss": .string(issuer), "nbf": .integer(begin),
                "exp": .integer(begin + 600),
            ]
            let text = [header, claims].map { Base64URL.encode($0.serialized()) }.joined(separator: ".")
            let signature = try keys[place].sign(Array(text.utf8), algorithm: .rs256)
            return .string("\(text).\(Base64URL.encode(signature))")
        }
        let path = "applications/\(app.id)/addKey"
        let body: JSONValue = [
            "keyCredential": credential(1), "passwordCredential": nil, "proof": try proof(1, issuer: app.id),
        ]
        #expect(try graph.send("POST", path, body).status == 401)
        #expect(
            try graph.send("POST", path, ["keyCredential": credential(1), "proof": try proof(0, issuer: "someone")])
                .status
                == 401
        )
        // Who does not know an extension that a header demands must not accept it (RFC 7515 section 4.1.11).
        for extensions: JSONValue in [["exp"], ["b64"], [], "exp", nil] {
            let demanding = try proof(0, issuer: app.id, demanding: extensions)
            let refused = try graph.send("POST", path, ["keyCredential": credential(1), "proof": demanding])
            #expect(refused.status == 401, "crit \(extensions)")
            #expect(refused.errorCode == "Authentication_MissingOrMalformed")
        }
        let added = try graph.send(
            "POST",
            path,
            ["keyCredential": credential(1), "proof": try proof(0, issuer: app.id)]
        )
        #expect(added.status == 200)
        let removal: JSONValue = ["keyId": added["keyId"] ?? .null, "proof": try proof(1, issuer: app.id)]
        #expect(try graph.send("POST", "applications/\(app.id)/removeKey", removal).status == 204)
        let shown = try graph.send("GET", "applications/\(app.id)?$select=keyCredentials")
        #expect(shown["keyCredentials"]?[0]?["key"] == .string(Base64.encode(certificates[0].der)))
        #expect(shown["keyCredentials"]?.arrayValue?.count == 1)
    }
}
