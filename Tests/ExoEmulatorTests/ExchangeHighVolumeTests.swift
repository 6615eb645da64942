import ExoJSON
import Testing

@testable import EmulatorExchange

/// Accounts from which much mail is sent, and limits on what is sent.
@Suite struct ExchangeHighVolumeTests {
    private static let account: JSONObject = ["Identity": "printer@contoso.com"]

    /// An organization with such an account.
    private func harness() throws -> ExchangeHarness {
        let harness = try ExchangeHarness()
        let made: JSONObject = [
            "Name": "Printer", "PrimarySmtpAddress": "printer@contoso.com", "HVEAccount": true,
            "Password": .string(try harness.sealed("A-Passw0rd-for-it")),
        ]
        try harness.done("New-MailUser", made)
        return harness
    }

    private func row(_ cmdlet: String, _ parameters: JSONObject, _ harness: ExchangeHarness) throws -> JSONValue {
        try #require(try harness.done(cmdlet, parameters).rows.first)
    }

    /// The parameters of a call about the account.
    private func parameters(_ more: JSONObject) -> JSONObject {
        var all = Self.account
        for member in more.members { all[member.name] = member.value }
        return all
    }

    @Test func answersGoWhereTheAccountSays() throws {
        let harness = try harness()
        #expect(try row("Get-HVEAccountSettings", Self.account, harness)["ReplyTo"] == .null)
        try harness.done("Set-HVEAccountSettings", parameters(["ReplyTo": "adele@contoso.com"]))
        #expect(try row("Get-HVEAccountSettings", Self.account, harness)["ReplyTo"] == "adele@contoso.com")
        try harness.done("Set-HVEAccountSettings", parameters(["ReplyTo": ""]))
        #expect(try row("Get-HVEAccountSettings", Self.account, harness)["ReplyTo"] == .null)
        try harness.done("New-MailUser", ["Name": "Plain", "ExternalEmailAddress": "plain@fabrikam.com"])
        #expect(try harness.run("Get-HVEAccountSettings", ["Identity": "Plain"]).status == 400)
        #expect(try harness.run("Get-HVEAccountSettings", ["Identity": "nobody"]).status == 404)
    }

    @Test func applicationsOfTheOrganizationMaySendFromIt() throws {
        let harness = try harness()
        let principals = try harness.graph("GET", "servicePrincipals").rows.compactMap { $0["id"]?.stringValue }
        let id = JSONValue.string(try #require(principals.first))
        try harness.done("Add-HVEAppAccess", parameters(["AppIds": [id]]))
        #expect(try row("Get-HVEAccountSettings", Self.account, harness)["AllowedApplications"] == [id])
        let stranger: JSONObject = ["AppIds": "11111111-1111-1111-1111-111111111111"]
        #expect(try harness.run("Add-HVEAppAccess", parameters(stranger)).status == 400)
        #expect(try harness.run("Add-HVEAppAccess", parameters(["AppIds": "no id"])).status == 400)
        try harness.done("Remove-HVEAppAccess", parameters(["AppIds": [id]]))
        #expect(try row("Get-HVEAccountSettings", Self.account, harness)["AllowedApplications"] == [])
    }

    @Test func billingPoliciesAreThoseThatAccountsHave() throws {
        let harness = try harness()
        let type: JSONObject = ["ResourceType": "HVE"]
        #expect(try harness.done("Get-BillingPolicy", type).rows.isEmpty)
        let id: JSONValue = "7a0e0b2c-3f5b-4a52-9d0a-1f8c9d7e6b11"
        try harness.done("Set-HVEAccountBillingPolicy", parameters(["BillingPolicyId": id]))
        #expect(try row("Get-BillingPolicy", type, harness)["BillingPolicyId"] == id)
        // Other mail users have none.
        let other = try harness.run("Set-HVEAccountBillingPolicy", ["Identity": "vendor.ada", "BillingPolicyId": id])
        #expect(other.status == 400 && other.errorText.contains("High Volume Email"), "\(other.errorText)")
        #expect(try harness.run("Get-HVEAccountBillingPolicy", ["Identity": "vendor.ada"]).status == 400)
    }

    @Test func recipientsOutsideAreCountedAgainstTheLimit() throws {
        let harness = try ExchangeHarness(mailboxes: 20)
        let status = try row("Get-LimitsEnforcementStatus", [:], harness)
        let start = ServiceDate(ExchangeHarness.moment).adding(days: -1).text(.utc)
        let trace = try harness.done("Get-MessageTraceV2", ["StartDate": .string(start), "ResultSize": 5000]).rows
        let domains = try harness.done("Get-AcceptedDomain").texts("DomainName")
        func isInside(_ address: JSONValue?) -> Bool {
            domains.contains { address?.stringValue?.hasSuffix("@\($0)") == true }
        }
        let outside = trace.filter { isInside($0["SenderAddress"]) && !isInside($0["RecipientAddress"]) }
        #expect(status["ObservedValue"]?.integerValue == Int64(outside.count))
        #expect(status["Threshold"]?.integerValue ?? 0 > 9_500)
        #expect(status["EnforcementEnabled"] == true && status["Verdict"] == "Accept")
    }

    @Test func rulesOfClientAccessAreNoMore() throws {
        let harness = try ExchangeHarness.reading()
        #expect(try harness.done("Get-ClientAccessRule").rows.isEmpty)
        for cmdlet in ["Get-ClientAccessRule", "Set-ClientAccessRule", "Remove-ClientAccessRule"] {
            #expect(try harness.run(cmdlet, ["Identity": "Block"]).status == 404)
        }
        let asked: JSONObject = [
            "User": "adele@contoso.com", "Protocol": "OutlookWebApp", "AuthenticationType": "BasicAuthentication",
            "RemoteAddress": "198.51.100.1", "RemotePort": 443,
        ]
        #expect(try harness.done("Test-ClientAccessRule", asked).rows.isEmpty)
    }
}
