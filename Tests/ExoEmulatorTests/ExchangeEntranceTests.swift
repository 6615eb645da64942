import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Who was let in once is let in again for as long as nothing says otherwise.
struct ExchangeEntranceTests {
    private func get(_ harness: ExchangeHarness, _ token: String) throws -> Int {
        try harness.run("Get-Mailbox", ["Identity": "adele"], as: token).status
    }

    @Test func endsWithTheTokensTime() throws {
        let harness = try ExchangeHarness()
        let token = try harness.token(of: "admin")
        #expect(try get(harness, token) == 200)
        #expect(try get(harness, token) == 200)
        harness.context.clock.advance(by: 86_400)
        #expect(try get(harness, token) == 401)
        harness.context.clock.advance(by: -86_400)
        #expect(try get(harness, token) == 200)
        harness.context.clock.advance(by: -86_400)
        #expect(try get(harness, token) == 401)
    }

    @Test func endsWithTheAccountTheSessionsAndTheRoles() throws {
        for change in [
            { harness in
                var user = try #require(try harness.context.directory.user("admin@contoso.com"))
                user.accountEnabled = false
                try harness.context.directory.save(user)
            },
            { harness in
                var user = try #require(try harness.context.directory.user("admin@contoso.com"))
                user.tokensValidFrom = ExchangeHarness.moment.addingTimeInterval(3600)
                try harness.context.directory.save(user)
            },
        ] as [(ExchangeHarness) throws -> Void] {
            let harness = try ExchangeHarness()
            let token = try harness.token(of: "admin")
            #expect(try get(harness, token) == 200)
            try change(harness)
            #expect(try get(harness, token) == 401)
        }
        let harness = try ExchangeHarness()
        let token = try harness.token(of: "adele")
        #expect(try harness.run("Get-TransportRule", as: token).status == 403)
        let assignment: JSONObject = ["Role": "Transport Rules", "User": "adele@contoso.com"]
        #expect(try harness.run("New-ManagementRoleAssignment", assignment).status == 200)
        #expect(try harness.run("Get-TransportRule", as: token).status == 200)
    }

    @Test func endsWithWhatAnotherProcessChanges() throws {
        let path = FileManager.default.temporaryDirectory.path + "/entrance-\(UUID().uuidString).sqlite"
        defer {
            for end in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + end) {
                do { try FileManager.default.removeItem(atPath: path + end) } catch { Issue.record(error) }
            }
        }
        let configuration = try EmulatorConfiguration.temporary(storage: .file(path), now: { ExchangeHarness.moment })
        let harness = ExchangeHarness(try Emulator(configuration))
        let token = try harness.token(of: "admin")
        #expect(try get(harness, token) == 200)
        let other = Directory(store: try Store(path: path))
        var user = try #require(try other.user("admin@contoso.com"))
        user.accountEnabled = false
        try other.save(user)
        #expect(try get(harness, token) == 401)
    }

    @Test func isOfOneTenantAlone() throws {
        let harness = try ExchangeHarness()
        let token = try harness.token(of: "admin")
        #expect(try get(harness, token) == 200)
        let foreign = try harness.send(
            "POST",
            "/adminapi/beta/\(Seed.fabrikamID)/InvokeCommand",
            as: token,
            body: ["CmdletInput": ["CmdletName": "Get-Mailbox", "Parameters": [:]]]
        )
        #expect(foreign.status == 401)
    }
}
