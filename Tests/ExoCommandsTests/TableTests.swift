@testable import ExoCommands
import ExoJSON
import ExoRows
import ExoTransport
import Testing

/// Tables and lists as a person sees them.
struct TableTests {
    private static let people: [JSONObject] = (1...20).map { number in
        [
            "DisplayName": .string(
                number == 7 ? "A display name that is much longer than all the others" : "Person \(number)"
            ),
            "PrimarySmtpAddress": .string("a.person.with.number.\(number)@contoso.onmicrosoft.com"),
            "RecipientTypeDetails": "UserMailbox",
        ]
    }

    private func lines(
        _ form: OutputForm,
        width: Int,
        color: Bool = false,
        columns: [String] = [],
        _ rows: [JSONObject] = people
    ) throws -> [String] {
        let capture = Capture()
        let output = OutputWriter(capture)
        var settings = OutputSettings(form: form, columns: columns, isTerminal: true, width: width)
        settings.hasColor = color
        var printer = settings.printer(to: output, noun: "Recipient")
        try printer.print(RowBatch(rows))
        try printer.finish()
        try output.flush()
        return capture.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Times keep their second; fractions of it would push other columns out.
    @Test func timesStandWithoutFractions() async throws {
        let row = "{\"Name\":\"a\",\"WhenCreated\":\"2026-01-31T10:00:00.1234567Z\"}"
        let run = try OutputOptionTests.run([TestRun.page(Array(repeating: row, count: 300).joined(separator: ","))])
        let outcome = await run("Get-OrganizationalUnit", "-o", "table", "--columns", "Name,WhenCreated")
        #expect(outcome.code == .done, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n").dropFirst()
        #expect(
            lines.count >= 300
                && lines.filter { $0.contains("2026") }.allSatisfy { $0.hasSuffix("2026-01-31T10:00:00Z") }
        )
        let exact = try OutputOptionTests.run([TestRun.page(row)])
        #expect(await exact("Get-OrganizationalUnit", "-o", "csv").output.contains("10:00:00.1234567Z"))
    }

