import ExoCrypto
import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

/// A bench with a service of the tenant's own, which a client calls and which calls Exchange for the user.
struct APIBench {
    static let service = "dddddddd-0000-4000-8000-000000000001"
    static let name = "api://orders"
    static let secret = "service-secret"

    let bench: EntraBench

    /// Registers the service.
    ///
    /// - Parameter version: The version of the access tokens it wants.
    /// - Throws: `DatabaseError` or `CryptoError`.
    init(version: Int? = nil) throws {
        bench = try EntraBench()
        let directory = bench.context.directory
        let tenant = EntraBench.contoso
        try directory.insert(all: [
            ApplicationRecord(
                appID: Self.service,
                objectID: "dddddddd-0000-4000-8000-000000000002",
                tenantID: tenant,
                displayName: "Orders",
                signInAudience: "AzureADMyOrg",
                isFallbackPublicClient: false,
                accessTokenVersion: version
            ),
            ClientSecretRecord(
                appID: Self.service,
                keyID: "dddddddd-0000-4000-8000-000000000003",
                hash: try PasswordHash.make(Array(Self.secret.utf8), iterations: 1000),
                hint: "ser",
                expiresOn: .distantFuture
            ),
            ServicePrincipalRecord(
                objectID: "dddddddd-0000-4000-8000-000000000004",
                appID: Self.service,
                tenantID: tenant,
                displayName: "Orders",
                accountEnabled: true,
                appRoleAssignmentRequired: false
            ),
            IdentifierURIRecord(uri: Self.name, resourceAppID: Self.service),
            ExposedPermissionRecord(
                resourceAppID: Self.service,
                kind: .scope,
                permissionID: "dddddddd-0000-4000-8000-000000000005",
                value: "Orders.Read",
                displayName: "Read orders"
            ),
            ExposedPermissionRecord(
                resourceAppID: Self.service,
                kind: .role,
                permissionID: "dddddddd-0000-4000-8000-000000000006",
                value: "Orders.Approve",
                displayName: "Approve orders",
                memberTypes: ["User", "Application"]
            ),
            DelegatedGrantRecord(
                tenantID: tenant,
                clientAppID: EntraBench.publicClient,
                resourceAppID: Self.service,
                scope: "Orders.Read"
            ),
            DelegatedGrantRecord(
                tenantID: tenant,
                clientAppID: Self.service,
                resourceAppID: FirstParty.exchange,
                scope: "Exchange.Manage"
            ),
        ])
    }

    /// Signs a user in by password.
    func signIn(
        _ scope: String = "\(name)/Orders.Read offline_access openid",
        client: String = EntraBench.publicClient,
        user: String = "admin@contoso.com"
    ) throws -> JSONObject {
        let reply = try bench.token([
            ("client_id", client), ("grant_type", "password"), ("username", user), ("password", Seed.password),
            ("scope", scope),
        ])
        return reply.body
    }

    /// The token with which a client calls the service.
    func userToken() throws -> String { try #require(try signIn()["access_token"]?.stringValue) }

    /// The form in which the service asks for the next token, as MSAL does.
    static func form(_ assertion: String, _ changes: [String: String?] = [:]) -> [(String, String)] {
        var fields: [String: String] = [
            "client_id": service, "client_secret": secret, "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": assertion, "requested_token_use": "on_behalf_of",
            "scope": "\(EntraBench.exchangeDefault) openid profile offline_access", "client_info": "1",
        ]
        for (name, value) in changes { fields[name] = value }
        return fields.map { ($0.key, $0.value) }
    }

    /// A token of this service's own making, with some claims changed or (nil) left out.
    func forged(_ changes: [String: JSONValue?]) throws -> String {
        var claims = try EntraBench.claims(userToken())
        for (name, value) in changes { claims[name] = value }
        return try JSONWebToken.sign(claims, with: SigningKeys(bench.context).current())
    }
}
