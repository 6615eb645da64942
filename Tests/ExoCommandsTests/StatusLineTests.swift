import ExchangeOnline
@testable import ExoCommands
import ExoTransport
import TestSupport
import Testing

struct StatusLineTests {
    private func terminalRun() throws -> TestRun {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        run.useTerminal()
        return run
    }

    private static let throttled = ScriptedReply.json("{}", status: 429, headers: ["Retry-After": "30"])

    @Test func saysWhyAndHowLongItWaits() async throws {
        let run = try terminalRun()
        run.script(Self.throttled, TestRun.page("{\"Name\":\"a\"}"))
        async let outcome = run("Get-Mailbox", "-o", "csv")
        // The command, and what draws the line.
        await run.clock.waitForSleepers(2)
        run.clock.advance(by: .seconds(31))
        let done = await outcome
        #expect(done.code == .done)
        #expect(done.errors.contains("too many requests"), "said: \(done.errors)")
        #expect(done.errors.contains("trying again in 30 s"), "said: \(done.errors)")
        #expect(done.errors.hasSuffix("\r\u{1B}[K"), "the line stays: \(done.errors)")
    }

    @Test(arguments: [true, false])
    func isSilentWhereNobodyWatches(isQuiet: Bool) async throws {
        let run = try terminalRun()
        if !isQuiet { run.terminal.errorIsTerminal = false }
        run.script(Self.throttled, TestRun.page("{\"Name\":\"a\"}"))
        async let outcome = run.run(["Get-Mailbox", "-o", "csv"] + (isQuiet ? ["--quiet"] : []))
        await run.clock.waitForSleepers(1)
        run.clock.advance(by: .seconds(31))
        #expect(await outcome.errors == "")
    }

    @Test func whatWasGivenUpIsNotWaitedForAnyMore() {
        let capture = Capture()
        let clock = TestClock()
        let terminal = Terminal(inputIsTerminal: true, outputIsTerminal: true, errorIsTerminal: true, width: 80)
        let status = StatusLine(capture, terminal, clock: clock)
        let subject = ConnectionEvent.Subject(cmdlet: "Get-Mailbox")
        status.note(.init(.requestSent(.init(method: "POST", url: "https://host/")), of: subject))
        clock.advance(by: .seconds(3))
        status.draw()
        status.rest()
        let shown = capture.text
        #expect(shown.hasSuffix("3 s\r\u{1B}[K"))
        clock.advance(by: .seconds(3))
        status.draw()
        #expect(capture.text == shown)
    }

    /// A row of JSON does not share its line with what is told behind it.
    @Test func aWarningAmongRowsOfJSONHasItsOwnLine() async throws {
        let run = try terminalRun()
        run.script(
            TestRun.page(#"{"Name":"a"}"#, warnings: ["mind"], more: #""@odata.nextLink":"?p=2","#),
            TestRun.page(#"{"Name":"b"}"#)
        )
        let outcome = await run("Get-Mailbox", "-o", "json", "--no-pager")
        #expect(outcome.errors.contains("mind"))
        #expect(outcome.output == "[\n  {\n    \"Name\": \"a\"\n  }\n, {\n    \"Name\": \"b\"\n  }\n]\n")
    }

    @Test func countsTheSecondsOfARequest() {
        let capture = Capture()
        let clock = TestClock()
        let terminal = Terminal(inputIsTerminal: true, outputIsTerminal: true, errorIsTerminal: true, width: 80)
        let status = StatusLine(capture, terminal, clock: clock)
        let subject = ConnectionEvent.Subject(cmdlet: "Get-Mailbox")
        status.note(.init(.requestSent(.init(method: "POST", url: "https://host/")), of: subject))
        status.draw()
        #expect(capture.text == "")
        clock.advance(by: .seconds(3))
        status.draw()
        #expect(capture.text == "\r\u{1B}[Kwaiting for Get-Mailbox: 3 s")
        status.note(.init(.replyReceived(.init(status: 200, duration: .seconds(3))), of: subject))
        status.note(rows: 2000)
        clock.advance(by: .seconds(2))
        status.draw()
        #expect(capture.text.hasSuffix("2000 rows"))
        status.note(rows: nil)
        #expect(capture.text.hasSuffix("\r\u{1B}[K"))
    }
}
