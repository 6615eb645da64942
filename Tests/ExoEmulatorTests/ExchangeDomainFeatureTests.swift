import ExoJSON
import Testing

@testable import EmulatorExchange

/// What accepted domains do with mail for them: DNSSEC, SMTP DANE, IPv6.
@Suite struct ExchangeDomainFeatureTests {
    private static let contoso: JSONObject = ["DomainName": "contoso.com"]

    /// The one row of an answer.
    private func row(_ cmdlet: String, _ parameters: JSONObject, _ harness: ExchangeHarness) throws -> JSONValue {
        let rows = try harness.done(cmdlet, parameters).rows
        #expect(rows.count == 1)
        return try #require(rows.first)
    }

    @Test func aDomainIsSecuredInTheOrderOfTheArticle() throws {
        let harness = try ExchangeHarness()
        let domain = Self.contoso
        let host: JSONValue = "contoso-com.n-v1.mx.microsoft"
        #expect(try row("Get-DnssecStatusForVerifiedDomain", domain, harness)["DnssecFeatureStatus"] == "Disabled")
        let early = try harness.run("Enable-SmtpDaneInbound", domain)
        #expect(early.status == 400 && early.errorText.contains("DNSSEC isn't enabled"), "\(early.errorText)")
        // Again it says the same.
        for _ in 0..<2 {
            let enabled = try row("Enable-DnssecForVerifiedDomain", domain, harness)
            #expect(enabled["Result"] == "Success" && enabled["DnssecMxValue"] == host)
        }
        #expect(try row("Get-SmtpDaneInboundStatus", domain, harness)["Status"] == "Disabled")
        #expect(try row("Enable-SmtpDaneInbound", domain, harness)["Result"] == "Success")
        #expect(try row("Get-SmtpDaneInboundStatus", domain, harness)["Status"] == "Enabled")
        let accepted = try row("Get-AcceptedDomain", ["Identity": "contoso.com"], harness)
        #expect(accepted["SmtpDaneStatus"] == "Enabled")
        #expect(try row("Get-MxRecordReport", ["Domain": "contoso.com"], harness)["HighestPriorityMailhost"] == host)
        let wrong = try harness.run("Disable-DnssecForVerifiedDomain", domain)
        #expect(wrong.status == 400, "\(wrong.errorText)")
        try harness.done("Disable-SmtpDaneInbound", domain)
        try harness.done("Disable-DnssecForVerifiedDomain", domain)
        #expect(try row("Get-DnssecStatusForVerifiedDomain", domain, harness)["DnssecFeatureStatus"] == "Disabled")
        #expect(
            try row("Get-MxRecordReport", ["Domain": "contoso.com"], harness)["HighestPriorityMailhost"]
                == "contoso-com.mail.protection.outlook.com"
        )
    }

    @Test func theStatusOfDNSSECSaysWhatWasTested() throws {
        let harness = try ExchangeHarness()
        try harness.done("Enable-DnssecForVerifiedDomain", Self.contoso)
        let space = "Microsoft.Exchange.Management.ProvisioningTasks"
        let status = try row("Get-DnssecStatusForVerifiedDomain", Self.contoso, harness)
        #expect(status["DnssecFeatureStatus"] == "Enabled" && status["Errors"] == [])
        #expect(status["MxValidation"] == .string("\(space).MxValidationResult"))
        var some = Self.contoso
        some["SkipMxValidation"] = true
        some["SkipMtaStsValidation"] = true
        let partly = try row("Get-DnssecStatusForVerifiedDomain", some, harness)
        #expect(partly["MxValidation"] == .null && partly["MtaStsValidation"] == .null)
        #expect(partly["DnsValidation"] == .string("\(space).DnsValidationResult"))
    }

    @Test func aSessionSeesTheValuesOfTheTests() throws {
        let harness = try ExchangeHarness()
        try harness.done("Enable-DnssecForVerifiedDomain", Self.contoso)
        let reply = try harness.run(
            "Get-DnssecStatusForVerifiedDomain",
            Self.contoso,
            headers: ["X-ResponseFormat": "clixml"]
        )
        let text = try #require(reply.rows.first?["_clixml"]?.stringValue)
        #expect(text.contains("@ 60 IN MX 10 contoso-com.n-v1.mx.microsoft"))
        #expect(text.contains("MtaStsMode"))
    }

    @Test func onlyTheOrganizationsOwnDomainsAreSecured() throws {
        let harness = try ExchangeHarness()
        for verb in ["Enable-DnssecForVerifiedDomain", "Disable-SmtpDaneInbound", "Get-SmtpDaneInboundStatus"] {
            #expect(try harness.run(verb, ["DomainName": "fabrikam.example"]).status == 404)
        }
        let initial = try harness.run("Enable-DnssecForVerifiedDomain", ["DomainName": "contoso.onmicrosoft.com"])
        #expect(initial.status == 400 && initial.errorText.contains("onmicrosoft.com"))
    }

    @Test func everyDomainTakesMailOverIPv6UntilItIsTurnedOff() throws {
        let harness = try ExchangeHarness()
        let domain: JSONObject = ["Domain": "contoso.com"]
        let first = try harness.done("Get-IPv6StatusForAcceptedDomain")
        #expect(first.texts("Status").allSatisfy { $0 == "Enabled" } && first.texts("Domain").contains("contoso.com"))
        #expect(try harness.done("Disable-IPv6ForAcceptedDomain", domain).rows.isEmpty)
        #expect(try row("Get-IPv6StatusForAcceptedDomain", domain, harness)["Status"] == "Disabled")
        try harness.done("Enable-IPv6ForAcceptedDomain", domain)
        #expect(try row("Get-IPv6StatusForAcceptedDomain", domain, harness)["Status"] == "Enabled")
        #expect(try harness.run("Disable-IPv6ForAcceptedDomain").status == 400)
    }
}
