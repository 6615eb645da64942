import ExoJSON
import Testing

@testable import EmulatorExchange

/// What calls look at beside their objects is remembered, and told anew as soon as it changes.
@Suite struct ExchangeStandingFactsTests {
    private static let mailbox: JSONObject = ["Identity": "adele@contoso.com"]

    private func adele(_ harness: ExchangeHarness, _ property: String) throws -> JSONValue {
        try #require(try harness.done("Get-Mailbox", Self.mailbox).rows.first)[property] ?? .null
    }

    @Test func aPolicyThatIsCalledAnewIsShownAtOnce() throws {
        let harness = try ExchangeHarness()
        let before = try adele(harness, "RetentionPolicy")
        #expect(before == "Default MRM Policy")
        try harness.done("Set-RetentionPolicy", ["Identity": "Default MRM Policy", "Name": "Ours"])
        #expect(try adele(harness, "RetentionPolicy") == "Ours")
        try harness.done("Set-RetentionPolicy", ["Identity": "Ours", "Name": "Default MRM Policy"])
        #expect(try adele(harness, "RetentionPolicy") == before)
    }

    @Test func aMailboxOfPublicFoldersIsKnownWhenItIsThere() throws {
        let harness = try ExchangeHarness()
        #expect(try adele(harness, "EffectivePublicFolderMailbox") == "")
        try harness.done("New-Mailbox", ["Name": "Folders", "PublicFolder": true])
        #expect(try adele(harness, "EffectivePublicFolderMailbox") == "Folders")
        try harness.done("Remove-Mailbox", ["Identity": "Folders", "PublicFolder": true, "Confirm": false])
        #expect(try adele(harness, "EffectivePublicFolderMailbox") == "")
    }
}
