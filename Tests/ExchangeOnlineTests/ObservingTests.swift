import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import Synchronization
import TestSupport
import Testing

struct ObservingTests {
    /// Runs a listing of two pages that is held up twice.
    private func eventsOfAListing() async throws -> (bench: Bench, events: [ConnectionEvent]) {
        let bench = Bench([
            .text("", status: 429, headers: ["Retry-After": "30", "request-id": "first"]),
            .failure(.noReply, mayHaveBeenSent: true),
            Page.reply(0..<2, link: Page.link("2")),
            Page.reply(2..<3),
        ])
        let connection = try await bench.connection()
        _ = try await connection.run(Cmdlet("Get-Mailbox"))
        return (bench, bench.events.all.filter { !$0.subject.isSignIn })
    }

    @Test func tellsRequestsRetriesWaitsBudgetAndBytesAsValues() async throws {
        let (bench, events) = try await eventsOfAListing()
        let sent = events.compactMap { event -> ConnectionEvent.SentRequest? in
            if case .requestSent(let request) = event.details { request } else { nil }
        }
        #expect(sent.map(\.attempt) == [1, 2, 3, 1])
        #expect(sent.map(\.bytes) == bench.transport.requests.map { $0.body?.count ?? 0 })
        #expect(sent.allSatisfy { !$0.url.contains("?") && $0.method == "POST" })

        let heads = events.compactMap { event -> ConnectionEvent.ReplyHead? in
            if case .replyReceived(let head) = event.details { head } else { nil }
        }
        #expect(heads.map(\.status) == [429, 200, 200])
        #expect(heads[0].requestID == "first")

        let ends = events.compactMap { event -> ConnectionEvent.ReplyEnd? in
            if case .replyEnded(let end) = event.details { end } else { nil }
        }
        #expect(ends.count == 3)
        #expect(ends.allSatisfy { $0.isWhole })
        #expect(ends[1].bytes == Page.reply(0..<2, link: Page.link("2")).parts.reduce(0) { $0 + $1.count })

        let budgets = events.compactMap { event -> RetryBudget? in
            if case .waiting(_, let left) = event.details { left } else { nil }
        }
        #expect(
            budgets == [
                RetryBudget(attempts: 5, time: .seconds(870)), RetryBudget(attempts: 4, time: .seconds(866)),
            ]
        )
        let failures = events.compactMap { event -> TransportError.Code? in
            if case .requestFailed(let error, _) = event.details { error.code } else { nil }
        }
        #expect(failures == [.noReply])
    }

    @Test func tellsConnectionsApartInOneObserver() async throws {
        let bench = Bench([Page.reply(0..<1), Page.reply(0..<1)])
        let first = try await bench.connection()
        let token = TestToken.user(audience: "https://ps.compliance.protection.outlook.com", now: bench.clock.date)
        let second = try await bench.connection(service: .compliance, token: token)
        _ = try await first.run(Cmdlet("Get-Mailbox"))
        _ = try await second.run(Cmdlet("Get-Label"))
        let sent = bench.events.all.filter { $0.kind == .requestSent && !$0.subject.isSignIn }
            .map(\.subject)
        #expect(sent.map(\.connectionID) == [first.information.connectionID, second.information.connectionID])
        #expect(sent.map(\.service) == [.exchange, .compliance])
        #expect(sent.map(\.cmdlet) == ["Get-Mailbox", "Get-Label"])
        #expect(sent.allSatisfy { $0.tenantID == TestToken.contoso && $0.correlationID != nil })
    }

    @Test func writesTheLinesOfALog() async throws {
        let (bench, events) = try await eventsOfAListing()
        let lines = Mutex<[String]>([])
        let log = LogObserver(.debug) { level, line in lines.withLock { $0.append("\(level.rawValue): \(line)") } }
        for event in events { log.observe(event) }
        let id = try #require(bench.transport.requests.first?.headers["client-request-id"])
        let url = try #require(bench.transport.requests.first?.url.split(separator: "?").first)
        let text = lines.withLock { $0 }
        #expect(text.contains("debug: request sent method=POST url=\(url) cmdlet=Get-Mailbox client-request-id=\(id)"))
        #expect(text.contains("debug: reply received status=429 request-id=first client-request-id=\(id)"))
        #expect(
            text.contains(
                "info: waiting before a repetition seconds=30.0 attempt=1 reason=\"too many requests\" client-request-id=\(id)"
            )
        )
        let quiet = LogObserver(.warning) { _, line in Issue.record("written: \(line)") }
        for event in events { quiet.observe(event) }
    }

    @Test func nothingThatTheServiceSaysBeginsALineOfALog() {
        let lines = Mutex<[String]>([])
        let log = LogObserver(.debug) { _, line in lines.withLock { $0.append(line) } }
        let odd = "a\"b\\c\nwarning: d\u{2028}e"
        log.observe(ConnectionEvent(.redirected(to: odd)))
        log.observe(ConnectionEvent(.tokenWarning(claim: "aud", text: odd)))
        log.observe(ConnectionEvent(.redirected(to: "https://host/path")))
        let expected = [
            #"redirected url="a\"b\\c\nwarning: d\u{2028}e""#,
            #"a"b\c\nwarning: d\u{2028}e"#,
            "redirected url=https://host/path",
        ]
        #expect(lines.withLock { $0 } == expected)
    }

    @Test func holdsNoSecret() async throws {
        let (bench, events) = try await eventsOfAListing()
        let token = try #require(bench.transport.requests.first?.headers["Authorization"]?.dropFirst(7))
        var dumped = ""
        dump(events, to: &dumped)
        #expect(!dumped.contains(token) && !dumped.contains(token.prefix(20)))
        #expect(!dumped.contains("CmdletInput"))
    }

    @Test func tellsRequestsForTokensWithoutASecret() async throws {
        let clock = TestClock(advancesItself: true)
        let events = EventLog()
        let metrics = PrometheusObserver()
        let observer = ObserverGroup([EventHandler { events.append($0) }, metrics])
        let token = TestToken.application(now: clock.date)
        let transport = ScriptedTransport([
            .text("busy", status: 503),
            .json(#"{"token_type":"Bearer","expires_in":3600,"access_token":"\#(token)"}"#),
            Page.reply(0..<1),
        ])
        let authority = AuthorityClient(
            transport: transport,
            clock: clock,
            now: { clock.date },
            observer: observer.ofSignIn
        )
        let flow = ClientCredentialsFlow(clientID: "app-1", authentication: ClientSecret("quiet words".utf8))
        let client = ExchangeClient(transport: transport, now: { clock.date }, clock: clock, observer: observer)
        let connection = try await client.connect(
            ConnectionRequest(
                identity: .organization("contoso.com"),
                tokenSource: CachedTokenSource(flow, client: authority),
                verifiesAccess: false
            )
        )
        try await connection.run("Get-Mailbox")
        let ofSignIn = events.all.filter(\.subject.isSignIn)
        let sent = ofSignIn.compactMap { event -> ConnectionEvent.SentRequest? in
            if case .requestSent(let request) = event.details { request } else { nil }
        }
        let host = "https://login.microsoftonline.com"
        #expect(
            sent.map { "\($0.method) \($0.url)" } == [
                "GET \(host)/contoso.com/v2.0/.well-known/openid-configuration",
                "POST \(host)/\(TestToken.contoso)/oauth2/v2.0/token",
                "POST \(host)/\(TestToken.contoso)/oauth2/v2.0/token",
            ]
        )
        #expect(sent.map(\.attempt) == [1, 1, 2])
        #expect(ofSignIn.count { $0.kind == .waiting } == 1)
        #expect(events.all.contains { $0.kind == .requestSent && !$0.subject.isSignIn })
        var dumped = ""
        dump(events.all, to: &dumped)
        #expect(!dumped.contains("quiet") && !dumped.contains(token.prefix(20)) && !dumped.contains("client_secret"))
        #expect(metrics.text.contains(#"exo_requests_total{service="sign-in"} 3"#))
        #expect(metrics.text.contains(#"exo_replies_total{service="sign-in",status="503"} 1"#))
    }

    @Test func passesATraceContextOnAsItWasGivenAndMakesNoneUp() async throws {
        let bench = Bench([
            .text("", status: 503), Page.reply(0..<1), Page.reply(0..<1),
        ])
        let connection = try await bench.connection()
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let context = TraceContext(traceparent: parent, tracestate: "congo=t61rcWkgMzE")
        try await TraceContext.$current.withValue(context) { _ = try await connection.run(Cmdlet("Get-Mailbox")) }
        _ = try await connection.run(Cmdlet("Get-Mailbox"))
        let requests = bench.transport.requests
        #expect(requests.map { $0.headers["traceparent"] } == [parent, parent, nil])
        #expect(requests.map { $0.headers["tracestate"] } == ["congo=t61rcWkgMzE", "congo=t61rcWkgMzE", nil])
    }
}
