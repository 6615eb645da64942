import ExchangeOnline
@testable import ExoCommands
import ExoTransport
import TestSupport
import Testing

/// What is told of work that takes time.
struct ProgressTests {
    private static let terminal = Terminal(
        inputIsTerminal: true,
        outputIsTerminal: true,
        errorIsTerminal: true,
        width: 80
    )

    @Test func saysHowFastRowsComeAndHowLongTheRestTakes() {
        let capture = Capture()
        let clock = TestClock()
        let status = StatusLine(capture, Self.terminal, clock: clock)
        status.note(rows: 1000, of: 100_000)
        clock.advance(by: .seconds(2))
        status.note(rows: 5000, of: 100_000)
        status.draw()
        #expect(capture.text == "\r\u{1B}[K5000 of 100000 rows, 2000 a second, 48 s left")
        status.note(rows: 5000)
        status.draw()
        #expect(capture.text.hasSuffix("\r\u{1B}[K5000 rows, 2000 a second"))
        status.end()
        let before = capture.text
        status.draw()
        #expect(capture.text == before, "a pager has the terminal")
    }

    @Test func tellsAProgramTheSameAsEvents() {
        let capture = Capture()
        let clock = TestClock()
        let status = StatusLine(eventsTo: capture, clock: clock)
        let subject = ConnectionEvent.Subject(cmdlet: "Get-Mailbox")
        status.note(.init(.requestSent(.init(method: "POST", url: "https://host/")), of: subject))
        status.draw()
        clock.advance(by: .seconds(3))
        status.draw()
        status.note(.init(.replyReceived(.init(status: 200, duration: .seconds(3))), of: subject))
        status.note(rows: 1000, of: 4000)
        clock.advance(by: .seconds(2))
        status.note(rows: 2000, of: 4000)
        status.draw()
        status.draw()
        status.note(rows: nil)
        #expect(
            capture.text == """
                {"event":"request","cmdlet":"Get-Mailbox","seconds":3.0}
                {"event":"rows","rows":2000,"seconds":5.0,"total":4000,"rate":500.0,"secondsLeft":4.0}
                {"event":"done","rows":2000,"seconds":5.0}

                """
        )
    }

    @Test func countsTheTenantsThatAreDoneAndNamesTheOneThatWaits() {
        let capture = Capture()
        let clock = TestClock()
        var terminal = Self.terminal
        terminal.width = 200
        let status = StatusLine(capture, terminal, clock: clock)
        status.note(rows: 70)
        status.note(tenants: 2, of: 30)
        status.draw()
        #expect(capture.text == "\r\u{1B}[K2 of 30 tenants, 70 rows")
        let subject = ConnectionEvent.Subject(tenantID: TestToken.contoso, cmdlet: "Get-Mailbox")
        status.note(.init(ConnectionEvent.Details.held(.seconds(8)), of: subject))
        #expect(
            capture.text.hasSuffix(
                "2 of 30 tenants, 70 rows, too many requests in the tenant \(TestToken.contoso): trying again in 8 s"
            ),
            "\(capture.text)"
        )
        status.note(rows: nil)
        status.rest()
        let before = capture.text
        status.draw()
        #expect(capture.text == before)
    }

    @Test func eventsGoWhereNoTerminalIsToo() async throws {
        let run = try OutputOptionTests.run([
            .json("{}", status: 429, headers: ["Retry-After": "30"]), TestRun.page(#"{"Name":"a"}"#),
        ])
        async let outcome = run("Get-OrganizationalUnit", "--progress", "json", "-o", "csv")
        await run.clock.waitForSleepers(2)
        run.clock.advance(by: .seconds(31))
        let done = await outcome
        #expect(done.code == .done && done.output == "Name\na\n")
        let lines = done.errors.split(separator: "\n")
        #expect(
            lines.first == #"{"event":"waiting","reason":"too many requests","seconds":30.0,"attempt":1}"#,
            "\(done.errors)"
        )
        #expect(lines.last?.hasPrefix(#"{"event":"done","rows":1,"#) == true, "\(done.errors)")
    }
}
