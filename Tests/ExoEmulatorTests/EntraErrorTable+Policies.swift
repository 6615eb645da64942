import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import EmulatorPortal
@testable import ExoEmulator

extension EntraErrorTableTests {
    static let policyID = "eeeeeeee-0000-4000-8000-000000000001"

    /// Refusals by what a tenant demands of a sign-in.
    static let policies: [ErrorCase] = [
        .body(50076, "invalid_grant", "basic_action", namesPolicy: true) { try refresh($0, "mfa") },
        .body(50079, "invalid_grant", "basic_action", namesPolicy: true) {
            try refresh($0, "mfa", user: "adele@contoso.com")
        },
        .body(53000, "invalid_grant", namesPolicy: true) { try refresh($0, "compliantDevice") },
        .body(53001, "invalid_grant", namesPolicy: true) { try refresh($0, "domainJoinedDevice") },
        .body(53002, "invalid_grant", namesPolicy: true) { try refresh($0, "approvedApplication") },
        .body(53003, "invalid_grant", "message_only", namesPolicy: true) { try refresh($0, "block") },
        .body(50135, "invalid_grant", "user_password_expired") { try refresh($0, "passwordChange") },
        .body(70043, "invalid_grant", "bad_token") { api in
            try api.refresh { bench in
                try api.setPolicy(
                    [],
                    session: ["signInFrequency": ["value": 1, "type": "hours", "isEnabled": true]]
                )
                bench.context.clock.advance(by: 3700)
            }
        },
        .body(50076, "interaction_required", "basic_action", namesPolicy: true) {
            try refresh($0, "mfa", version1: true)
        },
        .body(50079, "interaction_required", "basic_action", namesPolicy: true) {
            try refresh($0, "mfa", user: "adele@contoso.com", version1: true)
        },
        .body(53000, "interaction_required", namesPolicy: true) {
            try refresh($0, "compliantDevice", version1: true)
        },
        .body(53003, "interaction_required", "message_only", namesPolicy: true) {
            try refresh($0, "block", version1: true)
        },
        .body(50076, "invalid_grant", "basic_action", namesPolicy: true) { api in
            try api.setPolicy(["mfa"])
            return try api.password()
        },
        .body(50076, "interaction_required", "basic_action", namesPolicy: true) { try exchange($0, "mfa") },
        .body(53000, "interaction_required", namesPolicy: true) { try exchange($0, "compliantDevice") },
        .body(53003, "interaction_required", "message_only", namesPolicy: true) { try exchange($0, "block") },
    ]

    /// Refusals of a sign-in in a browser by what the user or the tenant decides.
    static let pages: [ErrorCase] = [
        .page(53003) { api in
            try api.setPolicy(["block"])
            return try api.bench.signIn()
        },
        .page(53000) { api in
            try api.setPolicy(["compliantDevice"])
            return try api.bench.signIn()
        },
        .form(500_121) { api in
            try api.setPolicy(["mfa"])
            return try api.bench.submit(try api.bench.signIn(), [("otc", "000000")])
        },
        .form(50053) { api in
            try api.setPolicy(["mfa"])
            let page = try api.bench.signIn()
            for _ in 0..<SmartLockout.limit { _ = try api.bench.submit(page, [("otc", "000000")]) }
            return try api.bench.submit(page, [("otc", "000000")])
        },
        .page(50105) { api in
            try api.requireAssignment(to: EntraBench.publicClient)
            return try api.bench.signIn()
        },
        .silent(50105, "interaction_required") { try $0.requireAssignment(to: EntraBench.publicClient) },
        .silent(50076, "interaction_required", namesPolicy: true) { try $0.setPolicy(["mfa"]) },
        .silent(53003, "interaction_required", namesPolicy: true) { try $0.setPolicy(["block"]) },
        .silent(16000, "interaction_required") {
            _ = try $0.bench.signIn("adele@contoso.com", changes: ["prompt": "login"])
        },
        .silent(65001, "consent_required", ["scope": unconsented]) { _ in },
        .form(90094) {
            try $0.bench.signIn(
                "adele@contoso.com",
                changes: ["scope": "https://outlook.office365.com/Exchange.ManageV2"]
            )
        },
        ErrorCase(code: 65004, error: "access_denied", status: 302, place: .redirect) { api in
            let page = try api.bench.signIn("adele@contoso.com", changes: ["scope": unconsented])
            return try api.bench.submit(page, [("consent", "cancel")])
        },
    ]

    private static let unconsented = "https://graph.microsoft.com/User.ReadBasic.All"

    private static func refresh(
        _ api: APIBench,
        _ control: String,
        user: String = "admin@contoso.com",
        version1: Bool = false
    ) throws -> ServerResponse {
        let changes: [String: String?] =
            version1 ? ["scope": nil, "resource": "https://outlook.office365.com"] : [:]
        return try api.refresh(changes, user: user, version1: version1) { _ in
            try api.setPolicy([.string(control)])
        }
    }

    private static func exchange(_ api: APIBench, _ control: String) throws -> ServerResponse {
        let form = APIBench.form(try api.userToken())
        try api.setPolicy([.string(control)])
        return try api.post(Dictionary(uniqueKeysWithValues: form.map { ($0.0, Optional($0.1)) }))
    }
}

extension ErrorCase {
    /// A refusal of somebody signed in whose client asks for silence.
    fileprivate static func silent(
        _ code: Int,
        _ error: String,
        _ changes: [String: String?] = [:],
        namesPolicy: Bool = false,
        after event: @escaping @Sendable (APIBench) throws -> Void
    ) -> ErrorCase {
        ErrorCase(code: code, error: error, status: 302, namesPolicy: namesPolicy, place: .redirect) { api in
            #expect(try api.bench.signIn().status == 302)
            try event(api)
            return try api.bench.send(
                "GET",
                EntraBench.authorizeTarget(changes.merging(["prompt": "none"]) { $1 })
            )
        }
    }
}

extension APIBench {
    /// Sets a policy for all users and services.
    func setPolicy(_ controls: [JSONValue], session: JSONValue = .null) throws {
        let document: JSONValue = [
            "conditions": [
                "users": ["includeUsers": ["All"]], "applications": ["includeApplications": ["All"]],
                "clientAppTypes": ["all"],
            ],
            "grantControls": ["operator": "OR", "builtInControls": .array(controls)], "sessionControls": session,
        ]
        try bench.context.directory.save(
            ConditionalAccessPolicyRecord(
                id: EntraErrorTableTests.policyID,
                tenantID: EntraBench.contoso,
                displayName: "The policy",
                state: "enabled",
                document: String(decoding: document.serialized(), as: UTF8.self)
            )
        )
    }
}
