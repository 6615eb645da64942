import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

extension EntraErrorTableTests {
    /// Refusals of a user, or of what a user granted before.
    static let grants: [ErrorCase] = [
        .body(50034, "invalid_grant") { try $0.password(["username": "nobody@contoso.com"]) },
        .body(50126, "invalid_grant") { try $0.password(["password": "wrong"]) },
        .body(50052, "invalid_grant") { try $0.password(["password": String(repeating: "x", count: 257)]) },
        .body(50053, "invalid_grant") { api in
            for _ in 0..<SmartLockout.limit { _ = try api.password(["password": "wrong"]) }
            return try api.password()
        },
        .body(50055, "invalid_grant", "user_password_expired") {
            try $0.password { $0.mustChangePassword = true }
        },
        .body(50056, "invalid_grant") { try $0.password { $0.passwordHash = nil } },
        .body(50057, "invalid_grant") { try $0.password { $0.accountEnabled = false } },
        .body(50014, "interaction_required") {
            try $0.password {
                $0.userType = "Guest"
                $0.externalState = "PendingAcceptance"
            }
        },
        .body(50020, "invalid_grant") { try $0.refresh(user: "exchange.admin@contoso.com", tenant: "fabrikam.com") },
        .body(50059, "invalid_request") { try $0.application(tenant: "organizations") },
        .body(50128, "invalid_request") { try $0.password(["username": "nobody@elsewhere.example"]) },
        .body(9_001_023, "invalid_request") { try $0.password(tenant: "common") },
        .body(70000, "invalid_grant") { try $0.redemption(code: "1.Anonsense") },
        .body(700_007, "invalid_grant", "client_mismatch") { try $0.refresh(["client_id": EntraBench.module]) },
        .body(70008, "invalid_grant") { try $0.redemption(waiting: 601) },
        .body(70002, "invalid_grant", further: [70008]) {
            try $0.redemption(["resource": "https://outlook.office365.com"], version1: true, waiting: 601)
        },
        .body(54005, "invalid_grant") { api in
            let code = try api.bench.code()
            _ = try api.redemption(code: code)
            return try api.redemption(code: code)
        },
        .body(700_005, "invalid_grant") { try $0.redemption(tenant: "fabrikam.com") },
        .body(500_112, "invalid_grant") { try $0.redemption(["redirect_uri": "http://localhost:1"]) },
        .body(501_481, "invalid_grant") { try $0.redemption(["code_verifier": EntraBench.verifier]) },
        .body(700_082, "invalid_grant") { try $0.refresh { $0.context.clock.advance(by: 91 * 86400) } },
        .body(700_084, "invalid_grant") { try singlePageRefresh($0) },
        .body(50173, "invalid_grant", "bad_token") {
            try $0.refresh { bench in
                bench.context.clock.advance(by: 1)
                let user = try #require(try bench.context.directory.user("admin@contoso.com"))
                try bench.context.directory.revokeSessions(ofUser: user.id, at: bench.context.clock.now)
            }
        },
        .body(65001, "invalid_grant", "consent_required") {
            try $0.refresh(["scope": "https://outlook.office365.com/EWS.AccessAsUser.All"])
        },
        .body(65002, "invalid_client") {
            try $0.password(["client_id": EntraBench.module, "scope": "https://management.azure.com/.default"])
        },
        .body(90099, "invalid_grant") {
            try $0.refresh(tenant: "fabrikam.com") { bench in
                try bench.context.directory.change(
                    "DELETE FROM service_principal WHERE app_id = ? AND tenant_id = ?",
                    [EntraBench.publicClient, EntraBench.fabrikam]
                )
            }
        },
        .body(50013, "invalid_grant") { try $0.exchange(claims: ["iss": "https://elsewhere.example/"]) },
        .body(500_131, "invalid_grant") { try $0.exchange(claims: ["aud": "https://outlook.office365.com"]) },
        .body(500_133, "invalid_grant") { try $0.exchange(claims: ["exp": 1_789_999_999]) },
        .body(240_002, "invalid_grant") { try $0.exchange(claims: ["appid": nil]) },
        .body(7_000_114, "invalid_grant") { try $0.exchange(claims: ["scp": nil]) },
        .body(650_057, "invalid_request") {
            try $0.exchange(["resource": "https://graph.microsoft.com"], version1: true)
        },
        .body(65005, "invalid_resource") { api in
            let role = RequiredPermissionRecord(
                appID: APIBench.service,
                resourceAppID: FirstParty.graph,
                permissionID: "ffffffff-0000-4000-8000-000000000002",
                kind: .role
            )
            try api.bench.context.directory.setRequiredPermissions([role], of: APIBench.service)
            return try api.exchange(["resource": "https://graph.microsoft.com"], version1: true)
        },
    ]

    private static func singlePageRefresh(_ api: APIBench) throws -> ServerResponse {
        let origin = [("Origin", "http://localhost:53211"), ("client-request-id", EntraBench.correlation)]
        try api.bench.context.directory.setRedirectURIs(
            [RedirectURIRecord(appID: EntraBench.publicClient, kind: .spa, uri: EntraBench.redirect)],
            of: EntraBench.publicClient
        )
        let code = try api.bench.code(changes: [
            "code_challenge": EntraBench.verifier, "code_challenge_method": "plain",
        ])
        let path = "/organizations/oauth2/v2.0/token"
        let form = EntraBench.redemption(code) + [("code_verifier", EntraBench.verifier)]
        let tokens = try JSONValue(parsing: api.bench.send("POST", path, form: form, headers: origin).body)
        api.bench.context.clock.advance(by: 86401)
        return try api.bench.send(
            "POST",
            path,
            form: [
                ("client_id", EntraBench.publicClient), ("grant_type", "refresh_token"),
                ("refresh_token", try #require(tokens["refresh_token"]?.stringValue)),
            ],
            headers: origin
        )
    }
}
