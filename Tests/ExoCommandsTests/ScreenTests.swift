@testable import ExoCommands
import ExoJSON
import ExoRows
import ExoTransport
import TestSupport
import Testing

/// Whole screens, as they look at three widths.
struct ScreenTests {
    /// Rows as a tenant has them: wide characters, pictures, long names and addresses, every type.
    static let rows = [
        #"{"DisplayName":"Adele Vance","Alias":"adele","PrimarySmtpAddress":"adele@contoso.com","RecipientTypeDetails":"UserMailbox","Guid":"6f3bd5c4-2d7e-4a07-9a3c-5b8b5f2b9f10","HiddenFromAddressListsEnabled":false,"RecipientLimits":500,"EmailAddresses":["SMTP:adele@contoso.com","smtp:a.vance@contoso.com"],"CustomAttribute1":null}"#,
        #"{"DisplayName":"大阪営業所 会議室","Alias":"osaka","PrimarySmtpAddress":"osaka.meeting.room.on.the.third.floor@contoso.co.jp","RecipientTypeDetails":"RoomMailbox","Guid":"00000000-0000-4000-8000-000000000001","HiddenFromAddressListsEnabled":true,"RecipientLimits":5,"EmailAddresses":[],"CustomAttribute1":"三階"}"#,
        #"{"DisplayName":"Müller, Jörg 👩‍👩‍👧 🇩🇪","Alias":"jm","PrimarySmtpAddress":"jm@contoso.com","RecipientTypeDetails":"SharedMailbox","Guid":"00000000-0000-4000-8000-000000000002","HiddenFromAddressListsEnabled":false,"RecipientLimits":12000,"EmailAddresses":["SMTP:jm@contoso.com"],"CustomAttribute1":"line one\nline two\ttab"}"#,
        #"{"DisplayName":"A team whose name goes on for so long that no table has room for it, whatever its width may be","Alias":"team","PrimarySmtpAddress":"team@contoso.com","RecipientTypeDetails":"GroupMailbox","Guid":"00000000-0000-4000-8000-000000000003","HiddenFromAddressListsEnabled":true,"RecipientLimits":-1,"EmailAddresses":["SMTP:team@contoso.com"],"CustomAttribute1":""}"#,
    ]

    private func screen(
        _ words: [String],
        width: Int,
        hasColor: Bool = false,
        height: Int? = nil
    ) async throws -> String {
        let run = try OutputOptionTests.run([TestRun.page(Self.rows[0], Self.rows[1], Self.rows[2], Self.rows[3])])
        run.useTerminal(width: width)
        run.hasStatusLine = false
        run.terminal.hasColor = hasColor
        run.terminal.height = height
        let outcome = await run.run(["Get-Mailbox"] + words)
        #expect(outcome.code == .done && outcome.errors == "", "\(outcome.errors)")
        return outcome.output
    }

    @Test(arguments: [40, 80, 200])
    func aTableLooksAsKept(width: Int) async throws {
        let text = try await screen([], width: width)
        try Golden.expect(text, is: "table-\(width).txt")
        for line in text.split(separator: "\n") { #expect(TerminalText.width(String(line)) <= width, "\(line)") }
        // An address is whole or, where each row is a list, on lines of its own.
        if width >= 80 { #expect(text.contains("osaka.meeting.room.on.the.third.floor@contoso.co.jp")) }
    }

    @Test(arguments: [40, 80, 200])
    func aTableOfEveryTypeLooksAsKept(width: Int) async throws {
        let columns = "Alias,Guid,HiddenFromAddressListsEnabled,RecipientLimits,EmailAddresses,CustomAttribute1"
        try Golden.expect(
            try await screen(["--columns", columns], width: width, hasColor: true),
            is: "types-\(width).txt"
        )
    }

    @Test(arguments: [40, 80, 200])
    func aListLooksAsKept(width: Int) async throws {
        try Golden.expect(try await screen(["-o", "list"], width: width), is: "list-\(width).txt")
    }

    @Test func jsonIsColouredByType() async throws {
        let text = try await screen(
            ["-o", "json", "--limit", "1", "--columns", "Alias,HiddenFromAddressListsEnabled,CustomAttribute1"],
            width: 80,
            hasColor: true
        )
        #expect(
            text == """
                [
                  {
                    \u{1B}[34m"Alias"\u{1B}[0m: \u{1B}[32m"adele"\u{1B}[0m,
                    \u{1B}[34m"HiddenFromAddressListsEnabled"\u{1B}[0m: \u{1B}[33;22mfalse\u{1B}[0m,
                    \u{1B}[34m"CustomAttribute1"\u{1B}[0m: \u{1B}[2mnull\u{1B}[0m
                  }
                ]

                """
        )
    }

    @Test func aHeadingIsRepeatedOnEachScreen() async throws {
        let text = try await screen(["--columns", "Alias"], width: 80, height: 5)
        #expect(text == "Alias\n-----\nadele\nosaka\nAlias\n-----\njm\nteam\n")
    }

    @Test func coloursGoToPipesWhereTheyAreForced() async throws {
        let run = try OutputOptionTests.run([TestRun.page(Self.rows[0])])
        run.terminal.hasColor = true
        run.terminal.isColorForced = true
        let outcome = await run("Get-Mailbox", "-o", "table", "--columns", "Alias,RecipientLimits")
        #expect(
            outcome.output.hasSuffix("adele\(String(repeating: " ", count: 14))\u{1B}[36;22m500\u{1B}[0m\n"),
            "\(outcome.output)"
        )
    }

    /// What a table writes fast, without decoding it, looks as what it decodes.
    @Test func aTableWritesEveryRowAlike() async throws {
        let settings = OutputSettings(
            form: .table,
            columns: ["DisplayName", "RecipientLimits", "CustomAttribute1", "EmailAddresses[0]"],
            isTerminal: true,
            width: 90
        )
        let capture = Capture()
        let output = OutputWriter(capture)
        var printer = settings.printer(to: output)
        for _ in 0..<200 { for row in Self.rows { try printer.print(RowBatch(row: Array(row.utf8))) } }
        try printer.finish()
        try output.flush()
        let lines = capture.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 2 + 800 + 1)
        for place in 0..<800 { #expect(lines[2 + place] == lines[2 + place % 4]) }
    }
}
