import ExchangeOnline
import ExoJSON
import Testing

@testable import ExoCommands

struct PowerShellValueTests {
    struct Number: Sendable {
        var text: String
        var json: JSONValue?
    }

    @Test(arguments: [
        Number(text: "007", json: 7), Number(text: "1e3", json: 1000.0), Number(text: "0x10", json: 16),
        Number(text: "0xFFFFFFFF", json: -1), Number(text: "0x1d", json: 29), Number(text: "0b101", json: 5),
        Number(text: "10GB", json: 10_737_418_240), Number(text: "1.5kb", json: 1536.0), Number(text: "5d", json: 5.0),
        Number(text: "5n", json: 5), Number(text: "5u", json: 5), Number(text: "5y", json: 5), Number(text: "300y"),
        Number(text: ".5", json: 0.5), Number(text: "5.", json: 5.0), Number(text: "1.5e-3", json: 0.0015),
        Number(text: "9223372036854775807", json: 9_223_372_036_854_775_807),
        Number(text: "18446744073709551615ul", json: .unsigned(18_446_744_073_709_551_615)),
        Number(text: "."), Number(text: ".."), Number(text: "5a"), Number(text: "1_000"), Number(text: "1.2.3"),
        Number(text: "1/2"), Number(text: "0x"), Number(text: "0b2"), Number(text: "1e"), Number(text: "e3"),
        Number(text: ""), Number(text: "gb"), Number(text: "٣"), Number(text: "100%"), Number(text: "1-2"),
        Number(text: "-9223372036854775809"), Number(text: "9223372036854775808", json: 9_223_372_036_854_775_808.0),
        Number(text: "18446744073709551616ul"), Number(text: "0xFFFFFFFFFFFFFFFF", json: -1),
        Number(text: "0xFFFFFFFFFFFFFFFFF"), Number(text: "8192pb", json: 9_223_372_036_854_775_808.0),
        Number(text: "1e400"), Number(text: "1e308kb"), Number(text: "2e308l"),
        Number(text: String(repeating: "9", count: 400)), Number(text: "0b" + String(repeating: "1", count: 65)),
    ])
    func typesNumbersAsPowerShellDoes(_ example: Number) {
        #expect(PowerShellNumber(literal: example.text)?.json == example.json)
    }

    struct Moment: Sendable {
        var text: String
        var wire: String?
    }

    @Test(arguments: [
        Moment(text: "1/31/2026", wire: "2026-01-30T23:00:00"),
        Moment(text: "2026-07-02", wire: "2026-07-01T23:00:00"),
        Moment(text: "2026-01-31T10:00:00", wire: "2026-01-31T09:00:00"),
        Moment(text: "2026-01-31T10:00:00Z", wire: "2026-01-31T10:00:00"),
        Moment(text: "2026-01-31T10:00:00+02:00", wire: "2026-01-31T08:00:00"),
        Moment(text: "2026-01-31 10:00:00.1234567 -0530", wire: "2026-01-31T15:30:00"),
        Moment(text: "Jan 31 2026 5pm", wire: "2026-01-31T16:00:00"),
        Moment(text: "31 January 2026 12:30 AM", wire: "2026-01-30T23:30:00"),
        Moment(text: "Saturday, January 31, 2026 5:00 PM", wire: "2026-01-31T16:00:00"),
        Moment(text: "2/29/2024", wire: "2024-02-28T23:00:00"), Moment(text: "2/29/2026"), Moment(text: "31/01/2026"),
        Moment(text: ""), Moment(text: "tomorrow"), Moment(text: "2026-13-01"), Moment(text: "1/2"),
        Moment(text: "2026-01-31T25:00:00"), Moment(text: "10:00"), Moment(text: "2026-01-31T10:00:00+99:00"),
        Moment(text: "1/1/0001", wire: "0001-01-01T00:00:00"), Moment(text: "1/1/0000"), Moment(text: "1/1/10000"),
        Moment(text: "12/31/9999 23:59:59", wire: "9999-12-31T23:59:59"),
        Moment(text: "0001-01-01T00:00:00+14:00"), Moment(text: "9999-12-31T23:59:59-14:00"),
        Moment(text: "2/29/1900"), Moment(text: "2/29/2000", wire: "2000-02-28T23:00:00"), Moment(text: "2/30/2024"),
        Moment(text: "4/31/2026"), Moment(text: "999999999/1/2026"), Moment(text: "1/1/99999999999999999999"),
    ])
    func readsDatesByTheRulesOfUSEnglish(_ example: Moment) {
        // An hour ahead of UTC all year.
        let localTime = LocalTime { _ in 3_600 }
        #expect(PowerShellDate(example.text)?.wireText(localTime) == example.wire)
    }

    @Test(
        arguments: [
            ("14.01:02:03.5", "14.01:02:03.5000000"), ("30", "30.00:00:00"), ("08:00", "08:00:00"),
            ("-1:00:00", "-01:00:00"),
            ("24:00:00", nil), ("abc", nil), ("", nil), ("1.2.3", nil), ("-", nil), (":", nil), ("1:", nil),
            ("10675199.02:48:05.4775807", "10675199.02:48:05.4775807"), ("10675199.02:48:05.4775808", nil),
            ("-10675199.02:48:05.4775808", "-10675199.02:48:05.4775808"), ("-10675199.02:48:05.4775809", nil),
            ("10675199.03:00:00", nil), ("10675200", nil), ("99999999999999999999", nil), ("0:0:0.00000001", nil),
        ] as [(String, String?)]
    )
    func readsSpansOfTime(_ text: String, _ wire: String?) {
        #expect(PowerShellTimeSpan(text)?.text == wire)
    }

    @Test(arguments: [
        "Get-Mailbox 'a", "Get-Mailbox \"a", "Get-Mailbox @{a", "Get-Mailbox @(", "Get-Mailbox (", "Get-Mailbox {",
        "Get-Mailbox `",
        "Get-Mailbox \"`u{110000}\"", "Get-Mailbox @'x'@", "Get-Mailbox @'\nx", "Get-Mailbox ([string",
        "Get-Mailbox )",
        "Get-Mailbox a,,b", "Get-Mailbox <# x", "Get-Mailbox (1 + 2)", "Get-Mailbox |", "Get-Mailbox > x",
        "$x = 1",
        "@{a=1}", "'Get-Mailbox'", "Get-Mailbox -Identity:", "Get-Mailbox @{a=1;A=2}", "Get-Mailbox \"$(rm)\"",
        "Get-Mailbox ${x}",
    ])
    func refusesWhatIsBrokenOrOnlyForPowerShell(_ line: String) {
        let error = #expect(throws: BindingError.self) { _ = try CommandLineReader.read(line: line) }
        #expect([.syntax, .unsupported, .missingArgument].contains(error?.code))
    }

    @Test func survivesDeepNesting() {
        for open in ["(", "@(", "@{a=", "[string]", "@(\"$(", "\"$(\"$(", "\"$(@{a="] {
            let line = "Get-Mailbox (" + String(repeating: open, count: 100_000)
            #expect(throws: BindingError.self) { _ = try CommandLineReader.read(line: line) }
        }
    }

    @Test func readsSeveralCalls() throws {
        let calls = try CommandLineReader.read(line: "Get-Mailbox a; Get-User b # both\n\nGet-Recipient")
        #expect(calls.flatMap(\.calls).map(\.name) == ["Get-Mailbox", "Get-User", "Get-Recipient"])
        #expect(try CommandLineReader.read(line: "  \n ; # nothing").isEmpty)
    }
}
