import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorPortal
@testable import ExoEmulator

struct EntraDeviceTests {
    private struct Device {
        let code: String
        let userCode: String
    }

    private static func begin(
        _ bench: EntraBench,
        tenant: String = "organizations",
        client: String = EntraBench.publicClient
    ) throws -> Device {
        let reply = try bench.send(
            "POST",
            "/\(tenant)/oauth2/v2.0/devicecode",
            form: [("client_id", client), ("scope", "\(EntraBench.exchangeDefault) openid profile offline_access")]
        )
        let body = try #require(try JSONValue(parsing: reply.body).objectValue)
        #expect(reply.status == 200 && body["expires_in"] == 900 && body["interval"] == 5)
        #expect(body["verification_uri"] == "https://localhost:8443/devicelogin")
        let userCode = try #require(body["user_code"]?.stringValue)
        #expect(userCode.utf8.count == 9 && userCode.allSatisfy { !"IO01".contains($0) })
        #expect(body["message"]?.stringValue?.contains(userCode) == true)
        return Device(code: try #require(body["device_code"]?.stringValue), userCode: userCode)
    }

    private static func poll(
        _ bench: EntraBench,
        _ device: Device,
        changes: [String: String?] = [:],
        tenant: String = "organizations"
    ) throws -> (status: Int, body: JSONObject) {
        var form: [String: String] = [
            "client_id": EntraBench.publicClient, "grant_type": "device_code", "device_code": device.code,
            "client_info": "1",
        ]
        for (name, value) in changes { form[name] = value }
        return try bench.token(form.map { ($0.key, $0.value) }, tenant: tenant)
    }

    private static func type(_ code: String, _ bench: EntraBench) throws -> ServerResponse {
        let page = try bench.send("GET", "/devicelogin")
        #expect(page.status == 200)
        return try bench.submit(page, [("otc", code)])
    }

    private static func signIn(_ page: ServerResponse, _ bench: EntraBench) throws -> ServerResponse {
        try bench.submit(page, [("login", "admin@contoso.com"), ("password", Seed.password)])
    }

    @Test func letsADeviceIn() throws {
        let bench = try EntraBench()
        let device = try Self.begin(bench)
        let pending = try Self.poll(bench, device)
        #expect(pending.status == 400 && pending.body["error"] == "authorization_pending")
        #expect(pending.body["error_codes"] == [70016])
        let lower = device.userCode.lowercased()
        let question = try Self.signIn(
            try Self.type(" \(lower.prefix(4))-\(lower.dropFirst(4)) ", bench),
            bench
        )
        #expect(question.text.contains("Are you trying to sign in to Exchange Admin Console App?"))
        #expect(try Self.poll(bench, device).body["error"] == "authorization_pending")
        let done = try bench.submit(question, [("confirm", "continue")])
        #expect(done.text.contains("You may now close this window"))
        let tokens = try Self.poll(
            bench,
            device,
            changes: ["grant_type": "urn:ietf:params:oauth:grant-type:device_code", "code": device.code]
        )
        #expect(tokens.status == 200 && tokens.body["refresh_token"] != nil && tokens.body["client_info"] != nil)
        #expect(
            tokens.body["scope"]
                == "openid profile https://outlook.office365.com/Exchange.Manage https://outlook.office365.com/.default"
        )
        #expect(try EntraBench.claims(tokens.body["access_token"]?.stringValue)["upn"] == "admin@contoso.com")
        let again = try Self.poll(bench, device)
        #expect(again.body["error"] == "invalid_grant" && again.body["error_codes"] == [54005])
        #expect(try Self.type(device.userCode, bench).text.contains("AADSTS90120"))
    }

