import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

/// Requests find their rows by indexes: none walks through a table that grows with the tenant.
struct StoreScanTests {
    private static let growing: Set = [
        "user", "application", "service_principal", "redirect_uri", "client_secret", "key_credential",
        "federated_credential", "directory_group", "group_member", "role_assignment", "app_role_assignment",
        "delegated_grant", "identifier_uri", "domain", "refresh_token", "authorization_code", "sign_in_session",
        "device_code", "consumed_assertion", "void_family", "used_one_time_password", "exchange_object",
        "exchange_index",
    ]

    /// Statements that walked through a growing table so far, as SQLite itself counts.
    private func scans(_ context: EmulatorContext) throws -> [String] {
        try context.store.read { connection in
            try connection.rows("SELECT sql FROM sqlite_stmt WHERE nscan > 0 AND NOT busy") { try $0.text() }
        }.filter { sql in
            let words = sql.split { !$0.isLetter && $0 != "_" }.map(String.init)
            return zip(words, words.dropFirst()).contains { before, table in
                ["FROM", "JOIN", "UPDATE", "INTO"].contains(before) && Self.growing.contains(table)
            }
        }
    }

    @Test func countsAWalkThroughATable() throws {
        let bench = try EntraBench()
        _ = try bench.context.directory.all(UserRecord.self, where: "display_name = ?", ["nobody"])
        #expect(try scans(bench.context).contains { $0.contains("display_name = ?") })
    }

    @Test func walksThroughNoTableForTokens() throws {
        let bench = try EntraBench()
        // The seed and the migrations wrote through the same connection.
        let before = Set(try scans(bench.context))
        _ = try bench.applicationToken()
        let first = try bench.token(EntraBench.redemption(try bench.code()))
        for scope in [EntraBench.exchangeDefault, "https://graph.microsoft.com/.default"] {
            let reply = try bench.token([
                ("client_id", EntraBench.publicClient), ("grant_type", "refresh_token"),
                ("refresh_token", try #require(first.body["refresh_token"]?.stringValue)), ("scope", scope),
            ])
            #expect(reply.status == 200)
        }
        let password = try bench.token(
            [
                ("client_id", EntraBench.publicClient), ("grant_type", "password"), ("username", "adele@contoso.com"),
                ("password", Seed.password), ("scope", EntraBench.exchangeDefault),
            ]
        )
        #expect(password.status == 200 || password.body["error_codes"] != nil)
        let token = try #require(first.body["access_token"]?.stringValue)
        _ = try AccessTokenVerifier(bench.context).verify(authorization: "Bearer \(token)")
        #expect(Set(try scans(bench.context)).subtracting(before) == [])
    }

    @Test func walksThroughNoTableForPages() throws {
        let emulator = try Emulator(.temporary())
        let corpus = MutationBrowser(emulator)
        let before = Set(try scans(emulator.context))
        for target in [
            EntraBench.authorizeTarget(), "/common/oauth2/deviceauth",
            "/common/userrealm/admin@contoso.com?api-version=1.0",
            "/contoso.com/v2.0/.well-known/openid-configuration", "/contoso.com/oauth2/v2.0/logout",
        ] {
            _ = corpus.send(corpus.request("GET", target))
        }
        #expect(Set(try scans(emulator.context)).subtracting(before) == [])
    }
}