    @Test func cutsAddressesLast() throws {
        let shown = try lines(.table, width: 80)
        #expect(shown.allSatisfy { TerminalText.width($0) <= 80 })
        for number in 1...20 {
            #expect(
                shown.contains { $0.contains("a.person.with.number.\(number)@contoso.onmicrosoft.com") },
                "\(shown[2])"
            )
        }
        // The one long name gives way, and no other.
        #expect(shown.dropFirst(2).count { $0.contains("…") } == 1)
    }

    @Test func oneLongAddressMakesNoListOfAll() throws {
        var people = Self.people
        people[3]["Alias"] = "alias"
        people[3]["PrimarySmtpAddress"] =
            "the.address.of.somebody.with.a.very.long.name@subsidiary.contoso.onmicrosoft.com"
        let shown = try lines(.table, width: 80, people)
        #expect(shown.count == 2 + people.count + 1)
        #expect(
            shown.count { $0.contains("a.person.with.number") && $0.contains("onmicrosoft.com") } == people.count - 1
        )
        #expect(shown.allSatisfy { TerminalText.width($0) <= 80 })
    }

    @Test func aNarrowColumnStaysWholeBesideAWideOne() throws {
        let rows: [JSONObject] = (1...4).map { number in
            [
                "Name": .string("Policy \(number)"), "DisplayName": .string("Policy no. \(number)"),
                "RecipientFilter": .string(String(repeating: "(Alias -ne $null) -and ", count: 3 + number)),
                "IsDefault": false,
            ]
        }
        for width in [80, 120] {
            let shown = try lines(.table, width: width, columns: ["*"], rows)
            #expect(shown[0].contains("DisplayName") && shown[0].hasSuffix("IsDefault"), "\(shown[0])")
            #expect(shown[2].contains("  Policy no. 1  ") && shown[2].contains("…"), "\(shown[2])")
            #expect(shown.allSatisfy { TerminalText.width($0) <= width })
        }
    }

    @Test func noUsualColumnIsThereTwice() {
        var row: JSONObject = ["Name": "a", "Identity": "a", "State": "On", "WhenCreated": "2026-01-31T10:00:00Z"]
        for name in ["Guid", "Id", "ObjectState"] { row[name] = "x" }
        #expect(DefaultColumns.of(noun: "Thing", first: row) == ["Name", "State", "WhenCreated"])
        row["Identity"] = "a\\b"
        #expect(DefaultColumns.of(noun: "Thing", first: row) == ["Name", "Identity", "State", "WhenCreated"])
    }

    @Test func cutsNothingWhereThereIsRoom() throws {
        let shown = try lines(.table, width: 200)
        #expect(!shown.contains { $0.contains("…") })
    }

    @Test(arguments: [10, 20, 30, 39, 40, 60])
    func survivesNarrowTerminals(width: Int) throws {
        let shown = try lines(.table, width: width)
        #expect(
            shown.contains { $0.contains("Person 3") || $0.contains("Person…") || $0.contains("Perso…") },
            "\(shown.prefix(4))"
        )
        if width >= 30 { #expect(shown.allSatisfy { TerminalText.width($0) <= width }, "\(shown.prefix(4))") }
    }

    @Test func aListWrapsBelowItsValue() throws {
        let row: JSONObject = [
            "Name": "Adele", "Description": .string((1...30).map { "word\($0)" }.joined(separator: " ")),
        ]
        let shown = try lines(.list, width: 60, [row])
        #expect(shown[0] == "Name        : Adele")
        #expect(shown[1].hasPrefix("Description : word1 word2"))
        #expect(shown[2].hasPrefix("              word"))
        #expect(shown.allSatisfy { $0.count <= 60 })
        #expect(shown.joined(separator: " ").contains("word30"))
    }

    @Test func aListKeepsLineBreaksBelowTheValue() throws {
        let row: JSONObject = ["Name": "a", "MailTip": .string("first\r\nsecond line\n\nfourth\u{1B}")]
        let expected = ["Name    : a", "MailTip : first", "          second line", "", "          fourth\u{FFFD}", ""]
        #expect(try lines(.list, width: 60, [row]) == expected)
        let narrow = try lines(.list, width: 20, [row])
        #expect(narrow == ["Name    : a", "MailTip :", "    first", "    second line", "", "    fourth\u{FFFD}", ""])
    }

    @Test func aListBreaksWhatHasNoBlanks() throws {
        let shown = try lines(.list, width: 40, [["Name": .string(String(repeating: "x", count: 90))]])
        #expect(shown.map(\.count) == [40, 40, 31, 0])
    }

    @Test func colorsHeadingsWhereItMay() throws {
        #expect(try lines(.table, width: 80, color: true)[0].hasPrefix("\u{1B}[1m"))
        #expect(try !lines(.table, width: 80)[0].contains("\u{1B}"))
        #expect(try lines(.list, width: 80, color: true)[0].hasPrefix("\u{1B}[1mDisplayName\u{1B}[0m"))
    }

    @Test func aTextOfTheServiceCannotColor() throws {
        let shown = try lines(.table, width: 80, color: true, [["Name": "\u{1B}[31mred", "Alias": "a"]])
        #expect(!shown.joined().contains("\u{1B}[31m"))
    }

    @Test func messagesAreColoredByTheirFirstWord() {
        let capture = Capture()
        var errors = MessageWriter(capture)
        errors.hasColor = true
        errors.error(CommandError(.failed, "it failed", details: ["because"], repair: "do this\nor that"))
        errors.warning("mind \u{1B}[31m the gap")
        #expect(
            capture.text == """
                \u{1B}[1;31mexo: \u{1B}[0mit failed
                  because
                \u{1B}[36m  next: \u{1B}[0mdo this
                \u{1B}[36m  next: \u{1B}[0mor that
                \u{1B}[33mwarning: \u{1B}[0mmind \u{FFFD}[31m the gap

                """
        )
    }

    @Test(arguments: [
        (Duration.seconds(0), "0 s"), (.milliseconds(1), "1 s"), (.seconds(119), "119 s"), (.seconds(120), "2 min"),
        (.seconds(7200), "2 h"), (.seconds(7260), "2 h 1 min"), (.seconds(86_400), "24 h"),
        (.seconds(172_800), "2 days"),
        (.seconds(-5), "0 s"),
    ])
    func saysSpansAsPeopleDo(span: Duration, text: String) {
        #expect(SpanText.text(span) == text)
    }
}