    @Test func answersTheVersion1Way() throws {
        let bench = try EntraBench()
        let reply = try bench.send(
            "POST",
            "/common/oauth2/devicecode?api-version=1.0",
            form: [("client_id", EntraBench.publicClient), ("resource", "https://outlook.office365.com")]
        )
        let body = try #require(try JSONValue(parsing: reply.body).objectValue)
        #expect(body["expires_in"] == "900" && body["interval"] == "5")
        #expect(body["verification_url"] != nil && body["verification_uri"] == nil)
        let code = try #require(body["device_code"]?.stringValue)
        let form = [
            ("client_id", EntraBench.publicClient), ("grant_type", "device_code"), ("code", code),
            ("resource", "https://outlook.office365.com"),
        ]
        #expect(try bench.token(form, tenant: "common", version1: true).body["error"] == "authorization_pending")
        let question = try Self.signIn(
            try Self.type(try #require(body["user_code"]?.stringValue), bench),
            bench
        )
        _ = try bench.submit(question, [("confirm", "continue")])
        let tokens = try bench.token(form, tenant: "common", version1: true)
        #expect(tokens.body["resource"] == "https://outlook.office365.com" && tokens.body["refresh_token"] != nil)
        bench.context.clock.advance(by: 901)
        let second = try bench.send(
            "POST",
            "/common/oauth2/devicecode",
            form: [("client_id", EntraBench.publicClient), ("resource", "https://outlook.office365.com")]
        )
        let late = try #require(try JSONValue(parsing: second.body).objectValue?["device_code"]?.stringValue)
        bench.context.clock.advance(by: 901)
        let expired = try bench.token(
            [("client_id", EntraBench.publicClient), ("grant_type", "device_code"), ("code", late)],
            tenant: "common",
            version1: true
        )
        #expect(expired.body["error"] == "code_expired" && expired.body["error_codes"] == [70019])
    }

    @Test func tellsTheDeviceWhatBecameOfIt() throws {
        let bench = try EntraBench()
        let device = try Self.begin(bench)
        let question = try Self.signIn(try Self.type(device.userCode, bench), bench)
        #expect(try bench.submit(question, [("confirm", "cancel")]).text.contains("You have not signed in"))
        #expect(try Self.poll(bench, device).body["error"] == "authorization_declined")
        let other = try Self.poll(bench, Device(code: "BAnonsense", userCode: ""))
        #expect(other.body["error"] == "bad_verification_code" && other.body["error_codes"] == [70018])
        let stolen = try Self.poll(bench, device, changes: ["client_id": EntraBench.module])
        #expect(stolen.body["error"] == "bad_verification_code")
        let late = try Self.begin(bench)
        bench.context.clock.advance(by: 901)
        #expect(try Self.poll(bench, late).body["error"] == "expired_token")
        #expect(try Self.type(late.userCode, bench).text.contains("AADSTS70019"))
        #expect(try Self.poll(bench, late, changes: ["device_code": nil]).body["error_codes"] == [900_144])
    }

    @Test func demandsOfAConfidentialClientThatItProvesItself() throws {
        let bench = try EntraBench()
        let device = try Self.begin(bench, tenant: "contoso.com", client: EntraBench.confidentialClient)
        let form = ["client_id": EntraBench.confidentialClient] as [String: String?]
        #expect(try Self.poll(bench, device, changes: form).body["error_codes"] == [7_000_218])
        let proved = form.merging(["client_secret": EntraBench.secret]) { $1 }
        #expect(try Self.poll(bench, device, changes: proved).body["error"] == "authorization_pending")
        let open = try Self.begin(bench)
        let secret = try Self.poll(bench, open, changes: ["client_secret": "anything"])
        #expect(secret.body["error_codes"] == [700_025])
    }

    @Test func slowsDownOnlyWhereAsked() throws {
        let bench = try EntraBench()
        let device = try Self.begin(bench)
        for _ in 0..<3 { #expect(try Self.poll(bench, device).body["error"] == "authorization_pending") }
        bench.context.settings.change { $0.sendsSlowDown = true }
        #expect(try Self.poll(bench, device).body["error"] == "authorization_pending")
        #expect(try Self.poll(bench, device).body["error"] == "slow_down")
        bench.context.clock.advance(by: 6)
        #expect(try Self.poll(bench, device).body["error"] == "authorization_pending")
    }

    @Test func limitsTheTryingOfCodes() throws {
        let bench = try EntraBench()
        let device = try Self.begin(bench)
        #expect(try Self.type(" - ", bench).text.contains("AADSTS90119"))
        for _ in 0..<UserCodeGuard.limit {
            #expect(try Self.type("WRONGCODE", bench).text.contains("AADSTS70018"))
        }
        #expect(try Self.type(device.userCode, bench).status == 429)
        bench.context.clock.advance(by: 301)
        #expect(try Self.type(device.userCode, bench).text.contains("Sign in"))
    }

    @Test func limitsTheTryingOfCodesByFormsOfLaterSteps() throws {
        let bench = try EntraBench()
        let device = try Self.begin(bench)
        func guess(_ code: String) throws -> ServerResponse {
            let request = EntraBench.encoded([("user_code", code)])
            return try bench.send("POST", "/common/oauth2/deviceauth", form: [("request", request)])
        }
        #expect(try Self.type("", bench).text.contains("AADSTS90119"))
        for _ in 0..<UserCodeGuard.limit { #expect(try guess("WRONGCODE").text.contains("AADSTS70018")) }
        #expect(try guess(device.userCode).status == 429)
        #expect(try Self.type(device.userCode, bench).status == 429)
        bench.context.clock.advance(by: 301)
        #expect(try guess(device.userCode).text.contains("AADSTS165000"))
    }

    @Test func locksOneBrowserOfThisMachineAloneAndUntilControlSaysOtherwise() throws {
        let bench = try EntraBench()
        let device = try Self.begin(bench)
        for _ in 0..<UserCodeGuard.limit { _ = try Self.type("WRONGCODE", bench) }
        #expect(try Self.type(device.userCode, bench).status == 429)
        #expect(try Self.type(device.userCode, EntraBench(bench.emulator)).text.contains("<h1>Sign in</h1>"))
        let lifted = bench.emulator.respond(
            to: ServerRequest(
                method: "DELETE",
                target: "/_emulator/attempts",
                headers: [.init("Content-Type", "application/json")]
            )
        )
        #expect(lifted.status == 200)
        #expect(try Self.type(device.userCode, bench).text.contains("<h1>Sign in</h1>"))
    }

    @Test func countsTheCodesOfOtherMachinesByTheirAddress() throws {
        let bench = try EntraBench()
        func guess(from address: String, browser: Int) -> Int {
            bench.emulator.respond(
                to: ServerRequest(
                    method: "POST",
                    target: "/common/oauth2/deviceauth",
                    headers: [
                        .init("Host", "localhost:8443"), .init("Cookie", "esctx=\(browser)"),
                        .init("Content-Type", "application/x-www-form-urlencoded"),
                    ],
                    body: Array("request=user_code%3DWRONGCODE".utf8),
                    remoteAddress: address
                )
            ).status
        }
        for browser in 0..<UserCodeGuard.limit { #expect(guess(from: "192.0.2.1", browser: browser) == 400) }
        #expect(guess(from: "192.0.2.1", browser: 99) == 429)
        #expect(guess(from: "192.0.2.2", browser: 99) == 400)
    }

    @Test func refusesFormsFromElsewhere() throws {
        let bench = try EntraBench()
        let device = try Self.begin(bench)
        let bare = try bench.send("POST", "/common/oauth2/deviceauth", form: [("otc", device.userCode)])
        #expect(bare.status == 400 && bare.text.contains("AADSTS165000"))
        let question = try Self.signIn(try Self.type(device.userCode, bench), bench)
        let own = bench.cookies
        bench.cookies = [:]
        #expect(try bench.submit(question, [("confirm", "continue")]).text.contains("AADSTS165000"))
        // The form of the password step does not pass for the answer to the question.
        bench.cookies = own
        let page = try Self.type(device.userCode, bench)
        let skipped = try bench.submit(page, [("confirm", "continue"), ("step", "proceed")])
        #expect(!skipped.text.contains("You may now close this window"))
        #expect(try Self.poll(bench, device).body["error"] == "authorization_pending")
    }
}
