import EntraTokens
import ExchangeOnline
import ExoEmulator
import ExoJSON
import ExoTransport
import HTTPServer
import TestSupport
import Testing

/// An emulator in this process and ways to act on it as its users do.
struct LocalTenant {
    static let automation = ("aaaaaaaa-0000-4000-8000-000000000002", "emulator-automation-secret")
    static let noPermission = ("aaaaaaaa-0000-4000-8000-000000000003", "emulator-nopermission-secret")
    static let roleMissing = ("aaaaaaaa-0000-4000-8000-000000000004", "emulator-norole-secret")

    let emulator: Emulator
    let transport: InProcessTransport
    let cloud = Cloud.emulator()

    init() throws {
        let emulator = try Emulator(.temporary())
        self.emulator = emulator
        transport = InProcessTransport { emulator.respond(to: $0) }
    }

    /// Calls the control API.
    func control(_ method: String, _ path: String, _ body: JSONValue) throws {
        let reply = emulator.respond(
            to: ServerRequest(
                method: method,
                target: "/_emulator/\(path)",
                headers: [.init("Content-Type", "application/json")],
                body: body.serialized()
            )
        )
        try #require(reply.status == 200)
    }

    /// A token that the control API makes.
    func issuedToken(_ body: JSONValue) throws -> AccessToken {
        let reply = emulator.respond(
            to: ServerRequest(
                method: "POST",
                target: "/_emulator/tokens",
                headers: [.init("Content-Type", "application/json")],
                body: body.serialized()
            )
        )
        let token = try JSONValue(parsing: reply.body)["access_token"]?.stringValue
        return try AccessToken(try #require(token))
    }

    /// An application's token, by client credentials.
    func token(
        _ app: (id: String, secret: String) = automation,
        tenant: String = "contoso.com"
    ) async throws -> AccessToken {
        try AccessToken(try await tokenText(app, tenant: tenant))
    }

    /// The text of an application's token.
    func tokenText(
        _ app: (id: String, secret: String) = automation,
        tenant: String = "contoso.com"
    ) async throws -> String {
        let form = "grant_type=client_credentials&client_id=\(app.id)&client_secret=\(app.secret)"
        let request = HTTPRequest(
            "POST",
            "https://localhost:8443/\(tenant)/oauth2/v2.0/token",
            headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: Array((form + "&scope=https://outlook.office365.com/.default").utf8)
        )
        let reply = try JSONValue(parsing: try await transport.send(request).body.collect(upTo: 100_000))
        return try #require(reply["access_token"]?.stringValue)
    }

    /// Connects by organization, or as asked.
    func connect(
        _ identity: ConnectionIdentity = .organization("contoso.onmicrosoft.com"),
        token: AccessToken? = nil,
        pageSize: Int = 1000
    ) async throws -> ExchangeConnection {
        let passed = if let token { token } else { try await self.token() }
        return try await ExchangeClient(transport: transport).connect(
            ConnectionRequest(
                cloud: cloud,
                identity: identity,
                tokenSource: PassedTokenSource(passed),
                pageSize: pageSize
            )
        )
    }
}
