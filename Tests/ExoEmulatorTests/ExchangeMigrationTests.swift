import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Mailboxes that move while the emulator's clock goes on.
@Suite struct ExchangeMigrationTests {
    private let csv = Data("EmailAddress\r\nadele@contoso.com\r\nalex@contoso.com\r\n".utf8).base64EncodedString()

    @Test func aBatchCopiesAndCompletesOverTime() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run(
            "New-MigrationBatch",
            ["Name": "Wave 1", "CSVData": .string(csv), "TargetDeliveryDomain": "contoso.mail.onmicrosoft.com"]
        )
        #expect(made.texts("Status") == ["Created"] && made.rows.first?["TotalCount"] == 2, "\(made.errorText)")
        func status(after minutes: Double) throws -> String? {
            harness.context.clock.advance(by: minutes * 60)
            return try harness.run("Get-MigrationBatch", ["Identity": "wave 1"]).texts("Status").first
        }
        #expect(try harness.run("Complete-MigrationBatch", ["Identity": "Wave 1"]).status == 400)
        #expect(try harness.run("Start-MigrationBatch", ["Identity": "Wave 1"]).status == 200)
        #expect(try status(after: 1) == "Starting")
        #expect(try status(after: 10) == "Syncing")
        let users = try harness.run("Get-MigrationUser", ["BatchId": "Wave 1"])
        #expect(users.texts("Identity") == ["adele@contoso.com", "alex@contoso.com"], "\(users.errorText)")
        #expect(users.texts("Status") == ["Syncing", "Syncing"])
        let statistics = try harness.run("Get-MigrationUserStatistics", ["Identity": "alex@contoso.com"])
        let percent = try #require(
            statistics.rows.first?["PercentageComplete"]?.integerValue,
            "\(statistics.errorText)"
        )
        #expect((1..<95).contains(percent))
        #expect(try harness.run("Stop-MigrationUser", ["Identity": "alex@contoso.com"]).status == 200)
        #expect(
            try harness.run("Get-MigrationUser", ["StatusSummary": "Stopped"]).texts("Identity") == ["alex@contoso.com"]
        )
        #expect(try harness.run("Start-MigrationUser", ["Identity": "alex@contoso.com"]).status == 200)
        #expect(try harness.run("Get-MigrationUser", ["Status": "Syncing"]).rows.count == 2)
        #expect(try status(after: 120) == "Synced")
        #expect(try harness.run("Complete-MigrationBatch", ["Identity": "Wave 1"]).status == 200)
        #expect(try status(after: 1) == "Completing")
        #expect(try harness.run("Remove-MigrationBatch", ["Identity": "Wave 1"]).status == 400)
        #expect(try status(after: 60) == "Completed")
        #expect(try harness.run("Get-MigrationStatistics").rows.first?["FinalizedCount"] == 2)
        #expect(try harness.run("Remove-MigrationBatch", ["Identity": "Wave 1"]).status == 200)
        #expect(try harness.run("Get-MigrationBatch").rows.isEmpty)
        #expect(try harness.run("Get-MigrationBatch", ["Identity": "Wave 1"]).status == 404)
    }

    @Test(arguments: ["0001-01-02T00:00:00Z", "9998-01-01T00:00:00Z"])
    func aBatchOrAMoveMayBeginAtTheEndsOfTime(moment: String) throws {
        let harness = try ExchangeHarness()
        let batch: JSONObject = [
            "Name": "B", "CSVData": .string(csv), "StartAfter": .string(moment), "AutoStart": true,
        ]
        #expect(try harness.run("New-MigrationBatch", batch).status == 200)
        for user in try harness.run("Get-MigrationUserStatistics", ["Identity": "adele@contoso.com"]).rows {
            #expect((0...100).contains(user["PercentageComplete"]?.integerValue ?? -1))
        }
        let move: JSONObject = [
            "Identity": "adele", "StartAfter": .string(moment), "SuspendWhenReadyToComplete": true,
            "TargetDeliveryDomain": "contoso.com", "Outbound": true, "RemoteHostName": "mail.contoso.com",
        ]
        let made = try harness.run("New-MoveRequest", move)
        #expect(made.status == 200, "\(made.errorText)")
        #expect(try harness.run("Get-MoveRequestStatistics", ["Identity": "adele"]).status == 200)
    }

    @Test func aMoveIsSuspendedAndResumed() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run(
            "New-MoveRequest",
            [
                "Identity": "adele", "Outbound": true, "RemoteHostName": "mail.contoso.com",
                "TargetDeliveryDomain": "contoso.com", "SuspendWhenReadyToComplete": true, "BatchName": "B1",
            ]
        )
        #expect(made.texts("Status") == ["Queued"], "\(made.errorText)")
        func status(after minutes: Double) throws -> String? {
            harness.context.clock.advance(by: minutes * 60)
            return try harness.run("Get-MoveRequest", ["Identity": "adele"]).texts("Status").first
        }
        #expect(try status(after: 30) == "InProgress")
        #expect(try harness.run("Suspend-MoveRequest", ["Identity": "adele"]).status == 200)
        #expect(try status(after: 500) == "Suspended")
        #expect(
            try harness.run("Resume-MoveRequest", ["Identity": "adele", "SuspendWhenReadyToComplete": true]).status
                == 200
        )
        #expect(try status(after: 1) == "Queued")
        #expect(try status(after: 200) == "AutoSuspended")
        #expect(try harness.run("Resume-MoveRequest", ["Identity": "adele"]).status == 200)
        let statistics = try harness.run("Get-MoveRequestStatistics", ["Identity": "adele"]).rows.first
        #expect(statistics?["Status"] == "Completed" && statistics?["PercentComplete"] == 100)
        #expect(try harness.run("Get-MoveRequest", ["BatchName": "B1", "Status": "Completed"]).rows.count == 1)
        #expect(try harness.run("Remove-MoveRequest", ["Identity": "adele"]).status == 200)
        #expect(try harness.run("Get-MoveRequest", ["Identity": "adele"]).status == 404)
    }
}
