import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What administrators' scripts rest on without saying so.
@Suite struct ExchangeScriptTests {
    @Test func anAddressThatFollowsFromAnAliasGivesWay() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.run("New-DistributionGroup", ["Name": "sales.team"]).status == 200)
        _ = try harness.run("Set-DistributionGroup", ["Identity": "sales.team", "Alias": "sales.team-convert"])
        let group = try harness.run("New-UnifiedGroup", ["DisplayName": "Sales", "Alias": "sales.team"])
        #expect(group.status == 200, "\(group.errorText)")
        #expect(group.texts("Alias") == ["sales.team"])
        let address = try #require(group.texts("PrimarySmtpAddress").first)
        #expect(address != "sales.team@contoso.com" && address.hasPrefix("sales.team"))
        let second = try #require(group.rows.first?["EmailAddresses"]?.arrayValue?.last?.stringValue)
        #expect(second.hasSuffix(".onmicrosoft.com") && second != "smtp:sales.team@contoso.onmicrosoft.com")
        _ = try harness.run("Set-UnifiedGroup", ["Identity": "sales.team", "Alias": "sales-other"])
        let shared = try harness.run("New-Mailbox", ["Name": "Sales Desk", "Shared": true, "Alias": "sales.team"])
        #expect(shared.status == 200, "\(shared.errorText)")
        #expect(shared.texts("PrimarySmtpAddress").first != address)
        let given: JSONObject = ["Name": "Other", "PrimarySmtpAddress": .string(address)]
        let refused = try harness.run("New-DistributionGroup", given)
        #expect(refused.response.header("x-ExceptionType") == "ProxyAddressExistsException")
    }
}
