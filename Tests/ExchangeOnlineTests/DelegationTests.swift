import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import TestSupport
import Testing

struct DelegationTests {
    private func bench(_ replies: [ScriptedReply]) -> Bench {
        var bench = Bench()
        bench.transport = ScriptedTransport(
            replies,
            tenants: [
                "contoso.com": TestToken.contoso, "contoso.onmicrosoft.com": TestToken.contoso,
                "fabrikam.com": TestToken.fabrikam, "fabrikam.onmicrosoft.com": TestToken.fabrikam,
            ]
        )
        return bench
    }

    private func answer(_ organization: String) -> ScriptedReply {
        .json(#"{"@adminapi.warnings":[],"value":[{"OrganizationalUnitRoot":"\#(organization)"}]}"#)
    }

    private func request(
        _ bench: Bench,
        remembered: ConnectionRequest.Remembered? = nil,
        scopes: String? = nil
    ) throws -> ConnectionRequest {
        let token = TestToken.user(
            tenant: TestToken.fabrikam,
            now: bench.clock.date,
            changing: scopes.map { ["scp": .string($0)] } ?? [:]
        )
        return ConnectionRequest(
            identity: .delegatedOrganization("fabrikam.com"),
            tokenSource: PassedTokenSource(try AccessToken(token), now: { bench.clock.date }),
            remembered: remembered
        )
    }

    @Test func asksTheServiceWhichTenantAnswersByOneRequest() async throws {
        let bench = bench([answer("fabrikam.onmicrosoft.com")])
        let connection = try await bench.client.connect(request(bench))
        #expect(connection.information.delegatedOrganization == "fabrikam.com")
        let sent = try #require(bench.transport.requests.first)
        #expect(bench.transport.requests.count == 1)
        #expect(sent.url.contains(TestToken.fabrikam))
        #expect(String(decoding: try #require(sent.body), as: UTF8.self).contains("Get-OrganizationConfig"))
    }

    @Test func refusesWhenAnotherTenantAnswers() async throws {
        let bench = bench([answer("contoso.onmicrosoft.com")])
        let error = await #expect(throws: ExchangeError.self) { try await bench.client.connect(request(bench)) }
        #expect(error?.code == .wrongTenant)
        #expect(error?.message.contains("contoso.onmicrosoft.com") == true)
    }

    @Test func aTokenOfTheSmallInterfaceProvesTheTenantThere() async throws {
        let bench = bench([answer("fabrikam.onmicrosoft.com"), Page.reply(0..<1)])
        let connection = try await bench.client.connect(request(bench, scopes: "Exchange.ManageV2"))
        #expect(connection.isTenantProven)
        let root = "https://outlook.office365.com/adminapi/v2.0/\(TestToken.fabrikam)"
        let asked = try #require(bench.transport.requests.first)
        #expect(asked.url == "\(root)/OrganizationConfig?$select=OrganizationalUnitRoot")
        let input = try JSONValue(parsing: try #require(asked.body))["CmdletInput"]
        #expect(input?["CmdletName"] == "Get-OrganizationConfig")
        #expect(input?["Parameters"] == [:])
        try await connection.run("Get-AcceptedDomain")
        #expect(bench.transport.requests.last?.url == "\(root)/AcceptedDomain")
        try bench.transport.expectNothingLeft()
    }

    @Test func whatTheSmallInterfaceAnswersCountsAsWell() async throws {
        let silent = ScriptedReply.json(#"{"@odata.context":"c","value":[{"Name":"fabrikam"}]}"#)
        let bench = bench([answer("contoso.onmicrosoft.com"), silent])
        let wrong = try bench.client.connection(request(bench, scopes: "Exchange.ManageV2"))
        let error = await #expect(throws: ExchangeError.self) { try await wrong.run("Get-AcceptedDomain") }
        #expect(error?.code == .wrongTenant)
        // An answer that names no organization is no proof, and no contradiction.
        let doubtful = try await bench.client.connect(request(bench, scopes: "Exchange.ManageV2"))
        #expect(!doubtful.isTenantProven)
        #expect(bench.events.all.contains { $0.kind == .tokenWarning && $0["claim"] == "tid" })
        try bench.transport.expectNothingLeft()
    }

    @Test func aLazyConnectionAsksBeforeItsFirstCmdletAndOnce() async throws {
        let bench = bench([
            answer("contoso.onmicrosoft.com"), answer("fabrikam.com"), Page.reply(0..<1), Page.reply(0..<1),
        ])
        let wrong = try bench.client.connection(request(bench))
        let error = await #expect(throws: ExchangeError.self) { try await wrong.run("Set-Mailbox", ["Identity": "a"]) }
        #expect(error?.code == .wrongTenant)
        #expect(bench.transport.requests.count == 1)
        let right = try bench.client.connection(request(bench))
        try await right.run("Get-Mailbox")
        try await right.run("Get-Mailbox")
        try bench.transport.expectNothingLeft()
    }

    @Test func whatWasProvenBeforeIsNotAskedAgain() async throws {
        let bench = bench([Page.reply(0..<1)])
        let known = ConnectionRequest.Remembered(tenantID: TestToken.fabrikam, isTenantProven: true)
        try await bench.client.connection(request(bench, remembered: known)).run("Get-Mailbox")
        try bench.transport.expectNothingLeft()
    }

    @Test func anIdentityThatMayNotAskGoesOnWithADoubt() async throws {
        let refusal = #"{"error":{"code":"Forbidden","message":"no"}}"#
        let bench = bench([.json(refusal, status: 403), Page.reply(0..<1)])
        let connection = try await bench.client.connect(request(bench))
        #expect(bench.events.all.contains { $0.kind == .tokenWarning && $0["claim"] == "tid" })
        try await connection.run("Get-Mailbox")
        #expect(!connection.isTenantProven, "a doubt is not kept as proof")
        try bench.transport.expectNothingLeft()
    }

    @Test func onlyAnAnswerOfTheServiceIsProof() async throws {
        let bench = bench([answer("fabrikam.onmicrosoft.com"), .json(#"{"@adminapi.warnings":[],"value":[]}"#)])
        let told = try await bench.client.connect(request(bench))
        #expect(told.isTenantProven)
        let silent = try await bench.client.connect(request(bench))
        #expect(!silent.isTenantProven)
    }

    @Test func whatOneServiceProvedTheOtherIsAskedAllTheSame() async throws {
        let bench = bench([Page.reply(0..<1), answer("contoso.onmicrosoft.com")])
        let clock = bench.clock
        var request = try request(bench, remembered: .init(tenantID: TestToken.fabrikam, isTenantProven: true))
        request.tokenSource = CallbackTokenSource(now: { clock.date }) { wanted in
            let audience = String(wanted.scopes[0].dropLast("/.default".count))
            return try AccessToken(TestToken.user(tenant: TestToken.fabrikam, audience: audience, now: clock.date))
        }
        let tenant = try TenantConnection(request, by: bench.client)
        try await tenant.run("Get-Mailbox")
        let error = await #expect(throws: ExchangeError.self) { try await tenant.run("Get-Label") }
        #expect(error?.code == .wrongTenant)
        try bench.transport.expectNothingLeft()
    }

    @Test(arguments: [
        ("gcc-high", "https://usg01b.ps.compliance.protection.office365.us"),
        ("dod", "https://usg01b.ps.compliance.protection.office365.us"),
        ("china", "https://usg01b.ps.compliance.protection.partner.outlook.cn"),
    ])
    func theRegionIsFoundInEveryCloud(_ name: String, _ region: String) async throws {
        let cloud = try Cloud.named(name)
        let location = "https://usg01b.admin.\(try #require(cloud.compliance.serviceDomains.first)):446/x"
        let bench = Bench([
            ScriptedReply(status: 302, headers: ["Location": location]).expecting(url: cloud.compliance.base),
            Page.reply(0..<1).expecting(url: region),
        ])
        let token = TestToken.user(audience: cloud.compliance.base, now: bench.clock.date)
        var request = ConnectionRequest(
            cloud: cloud,
            service: .compliance,
            identity: .userPrincipalName("admin@contoso.com"),
            tokenSource: PassedTokenSource(try AccessToken(token), now: { bench.clock.date })
        )
        request.remembered = .init(tenantID: TestToken.contoso)
        let connection = try bench.client.connection(request)
        try await connection.run("Get-Label")
        #expect(connection.information.connectionURI == region)
    }

    @Test func aRegionThatMovesInMidListingIsFollowed() async throws {
        let regions = ["eur01b", "nam12b"].map { "https://\($0).ps.compliance.protection.outlook.com" }
        let bench = Bench([
            ScriptedReply(status: 302, headers: ["Location": "https://eur01b.admin.protection.outlook.com:446/x"]),
            .json(#"{"@adminapi.warnings":[],"@odata.nextLink":"?%24skiptoken=a","value":[{"Name":"a"}]}"#)
                .expecting(url: regions[0]),
            ScriptedReply(status: 302, headers: ["Location": "https://nam12b.admin.protection.outlook.com:446/x"]),
            .json(#"{"@adminapi.warnings":[],"@odata.nextLink":"?%24skiptoken=b","value":[{"Name":"b"}]}"#)
                .expecting(url: regions[1]),
            .json(#"{"@adminapi.warnings":[],"value":[{"Name":"c"}]}"#).expecting(url: regions[1]),
        ])
        let audience = "https://ps.compliance.protection.outlook.com"
        let token = TestToken.user(audience: audience, now: bench.clock.date)
        let connection = try await bench.connection(service: .compliance, token: token)
        let rows = try await connection.run("Get-Label").rows
        #expect(try rows.map { try $0["Name"]?.stringValue } == ["a", "b", "c"])
        #expect(bench.transport.requests.allSatisfy { $0.headers["Authorization"] != nil })
        try bench.transport.expectNothingLeft()
    }
}
