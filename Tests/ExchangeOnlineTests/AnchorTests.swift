import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import TestSupport
import Testing

struct AnchorTests {
    static let guid = "aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb"
    static let system = "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}"

    struct Case: CustomTestStringConvertible {
        var why: String
        var cmdlet = "Get-MailboxStatistics"
        var parameters: CmdletParameters
        var anchor: AnchorRule?
        var expected: String
        var isOfParameter = false
        var testDescription: String { why }
    }

    @Test(arguments: [
        Case(why: "the user's", parameters: ["Identity": "a@contoso.com"], expected: "UPN:admin@contoso.com"),
        Case(
            why: "an address",
            parameters: ["Identity": "User One <a@contoso.com>", "UseCustomRouting": true],
            expected: "SMTP:User One <a@contoso.com>",
            isOfParameter: true
        ),
        Case(
            why: "a GUID",
            parameters: ["Identity": .text(guid), "UseCustomRouting": true],
            expected: "MBX:\(guid)@\(TestToken.contoso)",
            isOfParameter: true
        ),
        Case(
            why: "no address, for its top label is too short",
            parameters: ["Identity": "a@b.c", "UseCustomRouting": true],
            expected: "UPN:admin@contoso.com"
        ),
        Case(
            why: "switched off",
            parameters: ["Identity": "a@contoso.com", "UseCustomRouting": false],
            expected: "UPN:admin@contoso.com"
        ),
        Case(
            why: "a folder, up to the colon",
            cmdlet: "Get-MailboxFolderPermission",
            parameters: ["Identity": #"a@contoso.com:\Calendar"#],
            anchor: .mailbox,
            expected: "SMTP:a@contoso.com",
            isOfParameter: true
        ),
        Case(
            why: "the parameter Mailbox",
            cmdlet: "Get-InboxRule",
            parameters: ["Mailbox": "a@contoso.com"],
            anchor: .mailbox,
            expected: "SMTP:a@contoso.com",
            isOfParameter: true
        ),
        Case(
            why: "entities of a mailbox, by its address alone",
            cmdlet: "Get-EXOMailboxPermission",
            parameters: ["Identity": "a@contoso.com"],
            anchor: .mailbox,
            expected: "a@contoso.com"
        ),
        Case(
            why: "entities of a mailbox, by its GUID",
            cmdlet: "Get-EXOMailboxStatistics",
            parameters: ["ExchangeGuid": .text(guid)],
            anchor: .mailbox,
            expected: "MBX:\(guid)@\(TestToken.contoso)"
        ),
        Case(
            why: "a cmdlet that is not routed so",
            cmdlet: "Get-Mailbox",
            parameters: ["Identity": "a@contoso.com"],
            anchor: .mailbox,
            expected: "UPN:admin@contoso.com"
        ),
        Case(
            why: "the caller's",
            parameters: ["Identity": "a"],
            anchor: .value("UPN:other@contoso.com"),
            expected: "UPN:other@contoso.com"
        ),
        Case(
            why: "the application's",
            parameters: ["Identity": "a"],
            anchor: .application,
            expected: "APP:\(system)@\(TestToken.contoso)"
        ),
        Case(
            why: "the system mailbox",
            parameters: ["Identity": "a"],
            anchor: .systemMailbox,
            expected: "UPN:\(system)@contoso.com"
        ),
    ])
    func choosesTheAnchorByRule(_ example: Case) async throws {
        let bench = Bench([Page.reply(0..<0)])
        _ = try await bench.run(
            Cmdlet(example.cmdlet, parameters: example.parameters, anchor: example.anchor)
        )
        let sent = try #require(bench.transport.requests.first)
        #expect(sent.headers["X-AnchorMailbox"] == example.expected)
        #expect(sent.headers["parameter-based-routing"] == (example.isOfParameter ? "True" : nil))
        #expect(!String(decoding: sent.body ?? [], as: UTF8.self).contains("UseCustomRouting"))
    }

    @Test func keepsItOverThePages() async throws {
        let bench = Bench([
            Page.reply(0..<1, link: Page.link("a")), Page.reply(1..<2, link: Page.link("b")), Page.reply(2..<3),
        ])
        _ = try await bench.run(Cmdlet("Get-InboxRule", parameters: ["Mailbox": "a@contoso.com"], anchor: .mailbox))
        #expect(Set(bench.transport.requests.map { $0.headers["X-AnchorMailbox"] }) == ["SMTP:a@contoso.com"])
    }

    @Test func anApplicationsFollowsTheService() async throws {
        let bench = Bench([Page.reply(0..<1), Page.reply(0..<1)])
        let token = TestToken.application(now: bench.clock.date)
        let exchange = try await bench.connection(.organization("contoso.com"), token: token)
        try await exchange.run("Get-Mailbox")
        let audience = "https://ps.compliance.protection.outlook.com"
        let other = TestToken.application(audience: audience, now: bench.clock.date)
        let compliance = try await bench.connection(.organization("contoso.com"), service: .compliance, token: other)
        try await compliance.run("Get-Label")
        #expect(
            bench.transport.requests.map { $0.headers["X-AnchorMailbox"] }
                == ["APP:\(Self.system)@\(TestToken.contoso)", "UPN:\(Self.system)@contoso.com"]
        )
    }
}
