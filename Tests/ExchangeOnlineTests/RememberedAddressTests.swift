import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import Synchronization
import TestSupport
import Testing

/// A connection that begins where an earlier one ended up.
struct RememberedAddressTests {
    static let old = "https://old.outlook.office365.com"
    static let door = "https://outlook.office365.com"
    static let path = "/adminapi/beta/\(TestToken.contoso)/InvokeCommand"

    private func connection(
        _ bench: Bench,
        source: (any TokenSource)? = nil
    ) async throws -> ExchangeConnection {
        let token = try AccessToken(TestToken.user(now: bench.clock.date))
        return try await bench.client.connect(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: source ?? PassedTokenSource(token, now: { bench.clock.date }),
                remembered: .init(tenantID: TestToken.contoso, connectionURI: Self.old),
                verifiesAccess: false
            )
        )
    }

    struct Case: CustomTestStringConvertible {
        var why: String
        var cmdlet = "Get-Mailbox"
        var failure: ScriptedReply
        var testDescription: String { why }
    }

    @Test(arguments: [
        Case(why: "its name is gone", failure: .failure(.cannotResolve)),
        Case(why: "nothing listens there", failure: .failure(.cannotConnect)),
        Case(why: "its certificate is for another", failure: .failure(.untrusted)),
        Case(why: "it does not answer", failure: .failure(.noReply, mayHaveBeenSent: true)),
        Case(why: "it does not answer in time", failure: .failure(.timedOut, mayHaveBeenSent: true)),
        Case(why: "it does not know the tenant", failure: .text("", status: 404)),
        Case(why: "it serves others", failure: .text("", status: 421)),
        Case(why: "it is away", failure: .text("", status: 503)),
        Case(why: "its gateway has nothing behind it", failure: .text("<html>", status: 502)),
        Case(why: "a change that never left", cmdlet: "Set-Mailbox", failure: .failure(.cannotConnect)),
        Case(why: "a change for an unknown tenant", cmdlet: "Set-Mailbox", failure: .text("", status: 404)),
    ])
    func startsOnceAgainAtTheFrontDoor(_ example: Case) async throws {
        let region = "https://new.outlook.office365.com"
        let bench = Bench([
            example.failure, RedirectTests.redirect("\(region)\(Self.path)"), Page.reply(0..<1), Page.reply(0..<1),
        ])
        let connection = try await connection(bench)
        _ = try await connection.run(Cmdlet(example.cmdlet, isChecked: false))
        _ = try await connection.run(Cmdlet("Get-Mailbox"))
        let hosts = [Self.old, Self.door, region, region]
        #expect(bench.transport.requests.map(\.url) == hosts.map { $0 + Self.path })
        #expect(connection.information.connectionURI == region, "what is to be stored is right again")
        #expect(bench.clock.sleeps.isEmpty)
        #expect(bench.events.count(.addressLeft) == 1)
    }

    @Test func reportsWhatTheFrontDoorSays() async throws {
        let bench = Bench([.failure(.cannotResolve), .failure(.cannotResolve)])
        let connection = try await connection(bench)
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        #expect(error?.code == .notConnected)
        #expect(error?.message.hasPrefix("\(Self.door): ") == true)
        try bench.transport.expectNothingLeft()
    }

    @Test func doesNotDoubleAChangeThatMayHaveBeenExecutedThere() async throws {
        let bench = Bench([.text("", status: 503)])
        let connection = try await connection(bench)
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet("Set-Mailbox", parameters: ["Identity": "a"]))
        }
        #expect(error?.code == .outcomeUnknown)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func triesAnAddressThatAnsweredAgainBeforeItIsLeft() async throws {
        let bench = Bench(
            [Page.reply(0..<1)] + Array(repeating: .failure(.cannotConnect), count: 4) + [Page.reply(0..<1)]
        )
        let connection = try await connection(bench)
        _ = try await connection.run(Cmdlet("Get-Mailbox"))
        _ = try await connection.run(Cmdlet("Get-Mailbox"))
        #expect(bench.clock.sleeps == [2, 4, 8].map { .seconds($0) })
        #expect(
            bench.transport.requests.map(\.url)
                == (Array(repeating: Self.old, count: 5) + [Self.door]).map { $0 + Self.path }
        )
    }

    @Test func comparesTheNextLinkWithTheAddressThatThePageCameFrom() async throws {
        // The first page of a listing comes from the old address; while it is read, another call of the connection is
        // redirected, so that the connection's address is another one when the link is looked at.
        let region = "https://new.outlook.office365.com"
        let transport = AnsweringTransport { request in
            if request.headers["X-CmdletName"] == "Get-User" {
                return request.url.hasPrefix(Self.old)
                    ? RedirectTests.redirect("\(region)\(Self.path)") : Page.reply(0..<1)
            }
            let isFirst = !request.url.contains("skiptoken")
            return isFirst
                ? Page.reply(0..<1, link: "\(Self.old)\(Self.path)?%24skiptoken=a") : Page.reply(1..<2)
        }
        let clock = TestClock()
        let connection = try await ExchangeClient(transport: transport, now: { clock.date }, clock: clock).connect(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(try AccessToken(TestToken.user()), now: { clock.date }),
                remembered: .init(tenantID: TestToken.contoso, connectionURI: Self.old),
                verifiesAccess: false
            )
        )
        var names: [String?] = []
        for try await page in connection.pages(of: Cmdlet("Get-Mailbox", resultSize: .unlimited)) {
            for row in page.rows { names.append(try row["Name"]?.stringValue) }
            if names.count == 1, page.count > 0 { _ = try await connection.run(Cmdlet("Get-User")) }
        }
        #expect(names == ["n0", "n1"])
        #expect(transport.requests.last?.url.hasPrefix(Self.old) == true, "the service's place is on that server")
        #expect(connection.information.connectionURI == region)
    }
}
