import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

/// What is good once, redeemed several times at once.
struct RedemptionTests {
    private static let rounds = 8

    /// A store on disk, where requests run beside each other.
    private static func onDisk<Result>(_ body: (TenantBench) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.path + "/redemption-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(try TenantBench(storage: .file("\(folder)/tenant.sqlite")))
    }

    /// Sends the same form six times at once.
    private static func sixTimes(
        _ bench: TenantBench,
        _ form: [(String, String)],
        at path: String = "/organizations/oauth2/v2.0/token"
    ) async throws -> [JSONObject] {
        let request = bench.browser.request("POST", path, form: form)
        let emulator = bench.emulator
        let replies = await withTaskGroup(of: ServerResponse.self) { group in
            for _ in 0..<6 { group.addTask { emulator.respond(to: request) } }
            return await group.reduce(into: [ServerResponse]()) { $0.append($1) }
        }
        return try replies.map { try JSONValue(parsing: $0.body).objectValue ?? [:] }
    }

    private static func exchange(_ bench: TenantBench, _ token: JSONValue?) -> Int {
        bench.call(
            "POST",
            "/adminapi/beta/\(EntraBench.contoso)/InvokeCommand",
            token: token,
            json: ["CmdletInput": ["CmdletName": "Get-OrganizationConfig", "Parameters": [:]]],
            headers: [("X-AnchorMailbox", "UPN:admin@contoso.com")]
        ).status
    }

    @Test func letsOneOfSixWinARefreshTokenThatIsGoodOnceAndEndsTheFamily() async throws {
        try await Self.onDisk { bench in
            bench.control("PATCH", "settings", ["refusesReusedRefreshTokens": true])
            for _ in 0..<Self.rounds {
                let first = try bench.token(TenantBench.password()).body
                let replies = try await Self.sixTimes(bench, TenantBench.refresh(first["refresh_token"]))
                let winners = replies.filter { $0["access_token"] != nil }
                #expect(winners.count == 1)
                for loser in replies where loser["access_token"] == nil { #expect(loser["error"] == "invalid_grant") }
                // What the family was given before and by the winner is void as well.
                let renewed = try bench.token(TenantBench.refresh(winners.first?["refresh_token"])).body
                #expect(renewed["access_token"] == nil && renewed["error"] == "invalid_grant")
                #expect(Self.exchange(bench, winners.first?["access_token"]) == 401)
                #expect(Self.exchange(bench, first["access_token"]) == 401)
            }
        }
    }

    @Test func letsAllSixUseARefreshTokenThatTheServiceTakesAgain() async throws {
        try await Self.onDisk { bench in
            let first = try bench.token(TenantBench.password()).body
            let replies = try await Self.sixTimes(bench, TenantBench.refresh(first["refresh_token"]))
            #expect(replies.allSatisfy { $0["access_token"] != nil })
            #expect(Set(replies.compactMap { $0["refresh_token"]?.stringValue }).count == 6)
        }
    }

    @Test func letsOneOfSixWinACodeAndVoidsWhatItGave() async throws {
        try await Self.onDisk { bench in
            for _ in 0..<Self.rounds {
                let replies = try await Self.sixTimes(bench, EntraBench.redemption(try bench.code()))
                let winners = replies.filter { $0["access_token"] != nil }
                #expect(winners.count == 1)
                let renewed = try bench.token(TenantBench.refresh(winners.first?["refresh_token"])).body
                #expect(renewed["error"] == "invalid_grant")
                #expect(Self.exchange(bench, winners.first?["access_token"]) == 401)
            }
        }
    }

    @Test func letsOneOfSixWinADeviceCode() async throws {
        try await Self.onDisk { bench in
            let begun = try bench.token(
                [("client_id", EntraBench.publicClient), ("scope", EntraBench.exchangeDefault)],
                at: "/organizations/oauth2/v2.0/devicecode"
            ).body
            let admin = try #require(try bench.directory.user("admin@contoso.com"))
            let code = try #require(begun["device_code"]?.stringValue)
            let isApproved = try bench.directory.approveDeviceCode(
                hash: OpaqueText.digest(code),
                by: admin.id,
                sessionID: UUID().uuidString.lowercased(),
                authenticationMethods: ["pwd"],
                authenticatedOn: bench.emulator.context.clock.now
            )
            #expect(isApproved)
            let replies = try await Self.sixTimes(
                bench,
                [("client_id", EntraBench.publicClient), ("grant_type", "device_code"), ("device_code", code)]
            )
            #expect(replies.count { $0["access_token"] != nil } == 1)
            #expect(replies.count { $0["error_codes"] == [54005] } == 5)
        }
    }

    @Test func issuesNothingForACodeThatIsGone() throws {
        let bench = try TenantBench()
        let code = try bench.code()
        _ = try bench.directory.change("DELETE FROM authorization_code", [])
        #expect(try bench.token(EntraBench.redemption(code)).body["error_codes"] == [70000])
    }
}
