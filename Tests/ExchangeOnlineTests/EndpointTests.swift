import ExchangeOnline
import ExoJSON
import ExoTransport
import TestSupport
import Testing

/// Admin API v2.0, for tokens that open nothing else.
struct EndpointTests {
    private func bench(_ replies: ScriptedReply...) -> Bench { Bench(replies) }

    private func connection(
        _ bench: Bench,
        roles: [String] = ["Exchange.ManageAsAppV2"],
        verifiesAccess: Bool = false
    ) async throws -> ExchangeConnection {
        let roles = JSONValue.array(roles.map { .string($0) })
        let token = TestToken.application(now: bench.clock.date, changing: ["roles": roles])
        return try await bench.client.connect(
            ConnectionRequest(
                identity: .organization("contoso.com"),
                tokenSource: PassedTokenSource(try AccessToken(token), now: { [clock = bench.clock] in clock.date }),
                verifiesAccess: verifiesAccess
            )
        )
    }

    @Test func connectsAndSendsACmdletToItsEndpoint() async throws {
        let bench = bench(Page.reply(0..<1))
        let connection = try await connection(bench, verifiesAccess: true)
        #expect(bench.events.all.contains { $0.kind == .tokenWarning && $0["claim"] == "roles" })
        let outcome = try await connection.run(
            Cmdlet(
                "get-mailbox",
                parameters: ["Identity": "ada", "WarningAction": "SilentlyContinue"],
                properties: ["DisplayName", "GrantSendOnBehalfTo"]
            )
        )
        #expect(outcome.rows.count == 1)
        let request = try #require(bench.transport.requests.first)
        #expect(bench.transport.requests.count == 1)
        #expect(
            request.url == "https://outlook.office365.com/adminapi/v2.0/\(Page.tenant)/Mailbox"
                + "?$select=DisplayName,GrantSendOnBehalfTo"
        )
        let input = try JSONValue(parsing: try #require(request.body))["CmdletInput"]
        #expect(input?["Parameters"] == ["Identity": "ada"])
        #expect(request.headers["WarningAction"] == "SilentlyContinue")
    }

    @Test func theLargerInterfaceIsUsedWhereTheTokenOpensBoth() async throws {
        let bench = bench(Page.reply(0..<1))
        let connection = try await connection(bench, roles: ["Exchange.ManageAsAppV2", "Exchange.ManageAsApp"])
        try await connection.run("Get-Mailbox", ["Filter": "Alias -eq 'a'"])
        #expect(bench.transport.requests.first?.url == Page.path)
    }

    @Test func aUsersTokenIsReadByItsScopes() async throws {
        let bench = bench(Page.reply(0..<1))
        let token = TestToken.user(now: bench.clock.date, changing: ["scp": "Exchange.ManageV2"])
        try await bench.connection(token: token).run("Get-OrganizationConfig")
        #expect(bench.transport.requests.first?.url.hasSuffix("/v2.0/\(Page.tenant)/OrganizationConfig") == true)
    }

    @Test(arguments: ["Get-TransportRule", "Get-EXOMailbox", "Remove-Mailbox"])
    func whatItDoesNotHaveIsRefusedBeforeSending(_ name: String) async throws {
        let bench = bench()
        let connection = try await connection(bench)
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet(name, parameters: name == "Remove-Mailbox" ? ["Identity": "a"] : [:])) {
                _ in
                Issue.record("nobody is to be asked")
                return true
            }
        }
        #expect(error?.code == .forbidden && error?.attempts == 0)
        #expect(error?.message.contains("\(name) was not sent: the token opens Admin API v2.0 alone") == true)
        #expect(error?.repair == "use a token with the permission Exchange.ManageAsApp, which opens every cmdlet")
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func aParameterThatItDoesNotTakeIsRefusedBeforeSending() async throws {
        let bench = bench()
        let connection = try await connection(bench)
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run("Set-Mailbox", ["Identity": "a", "MaxSendSize": "5MB"])
        }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains("takes no -MaxSendSize") == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("-Identity, -GrantSendOnBehalfTo") == true)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func aChangeOfHighImpactIsAskedAboutWithoutTheService() async throws {
        let bench = bench(.json(#"{"@odata.context":"x","value":[]}"#))
        let connection = try await connection(bench)
        let cmdlet = Cmdlet("Remove-MailboxFolderPermission", parameters: ["Identity": #"a:\Calendar"#, "User": "b"])
        try await connection.run(cmdlet) { question in
            #expect(question.isEmpty)
            return true
        }
        let request = try #require(bench.transport.requests.first)
        let input = try JSONValue(parsing: try #require(request.body))["CmdletInput"]
        #expect(input?["Parameters"] == ["Identity": #"a:\Calendar"#, "User": "b"])
        #expect(bench.transport.requests.count == 1)
    }
}
