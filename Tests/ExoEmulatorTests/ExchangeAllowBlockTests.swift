import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What the list of what is let through and kept out takes, as the articles on it say.
struct ExchangeAllowBlockTests {
    private let harness: ExchangeHarness

    init() throws { harness = try ExchangeHarness() }

    private func entry(_ value: String, _ parameters: JSONObject) throws -> ExchangeHarness.Reply {
        var parameters = parameters
        parameters["Entries"] = [.string(value)]
        return try harness.run("New-TenantAllowBlockListItems", parameters)
    }

    @Test(
        arguments: [
            "*.top/*", "contoso.com", "t.co", "*.contoso.com", "contoso.com/a/*", "~contoso.com", "contoso.com/*",
            "*.contoso.com/*", "~contoso.com~", "1.2.3.4", "1.2.3.4/*", "contoso.com/?q=joe@t.com", "2001:db8::1",
            "xn--bcher-kva.example",
        ]
    )
    func pagesAreKeptOut(_ value: String) throws {
        let reply = try entry(value, ["ListType": "Url", "Block": true])
        #expect(reply.texts("Value") == [value], "\(reply.errorText)")
    }

    @Test(
        arguments: [
            "contoso", "*.contoso.*", "*.com", "*.pdf", "*contoso.com", "contoso.com*", "*1.2.3.4", "1.2.3.4*",
            "contoso.com/a*", "contoso.com/ab*", "contoso.com:443", "abc.contoso.com:25", "*", "*.*", "conto*so.com",
            "conto~so.com", "contoso.com/**", "contoso.com/*/*", ".com", "contoso.", "*.com*", "*.1.2.3.4",
            "user:secret@contoso.com", "'contoso.com'", "bücher.example", "1.2.3.4:80",
            "contoso.com/\(String(repeating: "a", count: 239))", "https://contoso.com", "2001:db8::1::2",
            "[2001:db8::1]:80",
        ]
    )
    func isNoAddressOfPages(_ value: String) throws {
        let reply = try entry(value, ["ListType": "Url", "Block": true])
        #expect(reply.status == 400 && reply.errorText.contains("isn't valid"), "\(reply.status)")
    }

    @Test func onlySimulationsAreLetThroughWithSubdomains() throws {
        for value in ["*.contoso.com", "~contoso.com", "*.contoso.com/*", "~contoso.com~"] {
            let refused = try entry(value, ["ListType": "Url", "Allow": true])
            #expect(refused.status == 400 && refused.errorText.contains("subdomains"), "\(refused.errorText)")
            let simulation: JSONObject = [
                "ListType": "Url", "ListSubType": "AdvancedDelivery", "Allow": true, "NoExpiration": true,
            ]
            #expect(try entry(value, simulation).texts("Value") == [value])
        }
        #expect(try entry("contoso.com/*", ["ListType": "Url", "Allow": true]).texts("Value") == ["contoso.com/*"])
    }

    @Test func whatIsNoHashIsToldWhatOneIs() throws {
        for hash in [String(repeating: "a", count: 63), String(repeating: "g", count: 64)] {
            let refused = try entry(hash, ["ListType": "FileHash", "Block": true])
            #expect(refused.status == 400 && refused.errorText.contains("64 hexadecimal"), "\(refused.errorText)")
        }
        let hash = String(repeating: "a", count: 64)
        #expect(try entry(hash, ["ListType": "FileHash", "Block": true]).texts("Value") == [hash])
    }

    @Test func anybodyFromAnywhereIsNoPair() throws {
        func pair(_ user: String, _ source: String) throws -> ExchangeHarness.Reply {
            try harness.run(
                "New-TenantAllowBlockListSpoofItems",
                [
                    "Identity": "Default", "SpoofedUser": .string(user), "SendingInfrastructure": .string(source),
                    "SpoofType": "External", "Action": "Allow",
                ]
            )
        }
        let refused = try pair("*", "*")
        #expect(refused.status == 400 && refused.errorText.contains("both be *"), "\(refused.errorText)")
        #expect(try pair("*", "contoso.com").status == 200)
        #expect(try pair("contoso.com", "*").status == 200)
        #expect(try harness.done("Get-TenantAllowBlockListSpoofItems").rows.count == 2)
    }
}
