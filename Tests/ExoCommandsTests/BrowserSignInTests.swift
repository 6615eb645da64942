import ExoCommands
import ExoJSON
import TestSupport
import Testing

/// Connections of people who sign in with a browser.
struct BrowserSignInTests {
    private let run: TestRun
    private let tenant: EmulatedTenant

    init() throws {
        run = try TestRun()
        tenant = try EmulatedTenant(run)
    }

    private static let words = ["connect", "--browser", "--user-principal-name", EmulatedTenant.person]

    @Test func signsInAtThePageThatItPrints() async throws {
        let browser = WatchedBrowser(at: tenant.emulator, as: EmulatedTenant.person)
        run.seeErrors = { browser.see($0) }
        let connected = await run.run(Self.words)
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(connected.errors.contains("tokens are got by the browser and renewed"))
        let last = try #require(try browser.lastPage())
        #expect(last.status == 200 && last.body.contains("You are signed in"))
        let asked = try #require(browser.page)
        #expect(WatchedBrowser.field("code_challenge_method", of: asked) == "S256")
        #expect(WatchedBrowser.field("login_hint", of: asked) == "admin%40contoso.com")
        #expect(tenant.tokenRequests.count == 1)
        #expect(await run("Get-AcceptedDomain").code == .done)
        // Later commands renew without a browser.
        run.seeErrors = nil
        run.clock.advance(by: .seconds(200_000))
        let renewed = await run("Get-AcceptedDomain")
        #expect(renewed.code == .done, "said: \(renewed.errors)")
        #expect(tenant.tokenRequests.count == 2)
    }

    /// A program that is the browser itself must not end with the sign-in.
    @Test func opensTheBrowserAndLeavesItToItself() async throws {
        let pipe = try NamedPipe(run.folder + "/opened")
        // It can only write when somebody reads, which is when the command has ended.
        run.environment["BROWSER"] = try run.file(
            "browser",
            "#!/bin/sh\nprintf %s \"$1\" > '\(pipe.path)'\n",
            mode: 0o700
        )
        let browser = WatchedBrowser(at: tenant.emulator, as: EmulatedTenant.person)
        run.seeErrors = { browser.see($0) }
        let connected = await run.run(Self.words)
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(pipe.text() == browser.page)
    }

    @Test(arguments: ["/nonexistent/browser", "no-such-browser", "false", "two words", ""])
    func needsNoBrowserOfItsOwn(program: String) async throws {
        run.environment["BROWSER"] = program
        let browser = WatchedBrowser(at: tenant.emulator, as: EmulatedTenant.person)
        run.seeErrors = { browser.see($0) }
        let connected = await run.run(Self.words)
        #expect(connected.code == .done, "said: \(connected.errors)")
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var fields: String
        var says: String
        var testDescription: String { why }
    }

    @Test(arguments: [
        Case(why: "the person says no", fields: "error=access_denied&error_subcode=cancel", says: "cancelled"),
        Case(
            why: "the authority refuses",
            fields: "error=invalid_request&error_description=AADSTS50105%3A+not+assigned.",
            says: "AADSTS50105"
        ),
        Case(why: "neither code nor error", fields: "session_state=1", says: "neither a code nor an error"),
        Case(why: "a code that nobody gave", fields: "code=forged", says: "the token service refused"),
    ])
    func saysWhyThereIsNoSignIn(_ example: Case) async throws {
        let browser = WatchedBrowser { page, port in
            let state = try #require(WatchedBrowser.field("state", of: page))
            return "GET /?\(example.fields)&state=\(state) HTTP/1.1\r\nHost: localhost:\(port)\r\n\r\n"
        }
        run.seeErrors = { browser.see($0) }
        let outcome = await run.run(Self.words)
        #expect(outcome.code == .notConnected)
        #expect(outcome.errors.contains(example.says), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("next: "), "said: \(outcome.errors)")
        #expect(!outcome.errors.contains("forged"))
        let last = try #require(try browser.lastPage())
        #expect(last.status == 400 && last.body.contains("did not succeed") && !last.body.contains("forged"))
        #expect(!run.has(".config/exo"))
    }

    @Test func refusesAnotherPersonThanTheOneNamed() async throws {
        let browser = WatchedBrowser(at: tenant.emulator, as: "adele@contoso.com")
        run.seeErrors = { browser.see($0) }
        let outcome = await run.run(Self.words)
        #expect(outcome.code == .notConnected)
        #expect(outcome.errors.contains("sign in as admin@contoso.com"), "said: \(outcome.errors)")
        #expect(!run.has(".config/exo"))
    }

    @Test func listensAtThePortThatIsNamed() async throws {
        let taken = try SilentListener()
        let outcome = await run.run(Self.words + ["--browser-port", "\(taken.port)"])
        #expect(outcome.code != .done)
        #expect(outcome.errors.contains("another program listens on port \(taken.port)"), "said: \(outcome.errors)")
        for wrong in [Self.words + ["--browser-port", "0"], ["connect", "--device", "--browser-port", "4000"]] {
            #expect(await run.run(wrong).code == .usage)
        }
    }

    #if os(Linux)
    @Test func tellsThatThereIsNoBrokerFromThatThereIsNoBus() async throws {
        let words = ["connect", "--broker", "--user-principal-name", EmulatedTenant.person]
        let withoutBus = await run.run(words)
        #expect(withoutBus.code == .notConnected)
        #expect(withoutBus.errors.contains("this session has no message bus"), "said: \(withoutBus.errors)")
        let bus = try PrivateBus()
        run.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.address
        let withoutBroker = await run.run(words)
        #expect(withoutBroker.code == .notConnected)
        #expect(
            withoutBroker.errors.contains("no program has the name com.microsoft.identity.broker1"),
            "said: \(withoutBroker.errors)"
        )
        #expect(withoutBroker.errors.contains("next: sign in with the browser or a device code"))
        #expect(!run.has(".config/exo"))
    }
    #endif
}
