import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import TestSupport
import Testing

struct TenantConnectionTests {
    private static let compliance = "https://ps.compliance.protection.outlook.com"

    /// Gives tokens for whatever is asked for.
    private func source(_ bench: Bench) -> CallbackTokenSource {
        let clock = bench.clock
        return CallbackTokenSource(now: { clock.date }) { request in
            let audience = String(request.scopes[0].dropLast("/.default".count))
            return try AccessToken(TestToken.user(audience: audience, now: clock.date))
        }
    }

    private func tenant(_ bench: Bench, _ source: (any TokenSource)? = nil) throws -> TenantConnection {
        try TenantConnection(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: source ?? self.source(bench)
            ),
            by: bench.client
        )
    }

    @Test func sendsEachCmdletToTheServiceThatHasItWithATokenOfItsOwn() async throws {
        let bench = Bench([Page.reply(0..<1), Page.reply(0..<1)])
        let tenant = try tenant(bench)
        try await tenant.run("Get-Mailbox")
        try await tenant.run("Get-Label")
        let sent = bench.transport.requests
        #expect(
            sent.map { $0.url.split(separator: "/")[1] } == [
                "outlook.office365.com", "ps.compliance.protection.outlook.com",
            ]
        )
        #expect(Set(sent.map { $0.headers["Authorization"] }).count == 2)
        #expect(Set(sent.map { $0.headers["connection-id"] }).count == 2)
        #expect(sent[0].session !== sent[1].session, "no cookies are shared")
        #expect(tenant.information.map(\.service) == [.exchange, .compliance])
        #expect(tenant.information.map { $0.members(id: 1, name: "x")["IsEopSession"] } == [false, true])
    }

    @Test func asksForNothingThatIsNotUsed() async throws {
        let bench = Bench([Page.reply(0..<1)])
        let tenant = try tenant(bench)
        #expect(bench.transport.requests.isEmpty)
        try await tenant.run("Get-Label")
        #expect(bench.transport.requests.count == 1)
        #expect(tenant.exchange.token == nil)
    }

    @Test func wantsAChoiceWhereBothHaveTheName() async throws {
        let bench = Bench([Page.reply(0..<1)])
        let tenant = try tenant(bench)
        let error = await #expect(throws: ExchangeError.self) { try await tenant.run("Get-RoleGroup") }
        #expect(error?.code == .invalidRequest)
        #expect(error?.repair == .chooseService)
        #expect(error?.message.contains("Exchange Online and of Security & Compliance") == true)
        #expect(bench.transport.requests.isEmpty)
        try await tenant.run("Get-RoleGroup", service: .compliance)
        #expect(bench.transport.requests.first?.url.hasPrefix(Self.compliance) == true)
        let none = await #expect(throws: ExchangeError.self) { try await tenant.run("Get-Label", service: .exchange) }
        #expect(none?.message == "Get-Label is no cmdlet of Exchange Online")
    }

    @Test func saysThatOneTokenIsNotForBoth() async throws {
        let bench = Bench([Page.reply(0..<1)])
        let passed = PassedTokenSource(
            try AccessToken(TestToken.user(now: bench.clock.date)),
            now: { bench.clock.date }
        )
        let tenant = try tenant(bench, passed)
        try await tenant.run("Get-Mailbox")
        #expect(tenant.information.map(\.tokenStatus) == [.active, .absent])
        #expect(tenant.information.map(\.renewsToken) == [false, false])
        let error = await #expect(throws: ExchangeError.self) { try await tenant.run("Get-Label") }
        #expect(error?.code == .tokenUnavailable)
        #expect(error?.message.contains("Security & Compliance needs one of its own") == true)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func aClosedConnectionRefusesAndLeavesTheOthersAlone() async throws {
        let bench = Bench([Page.reply(0..<1, link: Page.link("a")), Page.reply(0..<1)])
        let tenant = try tenant(bench)
        var pages = tenant.exchange.pages(of: Cmdlet("Get-Mailbox", resultSize: .unlimited)).makeAsyncIterator()
        #expect(try await pages.next()?.count == 1)
        tenant.exchange.close()
        let late = await #expect(throws: ExchangeError.self) { while try await pages.next() != nil {} }
        #expect(late?.code == .closed)
        #expect(late?.rowsDelivered == 1)
        let error = await #expect(throws: ExchangeError.self) { try await tenant.exchange.run("Get-Mailbox") }
        #expect(error?.code == .closed)
        #expect(tenant.exchange.information.state == .closed)
        #expect(tenant.exchange.token == nil)
        try await tenant.run("Get-Label")
        try bench.transport.expectNothingLeft()
    }

    @Test func aConnectionThatIsMadeLazilyIsCheckedByItsFirstCmdletOnce() async throws {
        let bench = Bench((0..<8).map { _ in Page.reply(0..<1) })
        let token = TestToken.user("mallory@contoso.com", now: bench.clock.date)
        let wrong = try bench.client.connection(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: CallbackTokenSource(now: { bench.clock.date }) { _ in try AccessToken(token) }
            )
        )
        #expect(wrong.information.state.name == "")
        let error = await #expect(throws: ExchangeError.self) { try await wrong.run("Get-Mailbox") }
        #expect(error?.code == .tokenRefused)
        #expect(bench.transport.requests.isEmpty)
        let counted = try TokenSequence([TestToken.user(now: bench.clock.date)])
        let right = try bench.client.connection(
            ConnectionRequest(identity: .userPrincipalName("admin@contoso.com"), tokenSource: counted)
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { try await right.run("Get-Mailbox") } }
            try await group.waitForAll()
        }
        #expect(right.information.tenantID == TestToken.contoso)
        #expect(right.information.state == .connected)
        try bench.transport.expectNothingLeft()
    }

    @Test func aPassedTokenThatContradictsIsRefusedWithoutAsking() throws {
        let bench = Bench()
        let token = try AccessToken(TestToken.user(audience: "https://graph.microsoft.com", now: bench.clock.date))
        let error = #expect(throws: ExchangeError.self) {
            try bench.client.connection(
                ConnectionRequest(
                    identity: .userPrincipalName("admin@contoso.com"),
                    tokenSource: PassedTokenSource(token, now: { bench.clock.date })
                )
            )
        }
        #expect(error?.code == .tokenRefused)
    }

    @Test func saysWhetherACertificateProvedTheApplication() async throws {
        let bench = Bench()
        for (claim, expected) in [("1", false), ("2", true)] {
            let token = TestToken.application(now: bench.clock.date, changing: ["appidacr": .string(claim)])
            let connection = try await bench.connection(.organization("contoso.com"), token: token)
            let members = connection.information.members(id: 1, name: "x")
            #expect(members["CertificateAuthentication"] == .bool(expected))
        }
    }

    @Test func anApplicationsTokenForComplianceNeedsNotCarryTheRoleOfTheOtherService() async throws {
        let bench = Bench([Page.reply(0..<1)])
        let token = TestToken.application(audience: Self.compliance, now: bench.clock.date, changing: ["roles": nil])
        let connection = try await bench.connection(.organization("contoso.com"), service: .compliance, token: token)
        try await connection.run("Get-Label")
        #expect(bench.events.all.contains { $0.kind == .tokenWarning && $0["claim"] == "roles" })
    }
}
