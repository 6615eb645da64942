import ExoJSON
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorExchange

/// What a mailbox has by the licence with which it comes, comes back or moves in.
@Suite struct ExchangeLicenceTests {
    private static let standard = "4b9405b0-7788-4568-add1-99614e613b69"
    private static let deskless = "4b585984-651b-448a-9e53-3b10f069cf7f"

    private let harness: ExchangeHarness
    private let id: String

    init() throws {
        harness = try ExchangeHarness()
        let made = try harness.graph(
            "POST",
            "users",
            [
                "accountEnabled": true, "displayName": "Noa Bakker", "mailNickname": "noa", "usageLocation": "NL",
                "userPrincipalName": "noa@contoso.com", "passwordProfile": ["password": "Long enough 1!"],
            ]
        )
        id = try #require(made.body["id"]?.stringValue)
    }

    private func license(add: [String] = [], remove: [String] = []) throws {
        let reply = try harness.graph(
            "POST",
            "users/\(id)/assignLicense",
            [
                "addLicenses": .array(add.map { ["skuId": .string($0), "disabledPlans": []] }),
                "removeLicenses": .array(remove.map { .string($0) }),
            ]
        )
        #expect(reply.status == 200, "\(reply.errorText)")
    }

    private func mailbox() throws -> JSONValue {
        try #require(try harness.done("Get-Mailbox", ["Identity": .string(id)]).rows.first)
    }

    private func expect(_ plan: String, _ capability: String, _ size: String) throws {
        let mailbox = try mailbox()
        #expect(mailbox["MailboxPlan"]?.stringValue?.hasPrefix(plan) == true, "\(mailbox["MailboxPlan"] ?? .null)")
        #expect(mailbox["PersistedCapabilities"] == [.string(capability)])
        #expect(mailbox["ProhibitSendReceiveQuota"]?.stringValue?.hasPrefix(size) == true)
    }

    @Test func aLicenceThatBringsAMailboxBackCounts() throws {
        try license(add: [LicenceProduct.enterprise])
        try expect("ExchangeOnlineEnterprise-", "BPOS_S_Enterprise", "100 GB")
        try license(remove: [LicenceProduct.enterprise])
        try license(add: [Self.deskless])
        try expect("ExchangeOnlineDeskless-", "BPOS_S_Deskless", "2 GB")
        let hold = try harness.run("Set-Mailbox", ["Identity": .string(id), "LitigationHoldEnabled": true])
        #expect(hold.status == 400, "\(hold.errorText)")
        try license(remove: [Self.deskless])
        try license(add: [LicenceProduct.enterprise])
        try expect("ExchangeOnlineEnterprise-", "BPOS_S_Enterprise", "100 GB")
        try harness.done("Set-Mailbox", ["Identity": .string(id), "LitigationHoldEnabled": true])
    }

    @Test func aSizeThatSomebodyChoseComesBack() throws {
        try license(add: [LicenceProduct.enterprise])
        try harness.done(
            "Set-Mailbox",
            [
                "Identity": .string(id), "ProhibitSendReceiveQuota": "30GB", "ProhibitSendQuota": "29GB",
                "IssueWarningQuota": "28GB",
            ]
        )
        try license(remove: [LicenceProduct.enterprise])
        try license(add: [Self.standard])
        try expect("ExchangeOnline-", "BPOS_S_Standard", "30 GB")
    }

    @Test func whoMovesInHasWhatTheLicenceSays() throws {
        try license(add: [Self.deskless])
        let name = JSONValue.string(id)
        try harness.done(
            "New-MoveRequest",
            [
                "Identity": name, "Outbound": true, "RemoteHostName": "mail.fabrikam.com",
                "TargetDeliveryDomain": "corp.fabrikam.com",
            ]
        )
        harness.context.clock.advance(by: 3 * 3600)
        #expect(try harness.done("Get-MailUser", ["Identity": name]).rows.count == 1)
        try harness.done("Remove-MoveRequest", ["Identity": name, "Confirm": false])
        try harness.done(
            "New-MoveRequest",
            [
                "Identity": name, "Remote": true, "RemoteHostName": "mail.fabrikam.com",
                "TargetDeliveryDomain": "contoso.mail.onmicrosoft.com",
            ]
        )
        harness.context.clock.advance(by: 3 * 3600)
        try expect("ExchangeOnlineDeskless-", "BPOS_S_Deskless", "2 GB")
    }

    @Test func whatIsSetOnAPlanReachesWhoComesWithItsLicence() throws {
        let plans = try harness.done("Get-MailboxPlan").rows
        let plan = try #require(plans.first { $0["DisplayName"] == "ExchangeOnline" }?["Name"])
        try harness.done(
            "Set-MailboxPlan",
            [
                "Identity": plan, "ProhibitSendReceiveQuota": "20GB", "ProhibitSendQuota": "19GB",
                "IssueWarningQuota": "18GB", "MaxSendSize": "20MB",
            ]
        )
        try license(add: [Self.standard])
        try expect("ExchangeOnline-", "BPOS_S_Standard", "20 GB")
        #expect(try mailbox()["MaxSendSize"]?.stringValue?.hasPrefix("20 MB") == true)
        try license(add: [Self.deskless], remove: [Self.standard])
        try expect("ExchangeOnlineDeskless-", "BPOS_S_Deskless", "2 GB")
        #expect(try mailbox()["MaxSendSize"]?.stringValue?.hasPrefix("20 MB") == false)
    }
}
