import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorPortal
@testable import ExoEmulator

extension EntraErrorTableTests {
    /// Refusals of a device that waits for somebody to let it in, and of who types its code.
    static let devices: [ErrorCase] = [
        .body(70016, "authorization_pending") { try $0.poll(try $0.device()) },
        .body(70016, "authorization_pending") { try $0.poll(try $0.device(version1: true), version1: true) },
        .body(70016, "slow_down") { api in
            api.bench.context.settings.change { $0.sendsSlowDown = true }
            let device = try api.device()
            _ = try api.poll(device)
            return try api.poll(device)
        },
        .body(70018, "bad_verification_code") { try $0.poll(.init(code: "BAnonsense", userCode: "")) },
        .body(70018, "bad_verification_code") {
            try $0.poll(try $0.device(), ["client_id": EntraBench.module])
        },
        .body(70019, "expired_token") { try late($0) },
        .body(70019, "code_expired") { try late($0, version1: true) },
        .body(90120, "authorization_declined") { api in
            let device = try api.device()
            try settle(device, "cancel", api)
            return try api.poll(device)
        },
        .body(54005, "invalid_grant") { api in
            let device = try api.device()
            try settle(device, "continue", api)
            #expect(try api.poll(device).status == 200)
            return try api.poll(device)
        },
        .form(90119) { try $0.type("") },
        .form(70018) { try $0.type("WRONGCODE") },
        .form(70019) { api in
            let device = try api.device()
            api.bench.context.clock.advance(by: 901)
            return try api.type(device.userCode)
        },
        .form(90120) { api in
            let device = try api.device()
            try settle(device, "cancel", api)
            return try api.type(device.userCode)
        },
        .form(90055, status: 429) { api in
            for _ in 0..<UserCodeGuard.limit { _ = try api.type("WRONGCODE") }
            return try api.type("WRONGCODE")
        },
    ]

    private static func late(_ api: APIBench, version1: Bool = false) throws -> ServerResponse {
        let device = try api.device(version1: version1)
        api.bench.context.clock.advance(by: 901)
        return try api.poll(device, version1: version1)
    }

    private static func settle(_ device: APIBench.Device, _ answer: String, _ api: APIBench) throws {
        let page = try api.type(device.userCode)
        let question = try api.bench.submit(page, [("login", "admin@contoso.com"), ("password", Seed.password)])
        _ = try api.bench.submit(question, [("confirm", answer)])
    }
}

extension APIBench {
    /// What a device was given.
    struct Device: Sendable {
        var code: String
        var userCode: String
    }

    /// Lets a device begin.
    func device(version1: Bool = false) throws -> Device {
        let reply = try bench.send(
            "POST",
            version1 ? "/common/oauth2/devicecode" : "/organizations/oauth2/v2.0/devicecode",
            form: [
                ("client_id", EntraBench.publicClient),
                version1
                    ? ("resource", "https://outlook.office365.com")
                    : ("scope", "\(EntraBench.exchangeDefault) offline_access"),
            ]
        )
        let body = try JSONValue(parsing: reply.body)
        return Device(
            code: try #require(body["device_code"]?.stringValue),
            userCode: try #require(body["user_code"]?.stringValue)
        )
    }

    /// Asks whether somebody let the device in.
    func poll(_ device: Device, _ changes: [String: String?] = [:], version1: Bool = false) throws -> ServerResponse {
        try post(
            [
                "client_id": EntraBench.publicClient, "grant_type": "device_code",
                version1 ? "code" : "device_code": device.code,
            ],
            changes,
            tenant: version1 ? "common" : "organizations",
            version1: version1
        )
    }

    /// Types a code on the page for it.
    func type(_ code: String) throws -> ServerResponse {
        try bench.submit(try bench.send("GET", "/devicelogin"), [("otc", code)])
    }
}
