import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import TestSupport
import Testing

struct RedirectTests {
    static func redirect(_ location: String?, status: Int = 302) -> ScriptedReply {
        var headers: HTTPHeaders = [:]
        headers["Location"] = location
        return .text("", status: status, headers: headers)
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func sendsTheSameRequestToTheRegionalHost(_ status: Int) async throws {
        let there = "https://eur01b.outlook.office365.com"
        let path = "/adminapi/beta/\(TestToken.contoso)/InvokeCommand"
        let bench = Bench([
            Self.redirect("\(there):446\(path)", status: status),
            Page.reply(0..<1, link: "\(there)\(path)?%24skiptoken=a"),
            Page.reply(1..<2), Page.reply(0..<1),
        ])
        let connection = try await bench.connection()
        _ = try await connection.run(Cmdlet("Get-Mailbox", resultSize: .unlimited))
        _ = try await connection.run(Cmdlet("Get-Mailbox", resultSize: .unlimited))
        let requests = bench.transport.requests
        #expect(
            requests.map(\.url) == [Page.path, there + path, "\(there)\(path)?%24skiptoken=a", there + path],
            "the host stays pinned"
        )
        for request in requests {
            #expect(request.method == "POST")
            #expect(request.body == requests[0].body)
            #expect(request.headers["Authorization"] == requests[0].headers["Authorization"])
            #expect(request.headers["X-AnchorMailbox"] == requests[0].headers["X-AnchorMailbox"])
        }
        #expect(connection.information.connectionURI == there)
        #expect(bench.events.count(.redirected) == 1)
    }

    @Test(arguments: ["InvokeCommand", "InvokeCommand?%24skiptoken=other", "Recipient"])
    func keepsItsPlaceInAListingWhateverTheRedirectSays(_ route: String) async throws {
        let there = "https://eur01b.outlook.office365.com"
        let bench = Bench([
            Page.reply(0..<1, link: "\(Page.path)?%24skiptoken=a"),
            Self.redirect("\(there)/adminapi/beta/\(TestToken.contoso)/\(route)"), Page.reply(1..<2),
        ])
        let connection = try await bench.connection()
        let rows = try await connection.run(Cmdlet("Get-Mailbox", resultSize: .unlimited)).rows
        #expect(rows.count == 2)
        let path = "/adminapi/beta/\(TestToken.contoso)/InvokeCommand"
        #expect(bench.transport.requests.last?.url == "\(there)\(path)?%24skiptoken=a")
    }

    @Test(arguments: [
        "https://evil.example.com/adminapi/beta/x/InvokeCommand",
        "https://outlook.office365.com.evil.example.com/adminapi/x",
        "https://eviloultook.office365.com.example/adminapi/x",
        "http://outlook.office365.com/adminapi/beta/x/InvokeCommand",
        "https://user@outlook.office365.com/adminapi/beta/x/InvokeCommand",
        "https://outlook.office365.com/owa/auth/logon.aspx",
        "https://login.microsoftonline.com/common/oauth2/authorize",
        "javascript:alert(1)",
        "https://outlook.office365.com/adminapi/beta/22222222-2222-4222-8222-222222222222/InvokeCommand",
        "//evil.example.com/adminapi/x",
        "https://evil.example.com\\@outlook.office365.com/adminapi/x",
    ])
    func neverTakesTheTokenOutOfTheService(_ location: String) async throws {
        let bench = Bench([Self.redirect(location)])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet("Set-Mailbox", parameters: ["Identity": "a"]))
        }
        #expect(error?.code == .redirectRefused)
        #expect(error?.status == 302)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func endsACircle() async throws {
        let bench = Bench(Array(repeating: Self.redirect(Page.path), count: 9))
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        #expect(error?.code == .redirectRefused)
        #expect(error?.message.contains("circle") == true)
        #expect(bench.transport.requests.count == 2)
    }

    @Test func endsAfterEightHops() async throws {
        let path = "/adminapi/beta/\(TestToken.contoso)/InvokeCommand"
        let bench = Bench((0..<20).map { Self.redirect("https://h\($0).outlook.office365.com\(path)") })
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        #expect(error?.code == .redirectRefused)
        #expect(bench.transport.requests.count == 9)
    }

    @Test func reportsARedirectToNowhere() async throws {
        let bench = Bench([Self.redirect(nil)])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        #expect(error?.code == .unexpectedResponse)
    }

    struct RegionCase {
        var location: String
        var url: String?
    }

    @Test(arguments: [
        RegionCase(
            location: "https://eur01b.admin.protection.outlook.com:446/AdminApi/v1.0/x/EXOModuleFile",
            url: "https://eur01b.ps.compliance.protection.outlook.com/"
        ),
        RegionCase(
            location: "https://deu01b.ps.compliance.protection.outlook.com/anything",
            url: "https://deu01b.ps.compliance.protection.outlook.com/"
        ),
        RegionCase(location: "https://evil.example.com/x", url: nil),
    ])
    func takesTheRegionOfAComplianceTenantFromTheFirstLabel(_ example: RegionCase) async throws {
        let bench = Bench([Self.redirect(example.location), .json(ConnectingTests.banner)])
        let token = TestToken.user(audience: "https://ps.compliance.protection.outlook.com", now: bench.clock.date)
        let request = ConnectionRequest(
            service: .compliance,
            identity: .userPrincipalName("admin@contoso.com"),
            tokenSource: PassedTokenSource(try AccessToken(token), now: { bench.clock.date })
        )
        guard let url = example.url else {
            let error = await #expect(throws: ExchangeError.self) { try await bench.client.connect(request) }
            #expect(error?.code == .redirectRefused)
            #expect(bench.transport.requests.count == 1)
            return
        }
        let connection = try await bench.client.connect(request)
        let sent = bench.transport.requests.map(\.url)
        #expect(sent[0].hasPrefix("https://ps.compliance.protection.outlook.com/AdminApi/v1.0/"))
        #expect(sent[1].hasPrefix(url + "AdminApi/v1.0/\(TestToken.contoso)/EXOBanner"))
        #expect(connection.information.connectionURI + "/" == url)
        #expect(connection.information.members(id: 1, name: "x")["IsEopSession"] == true)
    }

    @Test func followsTheEmulatorToItsRegionalPort() async throws {
        let path = "/adminapi/beta/\(TestToken.contoso)/InvokeCommand"
        let bench = Bench([Self.redirect("https://localhost:446\(path)"), Page.reply(0..<1)])
        let cloud = try Cloud.named("emulator")
        let connection = try await bench.connection(cloud: cloud)
        _ = try await connection.run(Cmdlet("Get-Mailbox"))
        #expect(
            bench.transport.requests.map(\.url)
                == ["https://localhost:8443\(path)", "https://localhost:8444\(path)"]
        )
    }
}
