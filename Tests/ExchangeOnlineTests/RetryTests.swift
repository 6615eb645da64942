import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import Synchronization
import TestSupport
import Testing

struct RetryTests {
    static let ok = Page.reply(0..<1)
    static let overloaded =
        #"{"error":{"message":"m","details":[{"message":"|Microsoft.Exchange.Data.Directory.DCOverloadedException|busy"}]}}"#

    struct Case: CustomTestStringConvertible {
        var why: String
        var cmdlet = "Get-Mailbox"
        var replies: [ScriptedReply]
        var waits: [Duration] = []
        var code: ExchangeError.Code?
        var testDescription: String { why }
    }

    static let cases: [Case] = [
        Case(why: "503", replies: [.text("", status: 503), ok], waits: [.seconds(2)]),
        Case(
            why: "504, then 408",
            replies: [.text("", status: 504), .text("", status: 408), ok],
            waits: [.seconds(2), .seconds(4)]
        ),
        Case(why: "502", replies: [.text("", status: 502), ok], waits: [.seconds(2)]),
        Case(
            why: "500 with an exception that passes by itself",
            replies: [.json(overloaded, status: 500), .text("", status: 502), ok],
            waits: [.seconds(2), .seconds(4)]
        ),
        Case(
            why: "429 with the longest time that a service may ask for",
            replies: [.text("", status: 429, headers: ["Retry-After": "600"]), ok],
            waits: [.seconds(600)]
        ),
        Case(
            why: "429 with a fraction of seconds",
            replies: [.text("", status: 429, headers: ["Retry-After": "0.25"]), ok],
            waits: [.milliseconds(250)]
        ),
        Case(why: "429 without a time", replies: [.text("", status: 429), ok], waits: [.seconds(2)]),
        Case(
            why: "429 of a change, which was not executed",
            cmdlet: "Set-Mailbox",
            replies: [.text("", status: 429, headers: ["Retry-After": "7"]), ok],
            waits: [.seconds(7)]
        ),
        Case(
            why: "a wait longer than any",
            replies: [.text("", status: 429, headers: ["Retry-After": "86400"])],
            code: .throttled
        ),
        Case(
            why: "too many requests at once, told in plain text",
            replies: [
                .text("You have reached the maximum number of concurrent requests per tenant.", status: 400), ok,
            ],
            waits: [.seconds(2)]
        ),
        Case(
            why: "too many requests at once, of a change, which was not executed",
            cmdlet: "Set-Mailbox",
            replies: [
                .text("You have reached the maximum number of concurrent requests per tenant.", status: 400), ok,
            ],
            waits: [.seconds(2)]
        ),
        Case(
            why: "the directory is overloaded for a change, which the service says failed",
            cmdlet: "Set-Mailbox",
            replies: [.json(overloaded, status: 500)],
            code: .serviceFailed
        ),
        Case(
            why: "six times 503",
            replies: Array(repeating: .text("", status: 503), count: 6),
            waits: [2, 4, 8, 16, 32].map { .seconds($0) },
            code: .unavailable
        ),
        Case(
            why: "no reply to a read",
            replies: [.failure(.noReply, mayHaveBeenSent: true), ok],
            waits: [.seconds(2)]
        ),
        Case(
            why: "no reply to a change",
            cmdlet: "New-Mailbox",
            replies: [.failure(.noReply, mayHaveBeenSent: true)],
            code: .outcomeUnknown
        ),
        Case(
            why: "a change in time limit",
            cmdlet: "New-Mailbox",
            replies: [.failure(.timedOut, mayHaveBeenSent: true)],
            code: .outcomeUnknown
        ),
        Case(why: "503 of a change", cmdlet: "Set-Mailbox", replies: [.text("", status: 503)], code: .outcomeUnknown),
        Case(
            why: "500 of a change",
            cmdlet: "Set-Mailbox",
            replies: [.text("<p>no</p>", status: 500)],
            code: .outcomeUnknown
        ),
        Case(why: "a read's time limit", replies: [.failure(.timedOut, mayHaveBeenSent: true)], code: .timedOut),
        Case(why: "nothing ever answered", replies: [.failure(.cannotConnect)], code: .notConnected),
        Case(why: "an unknown certificate", replies: [.failure(.untrusted)], code: .notConnected),
        Case(why: "a proxy that refuses", replies: [.failure(.proxyRefused)], code: .notConnected),
        Case(why: "an unknown name", cmdlet: "Set-Mailbox", replies: [.failure(.cannotResolve)], code: .notConnected),
        Case(why: "a cookie bomb", replies: [.failure(.tooLarge, mayHaveBeenSent: true)], code: .unexpectedResponse),
        Case(why: "401 is not repeated", replies: [.text("", status: 401)], code: .unauthorized),
        Case(why: "500 is not repeated", replies: [.text("", status: 500)], code: .serviceFailed),
    ]

