import ExoCrypto
import ExoJSON
import FoundationEssentials
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

/// A whole emulator with a browser beside it, asked as its clients ask it, at a clock that stands until a test moves it.
struct TenantBench {
    static let graphDefault = "https://graph.microsoft.com/.default"

    let emulator: Emulator
    let browser: MutationBrowser

    init(storage: EmulatorConfiguration.Storage = .memory, hostNames: [String] = []) throws {
        let start = Date(timeIntervalSince1970: 1_790_000_000)
        emulator = try Emulator(.temporary(storage: storage, hostNames: hostNames, now: { start }))
        browser = MutationBrowser(emulator)
        emulator.context.clock.freeze(at: start)
    }

    var directory: Directory { emulator.context.directory }

    /// Moves the clock.
    func wait(_ seconds: TimeInterval) { emulator.context.clock.advance(by: seconds) }

    /// Asks a token endpoint.
    func token(
        _ form: [(String, String)],
        at path: String = "/organizations/oauth2/v2.0/token",
        headers: [(String, String)] = []
    ) throws -> (response: ServerResponse, body: JSONObject) {
        let response = emulator.respond(to: browser.request("POST", path, form: form, headers: headers))
        return (response, try JSONValue(parsing: response.body).objectValue ?? [:])
    }

    /// The form that signs a user in by password.
    static func password(
        _ scope: String = "\(EntraBench.exchangeDefault) offline_access",
        user: String = "admin@contoso.com",
        client: String = EntraBench.publicClient
    ) -> [(String, String)] {
        [
            ("client_id", client), ("grant_type", "password"), ("username", user), ("password", Seed.password),
            ("scope", scope),
        ]
    }

    /// The form that redeems a refresh token.
    static func refresh(
        _ token: JSONValue?,
        scope: String = EntraBench.exchangeDefault,
        client: String = EntraBench.publicClient
    ) -> [(String, String)] {
        [
            ("client_id", client), ("grant_type", "refresh_token"), ("refresh_token", token?.stringValue ?? ""),
            ("scope", scope),
        ]
    }

    /// Opens the sign-in, and fills in the page where there is one.
    func signIn(
        _ login: String = "admin@contoso.com",
        _ changes: [String: String?] = [:]
    ) throws -> ServerResponse {
        let page = browser.send(browser.request("GET", EntraBench.authorizeTarget(changes)))
        guard page.status == 200, page.text.contains("name=\"password\"") else { return page }
        return browser.send(
            try browser.submission(of: page, [("login", login), ("password", Seed.password)])
        )
    }

    /// The code of a sign-in.
    func code(_ login: String = "admin@contoso.com", _ changes: [String: String?] = [:]) throws -> String {
        let reply = try signIn(login, changes)
        return try #require(reply.locationFields["code"], "\(reply.status) \(reply.text.prefix(400))")
    }

    /// Calls a service with a token.
    func call(
        _ method: String,
        _ target: String,
        token: JSONValue?,
        json: JSONValue? = nil,
        headers: [(String, String)] = []
    ) -> ServerResponse {
        emulator.respond(
            to: browser.request(
                method,
                target,
                json: json,
                headers: [("Authorization", "Bearer \(token?.stringValue ?? "")")] + headers
            )
        )
    }

    /// Runs a cmdlet as the administrator.
    func run(_ cmdlet: String, _ parameters: JSONObject) throws -> ServerResponse {
        let token = try token(Self.password()).body["access_token"]
        return call(
            "POST",
            "/adminapi/beta/\(EntraBench.contoso)/InvokeCommand",
            token: token,
            json: ["CmdletInput": ["CmdletName": .string(cmdlet), "Parameters": .object(parameters)]],
            headers: [("X-AnchorMailbox", "UPN:admin@contoso.com")]
        )
    }

    /// Calls the control API.
    @discardableResult
    func control(_ method: String, _ target: String, _ body: JSONValue? = nil) -> ServerResponse {
        emulator.respond(to: browser.request(method, "/_emulator/\(target)", json: body))
    }

    /// Sets a policy for all users that asks for a second factor at an application or service.
    func demandSecondFactor(at application: String) {
        control(
            "PUT",
            "policies",
            [
                "tenant": "contoso.com", "displayName": "Second factor",
                "conditions": [
                    "users": ["includeUsers": ["All"]], "applications": ["includeApplications": [.string(application)]],
                    "clientAppTypes": ["all"],
                ],
                "grantControls": ["operator": "OR", "builtInControls": ["mfa"]],
            ]
        )
    }

    /// Registers a single-page application.
    func registerSinglePage(_ uris: [String], id: String = EntraBench.publicClient) throws {
        try directory.setRedirectURIs(uris.map { RedirectURIRecord(appID: id, kind: .spa, uri: $0) }, of: id)
    }
}
