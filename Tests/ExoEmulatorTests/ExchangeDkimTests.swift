import ExoCrypto
import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Keys by which mail of a domain is signed.
@Suite struct ExchangeDkimTests {
    private func config(_ domain: String, _ harness: ExchangeHarness) throws -> JSONValue {
        try #require(try harness.done("Get-DkimSigningConfig", ["Identity": .string(domain)]).rows.first)
    }

    /// The bytes of a key, whose record is looked at on the way.
    private func key(_ number: Int, of config: JSONValue) throws -> [UInt8] {
        let record = try #require(config["Selector\(number)PublicKey"]?.stringValue)
        #expect(record.hasPrefix("v=DKIM1; k=rsa; p=") && record.hasSuffix(";"))
        return try #require(Base64.decode(String(record.dropFirst(18).dropLast())))
    }

    @Test(arguments: ["contoso.onmicrosoft.com", "contoso.com"])
    func keysAreMadeWithTheDomainAndUsedFromThen(_ domain: String) throws {
        let harness = try ExchangeHarness()
        if domain == "contoso.com" {
            try harness.done("New-DkimSigningConfig", ["DomainName": .string(domain), "Enabled": true])
        }
        let config = try config(domain, harness)
        // The first domain came with the tenant.
        let age = domain == "contoso.com" ? 0 : SeedAge.most
        let moment = ServiceDate(ExchangeHarness.moment).adding(days: -age).json
        for name in ["KeyCreationTime", "LastChecked", "RotateOnDate"] { #expect(config[name] == moment, "\(name)") }
        #expect(config["SelectorBeforeRotateOnDate"] == "selector2")
        #expect(config["SelectorAfterRotateOnDate"] == "selector1")
        let size: JSONValue = domain == "contoso.com" ? 1024 : 2048
        #expect(config["Selector1KeySize@data.type"] == "System.UInt16" && config["Selector1KeySize"] == size)
        #expect(config["Selector1KeySize@odata.type"] == "#Decimal" && config["Algorithm"] == "RsaSHA256")
        let keys = [try key(1, of: config), try key(2, of: config)]
        #expect(keys.allSatisfy { $0.count == (size == 1024 ? 162 : 294) } && keys[0] != keys[1])
    }

    @Test func keysOfADomainHaveTheLengthAskedFor() throws {
        let harness = try ExchangeHarness()
        let asked: JSONObject = ["DomainName": "contoso.com", "Enabled": true, "KeySize": 2048]
        try harness.done("New-DkimSigningConfig", asked)
        let config = try config("contoso.com", harness)
        #expect(config["Selector2KeySize"] == 2048)
        #expect(try key(1, of: config).count == 294)
        #expect(
            config["Selector1CNAME"] == "selector1-contoso-com._domainkey.contoso.n-v1.dkim.mail.microsoft"
        )
    }

    @Test func aRotationMakesTheKeyOfTheOtherSelectorAnew() throws {
        let harness = try ExchangeHarness()
        let domain = "contoso.onmicrosoft.com"
        let first = try config(domain, harness)
        harness.context.clock.advance(by: 86_400)
        try harness.done("Rotate-DkimSigningConfig", ["Identity": .string(domain), "KeySize": 1024])
        let second = try config(domain, harness)
        #expect(try key(1, of: second) == key(1, of: first))
        #expect(try key(2, of: second).count == 162)
        #expect(second["SelectorAfterRotateOnDate"] == "selector2" && second["Selector1KeySize"] == 2048)
        harness.context.clock.advance(by: 4 * 86_400)
        try harness.done("Rotate-DkimSigningConfig", ["Identity": .string(domain)])
        let third = try config(domain, harness)
        #expect(try key(2, of: third) == key(2, of: second))
        #expect(try key(1, of: third) != key(1, of: first))
        // A key without a length of its own is as long as the one before it.
        #expect(third["Selector1KeySize"] == 2048 && third["Selector2KeySize"] == 1024)
    }

    @Test func aDomainThatIsTurnedOnIsValidAndItsKeysAreRotated() throws {
        let harness = try ExchangeHarness()
        let domain: JSONObject = ["Identity": "contoso.com"]
        try harness.done("New-DkimSigningConfig", ["DomainName": "contoso.com", "Enabled": false])
        #expect(try config("contoso.com", harness)["Status"] == "CnameMissing")
        let early = try harness.run("Rotate-DkimSigningConfig", domain)
        #expect(early.status == 400 && early.errorText.contains("isn't enabled"), "\(early.errorText)")
        try harness.done("Set-DkimSigningConfig", ["Identity": "contoso.com", "Enabled": true])
        let on = try config("contoso.com", harness)
        #expect(on["Status"] == "Valid" && on["Enabled"] == true)
        try harness.done("Rotate-DkimSigningConfig", domain)
        #expect(try key(1, of: config("contoso.com", harness)).count == 162)
    }
}
