import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorPortal
@testable import ExoEmulator

extension EntraErrorTableTests {
    /// Refusals of what a request says, whoever sends it.
    static let requests: [ErrorCase] = [
        .body(900_144, "invalid_request") { try $0.application(["grant_type": nil]) },
        .body(70003, "unsupported_grant_type") { try $0.application(["grant_type": "user_fic"]) },
        .body(900_561, "invalid_request") {
            try $0.bench.send(
                "GET",
                "/contoso.com/oauth2/v2.0/token",
                headers: [("client-request-id", EntraBench.correlation)]
            )
        },
        .body(90002, "invalid_request") { try $0.application(tenant: "nowhere.example") },
        .body(900_023, "invalid_request") { try $0.application(tenant: "no%20tenant") },
        .body(9_002_313, "invalid_request") { try $0.application(["claims": "{"]) },
        .body(901_002, "invalid_request") {
            try $0.application(["scope": nil, "resource": "https://outlook.office365.com"])
        },
        .body(70011, "invalid_scope") { try $0.password(["scope": "User.Read\"All"]) },
        .body(1_002_012, "invalid_scope") {
            try $0.application(["scope": "https://outlook.office365.com/Exchange.Manage"])
        },
        .body(28000, "invalid_scope") { try $0.password(["scope": "\(EntraBench.exchangeDefault) User.Read"]) },
        .body(28002, "invalid_request") { try $0.password(["scope": "\(APIBench.name)/Orders.Burn"]) },
        .body(500_011, "invalid_resource") { try $0.application(["scope": "https://unknown.example/.default"]) },
        .body(50049, "invalid_instance") {
            try $0.bench.send(
                "GET",
                "/common/discovery/instance?api-version=1.1"
                    + "&authorization_endpoint=https://unknown.example/x/oauth2/authorize",
                headers: [("client-request-id", EntraBench.correlation)]
            )
        },
        .body(100_007, "invalid_request") { api in
            let request = ServerRequest(
                method: "POST",
                target: "/contoso.com/oauth2/v2.0/token",
                headers: [
                    .init("Host", "westeurope.login.microsoft.com"),
                    .init("Content-Type", "application/x-www-form-urlencoded"),
                    .init("client-request-id", EntraBench.correlation),
                ],
                body: Array("grant_type=client_credentials".utf8)
            )
            return api.bench.emulator.respond(to: request)
        },
        .body(50196, "invalid_grant", "loop") { api in
            api.bench.context.settings.change { $0.refusesRepeatedRequests = true }
            for _ in 0..<RequestLoops.limit { _ = try api.application() }
            return try api.application()
        },
    ]

    /// Refusals of a sign-in in a browser.
    static let signIns: [ErrorCase] = [
        .redirect(900_144, "invalid_request", ["response_type": nil]),
        .redirect(70005, "unsupported_response_type", ["response_type": "magic"]),
        .redirect(700_054, "unsupported_response_type", ["response_type": "id_token"]),
        .redirect(70007, "invalid_request", ["response_mode": "pigeon"]),
        .redirect(901_002, "invalid_request", ["resource": "https://outlook.office365.com"]),
        .redirect(50147, "invalid_request", ["code_challenge_method": "S256"]),
        .redirect(501_491, "invalid_request", ["code_challenge": "short"]),
        .redirect(50058, "login_required", ["prompt": "none"]),
        ErrorCase(code: 9_002_325, error: "invalid_request", status: 302, place: .redirect) { api in
            try api.bench.context.directory.setRedirectURIs(
                [RedirectURIRecord(appID: EntraBench.publicClient, kind: .spa, uri: EntraBench.redirect)],
                of: EntraBench.publicClient
            )
            return try api.bench.send("GET", EntraBench.authorizeTarget())
        },
        .page(50011) {
            try $0.bench.send("GET", EntraBench.authorizeTarget(["redirect_uri": "https://evil.example/"]))
        },
        .page(500_113) {
            try $0.bench.send("GET", EntraBench.authorizeTarget(["client_id": EntraBench.confidentialClient]))
        },
        .page(165_000) { api in
            let page = try api.bench.send("GET", EntraBench.authorizeTarget())
            api.bench.cookies = [:]
            return try api.bench.submit(page, [("login", "admin@contoso.com"), ("password", Seed.password)])
        },
    ]
}
