import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Phones that get mail.
@Suite struct ExchangeDeviceTests {
    @Test func devicesAreListedFoundAndTheirStatisticsRead() throws {
        let harness = try ExchangeHarness.reading()
        let all = try harness.run("Get-MobileDevice")
        #expect(all.rows.count > 5, "\(all.errorText)")
        #expect(Set(all.texts("DeviceId")).count == all.rows.count)
        let first = try #require(all.rows.first)
        for property in ["Identity", "Guid", "DeviceId", "DistinguishedName"] {
            let found = try harness.run("Get-MobileDevice", ["Identity": try #require(first[property])])
            #expect(found.rows == [first], "\(property): \(found.errorText)")
        }
        let owner = try #require(first["Identity"]?.stringValue?.split(separator: "\\").first)
        let own = try harness.run("Get-MobileDevice", ["Mailbox": .string(String(owner))])
        #expect(own.rows.contains(first))
        let statistics = try harness.run("Get-MobileDeviceStatistics", ["Mailbox": .string(String(owner))])
        #expect(statistics.texts("DeviceID") == own.texts("DeviceId"), "\(statistics.errorText)")
        #expect(statistics.rows.first?["Status"] == "DeviceOk" && statistics.texts("LastSuccessSync").count > 0)
        let outlook = try harness.run("Get-MobileDevice", ["Filter": "DeviceType -eq 'Outlook'"])
        #expect(!outlook.rows.isEmpty && Set(outlook.texts("DeviceType")) == ["Outlook"], "\(outlook.errorText)")
        #expect(Set(try harness.run("Get-MobileDevice", ["ActiveSync": true]).texts("ClientType")) == ["EAS"])
        let old = try harness.run("Get-ActiveSyncDevice", ["ResultSize": 2])
        #expect(old.rows.count == 2, "\(old.errorText)")
        #expect(try harness.run("Get-MobileDevice", ["Identity": "none"]).status == 404)
    }

    @Test func aDeviceIsWipedLaterAndGoneOnceRemoved() throws {
        let harness = try ExchangeHarness()
        let first = try #require(try harness.run("Get-MobileDevice").rows.first)
        let id = try #require(first["Identity"])
        func statistics() throws -> JSONValue? {
            try harness.run("Get-MobileDeviceStatistics", ["Identity": id]).rows.first
        }
        #expect(try harness.run("Clear-MobileDevice", ["Identity": id, "AccountOnly": true]).status == 200)
        #expect(try statistics()?["Status"] == "AccountOnlyDeviceWipePending")
        harness.context.clock.advance(by: 2 * 3600)
        #expect(try statistics()?["Status"] == "AccountOnlyDeviceWipeSucceeded")
        #expect(try statistics()?["LastAccountOnlyDeviceWipeRequestor"] == "admin@contoso.com")
        #expect(try harness.run("Clear-MobileDevice", ["Identity": id, "Cancel": true]).status == 200)
        #expect(try statistics()?["Status"] == "DeviceOk")
        #expect(try harness.run("Remove-MobileDevice", ["Identity": id]).status == 200)
        #expect(try harness.run("Get-MobileDevice", ["Identity": id]).status == 404)
    }

    @Test func aMailboxsListsOfDevicesDecide() throws {
        let harness = try ExchangeHarness()
        let first = try #require(try harness.run("Get-MobileDevice").rows.first)
        #expect(first["DeviceAccessState"] == "Allowed" && first["DeviceAccessStateReason"] == "Global")
        let owner = try #require(first["Identity"]?.stringValue?.split(separator: "\\").first)
        let set = try harness.run(
            "Set-CASMailbox",
            ["Identity": .string(String(owner)), "ActiveSyncBlockedDeviceIDs": [try #require(first["DeviceId"])]]
        )
        #expect(set.status == 200, "\(set.errorText)")
        let after = try harness.run("Get-MobileDevice", ["Identity": try #require(first["Identity"])]).rows.first
        #expect(after?["DeviceAccessState"] == "Blocked" && after?["DeviceAccessStateReason"] == "Individual")
    }
}