    @Test(arguments: cases)
    func repeatsWhatIsSafeToRepeat(_ example: Case) async throws {
        let bench = Bench(example.replies)
        let connection = try await bench.connection()
        if let code = example.code {
            let error = await #expect(throws: ExchangeError.self) {
                try await connection.run(Cmdlet(example.cmdlet, isChecked: false))
            }
            #expect(error?.code == code)
        } else {
            #expect(try await connection.run(Cmdlet(example.cmdlet, isChecked: false)).rows.count == 1)
        }
        #expect(bench.clock.sleeps == example.waits)
        #expect(Set(bench.transport.requests.map { $0.headers["client-request-id"] }).count == 1)
        #expect(Set(bench.transport.requests.map { $0.body }).count == 1)
        #expect(bench.events.count(.waiting) == example.waits.count)
        try bench.transport.expectNothingLeft()
    }

    @Test(arguments: [
        ScriptedReply.text("", status: 502), .text("", status: 504), .json(overloaded, status: 500),
        .text("You have reached the maximum number of concurrent requests per tenant.", status: 400),
        .text("", status: 429), .failure(.noReply, mayHaveBeenSent: true),
    ])
    func goesOnInTheMiddleOfAListing(_ interruption: ScriptedReply) async throws {
        let bench = Bench([Page.reply(0..<2, link: Page.link("a")), interruption, Page.reply(2..<3)])
        let outcome = try await bench.run(Cmdlet("Get-Mailbox", resultSize: .unlimited))
        #expect(try outcome.objects.map { $0["Name"]?.stringValue } == ["n0", "n1", "n2"])
        #expect(bench.transport.requests.map(\.url) == [Page.path, Page.link("a"), Page.link("a")])
        #expect(bench.clock.sleeps == [.seconds(2)])
    }

    @Test func aRefusalInTheMiddleOfAListingIsNoLostPlace() async throws {
        let refusal = ScriptedReply.json(
            #"{"error":{"code":"BadRequest","message":"Bad","details":[{"message":"|A.B|no such filter"}]}}"#,
            status: 400
        )
        let bench = Bench([Page.reply(0..<2, link: Page.link("a")), refusal])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet("Get-Mailbox", resultSize: .unlimited))
        }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message == "no such filter")
        #expect(error?.rowsDelivered == 2)
    }

    @Test func theTimeThatTheServiceTakesDoesNotCountAsWaiting() async throws {
        let clock = TestClock(advancesItself: true)
        let replies = Mutex<[ScriptedReply]>([.text("", status: 503), .text("", status: 503), Self.ok])
        let transport = AnsweringTransport { _ in
            clock.advance(by: .seconds(900))
            return replies.withLock { $0.removeFirst() }
        }
        let client = ExchangeClient(transport: transport, now: { clock.date }, clock: clock)
        let token = TestToken.user(now: clock.date, changing: ["exp": 2_000_000_000])
        let connection = try await client.connect(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(try AccessToken(token), now: { clock.date }),
                verifiesAccess: false
            )
        )
        #expect(try await connection.run(Cmdlet("Get-Mailbox")).rows.count == 1)
    }

    @Test func tellsWhyAndHowLongItWaits() async throws {
        let bench = Bench([.text("", status: 429, headers: ["Retry-After": "30"]), .text("", status: 503), Self.ok])
        _ = try await bench.run(Cmdlet("Get-Mailbox"))
        let waits = bench.events.all.compactMap(\.wait)
        #expect(waits.map(\.reason) == [.throttled, .unavailable(status: 503)])
        #expect(waits.map(\.duration) == [.seconds(30), .seconds(4)])
    }

    @Test func givesAPlaceThatWorkedBeforeASecondChance() async throws {
        let bench = Bench([Self.ok, .failure(.cannotConnect), Self.ok])
        let connection = try await bench.connection()
        _ = try await connection.run(Cmdlet("Get-Mailbox"))
        _ = try await connection.run(Cmdlet("Set-Mailbox", parameters: ["Identity": "a"]))
        #expect(bench.clock.sleeps == [.seconds(2)])
    }

    @Test func answersAClaimsChallengeOnceWithARenewedToken() async throws {
        let challenge = #"Bearer realm="", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ==""#
        let refusal = ScriptedReply.text("", status: 401, headers: ["WWW-Authenticate": challenge])
        let now = TestClock().date
        let first = TestToken.user(now: now)
        let second = TestToken.user(now: now, changing: ["uti": "new"])
        let bench = Bench([refusal, Self.ok])
        let source = try TokenSequence([first, second])
        let connection = try await bench.connection(source: source)
        _ = try await connection.run(Cmdlet("Set-Mailbox", parameters: ["Identity": "a"]))
        #expect(source.claims == [#"{"access_token":{}}"#])
        #expect(
            bench.transport.requests.map { $0.headers["Authorization"] } == ["Bearer \(first)", "Bearer \(second)"]
        )
        #expect(bench.events.count(.tokenRenewed) == 1)

        // There is no third token, and the second is not sent again.
        bench.transport.append(refusal)
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        #expect(error?.code == .unauthorized)
        #expect(error?.repair == .connectAgain)
        try bench.transport.expectNothingLeft()
    }

    /// Nobody signs in for an application, and a token that it was handed could not be renewed.
    @Test(arguments: ["Bearer error=\"insufficient_claims\", claims=\"e30=\"", "Bearer"])
    func saysWhereToLookWhenAnApplicationsNewTokenIsRefusedToo(_ challenge: String) async throws {
        let refusal = ScriptedReply.text("", status: 401, headers: ["WWW-Authenticate": challenge])
        let now = TestClock().date
        let bench = Bench([refusal, refusal])
        let source = try TokenSequence([
            TestToken.application(now: now), TestToken.application(now: now, changing: ["uti": "new"]),
        ])
        let connection = try await bench.connection(.organization("contoso.com"), source: source)
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        #expect(error?.code == .unauthorized)
        #expect(error?.repair?.description.contains("disabled") == true, "\(String(describing: error?.repair))")
        try bench.transport.expectNothingLeft()
    }

    @Test func answersAPlainRefusalOnceWithARenewedToken() async throws {
        let now = TestClock().date
        let first = TestToken.user(now: now)
        let second = TestToken.user(now: now, changing: ["uti": "new"])
        let bench = Bench([.text("", status: 401), Self.ok])
        let source = try TokenSequence([first, second])
        _ = try await bench.connection(source: source).run(Cmdlet("Set-Mailbox", parameters: ["Identity": "a"]))
        #expect(
            bench.transport.requests.map { $0.headers["Authorization"] } == ["Bearer \(first)", "Bearer \(second)"]
        )
        #expect(bench.clock.sleeps.isEmpty)
        try bench.transport.expectNothingLeft()
    }

    @Test func doesNotRepeatAChallengeWithAPassedToken() async throws {
        let challenge = #"Bearer error="insufficient_claims", claims="e30=""#
        let bench = Bench([.text("", status: 401, headers: ["WWW-Authenticate": challenge])])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        #expect(error?.code == .unauthorized)
        #expect(error?.message.contains("continuous access evaluation") == true)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func endsAListingWhenThePassedTokenExpiresBetweenPages() async throws {
        let bench = Bench([Page.reply(0..<2, link: Page.link("a"))])
        let connection = try await bench.connection()
        var pages = connection.pages(of: Cmdlet("Get-Mailbox", resultSize: .unlimited)).makeAsyncIterator()
        while let page = try await pages.next(), page.count > 0 {}
        bench.clock.advance(by: .seconds(3600))
        let error = await #expect(throws: ExchangeError.self) { try await pages.next() }
        #expect(error?.code == .tokenExpired)
        #expect(error?.rowsDelivered == 2)
        #expect(bench.transport.requests.count == 1)
        #expect(connection.information.tokenStatus == .expired)
    }

    @Test func usesARenewedTokenForTheNextPage() async throws {
        let bench = Bench([Page.reply(0..<1, link: Page.link("a")), Page.reply(1..<2)])
        let now = bench.clock.date
        let texts = ["a", "b", "c"].map { TestToken.user(now: now, changing: ["uti": .string($0)]) }
        let source = try TokenSequence(texts, advancesAlways: true)
        let connection = try await bench.connection(source: source)
        _ = try await connection.run(Cmdlet("Get-Mailbox", resultSize: .unlimited))
        #expect(
            bench.transport.requests.map { $0.headers["Authorization"] } == texts.dropFirst().map { "Bearer \($0)" }
        )
    }

    @Test func refusesARenewedTokenOfAnotherTenant() async throws {
        let bench = Bench([Self.ok])
        let now = bench.clock.date
        let source = try TokenSequence(
            [TestToken.application(now: now), TestToken.application(tenant: TestToken.fabrikam, now: now)],
            advancesAlways: true
        )
        let connection = try await bench.connection(.organization(TestToken.contoso), source: source)
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        #expect(error?.code == .tokenRefused)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func endsWaitingWhenTheTaskIsCancelled() async throws {
        let transport = ScriptedTransport([.text("", status: 503)])
        let clock = TestClock()
        let client = ExchangeClient(transport: transport, now: { clock.date }, clock: clock)
        let connection = try await client.connect(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(try AccessToken(TestToken.user()), now: { clock.date }),
                verifiesAccess: false
            )
        )
        await withTaskGroup { group in
            group.addTask {
                await #expect(throws: CancellationError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
            }
            await clock.waitForSleepers(1)
            group.cancelAll()
        }
    }
}
