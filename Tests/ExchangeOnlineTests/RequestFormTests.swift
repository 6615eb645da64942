import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import TestSupport
import Testing

struct RequestFormTests {
    @Test func sendsTheCmdletAsTheServiceExpectsIt() async throws {
        let bench = Bench([Page.reply(0..<1)])
        let outcome = try await bench.run(
            Cmdlet("get-mailbox", parameters: ["Ident": "Zoë", "resultsize": 5])
        )
        let request = try #require(bench.transport.requests.first)
        #expect(request.method == "POST")
        #expect(request.url == Page.path)
        let body =
            #"{"CmdletInput":{"CmdletName":"Get-Mailbox","Parameters":{"Identity":"Zoë","ResultSize":5}}}"#
        #expect(request.body.map { String(decoding: $0, as: UTF8.self) } == body)
        let expected = [
            "Authorization": "Bearer \(TestToken.user(now: bench.clock.date))",
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Prefer": "odata.maxpagesize=5",
            "X-CmdletName": "Get-Mailbox",
            "X-ResponseFormat": "json",
            "X-AnchorMailbox": "UPN:admin@contoso.com",
            "User-Agent": "exo/test",
            "client-request-id": outcome.correlationID,
        ]
        for (name, value) in expected { #expect(request.headers[name] == value, "\(name)") }
        #expect(request.headers["WarningAction"] == "")
        #expect(request.headers["connection-id"]?.count == 36)
        // The wait for the reply is limited; a listing may take as long as its rows keep coming.
        #expect(request.headTimeout == .seconds(960))
        #expect(request.timeout == nil)
        #expect(request.session != nil)
    }

    struct AnchorCase {
        var identity: ConnectionIdentity
        var service: AdminService
        var anchor: String
    }

    static let mailbox = "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}"

    @Test(arguments: [
        AnchorCase(
            identity: .userPrincipalName("admin@contoso.com"),
            service: .exchange,
            anchor: "UPN:admin@contoso.com"
        ),
        AnchorCase(
            identity: .userPrincipalName("admin@contoso.com"),
            service: .compliance,
            anchor: "UPN:admin@contoso.com"
        ),
        AnchorCase(
            identity: .organization(TestToken.contoso),
            service: .exchange,
            anchor: "APP:\(mailbox)@\(TestToken.contoso)"
        ),
        AnchorCase(
            identity: .organization(TestToken.contoso),
            service: .compliance,
            anchor: "UPN:\(mailbox)@\(TestToken.contoso)"
        ),
    ])
    func choosesTheAnchorByIdentityAndService(_ example: AnchorCase) async throws {
        let bench = Bench([Page.reply(0..<1)])
        let audience =
            example.service == .exchange
            ? "https://outlook.office365.com" : "https://ps.compliance.protection.outlook.com"
        let isUser = if case .userPrincipalName = example.identity { true } else { false }
        let token =
            isUser
            ? TestToken.user(audience: audience, now: bench.clock.date)
            : TestToken.application(audience: audience, now: bench.clock.date)
        let connection = try await bench.connection(example.identity, service: example.service, token: token)
        _ = try await connection.run(Cmdlet("Get-OrganizationConfig"))
        #expect(bench.transport.requests.first?.headers["X-AnchorMailbox"] == example.anchor)
    }

    @Test func sendsSelectionAndWarningAction() async throws {
        let bench = Bench([Page.reply(0..<1)])
        _ = try await bench.run(
            Cmdlet(
                "Get-Mailbox",
                parameters: ["WarningAction": "Ignore"],
                properties: ["Name", "LastUsedDate(DateTime])"]
            )
        )
        let request = try #require(bench.transport.requests.first)
        #expect(request.url == Page.path + "?$select=Name,LastUsedDate%28DateTime%5D%29")
        #expect(request.headers["WarningAction"] == "SilentlyContinue")
        let body = try JSONValue(parsing: request.body ?? [])
        #expect(body["CmdletInput"]?["Parameters"]?["WarningAction"] == "Ignore")
    }

    struct SizeCase {
        var parameter: JSONValue?
        var asked: ResultSize?
        var prefer: String
        var sent: JSONValue?
    }

    @Test(arguments: [
        SizeCase(parameter: nil, asked: nil, prefer: "1000", sent: nil),
        SizeCase(parameter: "unlimited", asked: nil, prefer: "1000", sent: "unlimited"),
        SizeCase(parameter: "7", asked: nil, prefer: "7", sent: "7"),
        SizeCase(parameter: 5000, asked: nil, prefer: "1000", sent: 5000),
        SizeCase(parameter: 3, asked: .unlimited, prefer: "1000", sent: "Unlimited"),
        SizeCase(parameter: nil, asked: .unlimited, prefer: "1000", sent: "Unlimited"),
    ])
    func asksForNoMoreRowsThanAreWanted(_ example: SizeCase) async throws {
        let bench = Bench([Page.reply(0..<1)])
        var cmdlet = Cmdlet("Get-Mailbox")
        cmdlet.parameters["resultsize"] = example.parameter.map { CmdletValue($0) }
        if let asked = example.asked {
            cmdlet = Cmdlet("Get-Mailbox", parameters: cmdlet.parameters, resultSize: asked)
        }
        _ = try await bench.run(cmdlet)
        let request = try #require(bench.transport.requests.first)
        #expect(request.headers["Prefer"] == "odata.maxpagesize=\(example.prefer)")
        let parameters = try JSONValue(parsing: request.body ?? [])["CmdletInput"]?["Parameters"]?.objectValue
        #expect(parameters?.value(ignoringCase: "ResultSize") == example.sent)
        #expect((parameters?.count ?? 0) <= 1)
    }

    @Test(arguments: [
        Cmdlet("Get-Mailbox", parameters: ["ResultSize": 0]), Cmdlet("Get-Mailbox", parameters: ["ResultSize": -1]),
        Cmdlet("Get-Mailbox", parameters: ["ResultSize": "abc"]),
        Cmdlet("Get-Mailbox", parameters: ["ResultSize": nil]),
        Cmdlet("Get-Mailbox", parameters: ["ResultSize": 5.5]), Cmdlet("Get-Mailbox", pageSize: 0),
        Cmdlet("Get-Mailbox", pageSize: 1001), Cmdlet(""), Cmdlet("Get"), Cmdlet("Get-"), Cmdlet("-Mailbox"),
        Cmdlet("Get-Mail box"), Cmdlet("Get-Mailbox\r\nX: y"), Cmdlet("Get-Mailbox-Now"), Cmdlet("Get-Mäilbox"),
    ])
    func refusesMalformedCmdletsBeforeSending(_ cmdlet: Cmdlet) async throws {
        let bench = Bench()
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(cmdlet) }
        #expect(error?.code == .invalidRequest)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func refusesAnImpossibleLimit() {
        let error = #expect(throws: ExchangeError.self) { try ResultSize.limited(to: 0) }
        #expect(error?.code == .invalidRequest)
    }
}
