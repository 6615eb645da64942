import ExoCrypto
import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

extension EntraErrorTableTests {
    /// Refusals of the application that asks.
    static let clients: [ErrorCase] = [
        .body(700_016, "unauthorized_client") {
            try $0.application(["client_id": "bbbbbbbb-0000-4000-8000-000000000001"])
        },
        .body(7_000_112, "unauthorized_client") { try $0.password(["client_id": FirstParty.oldPowerShellModule]) },
        .body(7_000_229, "invalid_client") {
            try $0.application(
                [
                    "client_id": "aaaaaaaa-0000-4000-8000-000000000003",
                    "client_secret": "emulator-nopermission-secret",
                ],
                tenant: "fabrikam.com"
            )
        },
        .body(50194, "invalid_request") {
            try $0.post(
                ["client_id": service, "grant_type": "refresh_token", "refresh_token": "x"],
                tenant: "organizations"
            )
        },
        .body(9_002_332, "invalid_request") { api in
            var app = try #require(try api.bench.context.directory.application(EntraBench.publicClient))
            app.signInAudience = "PersonalMicrosoftAccount"
            try api.bench.context.directory.save(app)
            return try api.password()
        },
        .body(7_000_216, "invalid_client") { try $0.application(["client_secret": nil]) },
        .body(7_000_215, "invalid_client") { try $0.application(["client_secret": "emulator-wrong"]) },
        .body(7_000_222, "invalid_client") { api in
            api.bench.context.clock.advance(by: 3 * 365 * 86400)
            return try api.application()
        },
        .body(7_000_218, "invalid_client") { try $0.password(["client_id": EntraBench.confidentialClient]) },
        .body(700_025, "invalid_client") { try $0.password(["client_secret": "anything"]) },
        .body(50027, "invalid_request") { try $0.assertion(claims: ["exp": nil]) },
        .body(5_002_738, "invalid_request") { try $0.assertion(header: ["alg": "ES384"]) },
        .body(700_021, "invalid_client") { try $0.assertion(claims: ["sub": .string(service)]) },
        .body(700_023, "invalid_client") { try $0.assertion(claims: ["aud": "https://elsewhere.example/"]) },
        .body(700_024, "invalid_client") { try $0.assertion(claims: ["exp": 1_789_990_000]) },
        .body(700_027, "invalid_client") { try $0.assertion(from: AssertionMaker(isStranger: true)) },
        .body(700_030, "invalid_client") { api in
            let stranger = try AssertionMaker(isStranger: true)
            return try api.assertion(header: ["x5c": .string(Base64.encode(stranger.certificate.der))])
        },
        .body(50012, "invalid_client") { api in
            let old = try AssertionMaker(days: -0.5)
            try old.register(in: api.bench)
            return try api.assertion(from: old)
        },
        .body(700_211, "invalid_client") { try $0.assertion(claims: ["iss": "https://elsewhere.example"]) },
        .body(700_212, "invalid_client") { try federated($0, ["aud": "api://other"]) },
        .body(700_213, "invalid_client") { try federated($0, ["sub": "other"]) },
        .body(9_002_326, "invalid_request") { api in
            let code = try api.bench.code()
            return try api.bench.send(
                "POST",
                "/organizations/oauth2/v2.0/token",
                form: EntraBench.redemption(code),
                headers: [("Origin", "https://page.example"), ("client-request-id", EntraBench.correlation)]
            )
        },
        .body(9_002_327, "invalid_request") { api in
            try api.bench.context.directory.setRedirectURIs(
                [RedirectURIRecord(appID: EntraBench.publicClient, kind: .spa, uri: EntraBench.redirect)],
                of: EntraBench.publicClient
            )
            return try api.redemption(code: "1.Acode")
        },
        .body(90009, "invalid_request") { try $0.exchange(["scope": "\(APIBench.name)/.default"]) },
        .body(90008, "invalid_request") { try $0.exchange(["scope": "\(service)/.default"]) },
        .body(501_051, "invalid_grant") { api in
            try api.requireAssignment(to: service)
            return try api.application(["scope": "\(APIBench.name)/.default"])
        },
        .body(50105, "invalid_grant") { api in
            try api.requireAssignment(to: EntraBench.publicClient)
            return try api.password()
        },
    ]

    private static let service = APIBench.service

    private static func federated(_ api: APIBench, _ claims: [String: JSONValue?]) throws -> ServerResponse {
        try api.bench.context.directory.save(
            FederatedCredentialRecord(
                id: "ffffffff-0000-4000-8000-000000000001",
                appID: EntraBench.confidentialClient,
                name: "pipeline",
                issuer: "https://pipeline.example",
                subject: "main",
                audiences: ["api://AzureADTokenExchange"]
            )
        )
        let all: [String: JSONValue?] = [
            "iss": "https://pipeline.example", "sub": "main", "aud": "api://AzureADTokenExchange",
        ]
        return try api.assertion(claims: all.merging(claims) { $1 })
    }
}
