@testable import ExoCommands
import ExoJSON
import ExoRows
import Testing

struct OutputTests {
    private static let rows: [JSONObject] = [
        ["Name": "Adele", "Count": 3, "Tags": ["a", "b"], "Tags@odata.type": "#Collection(String)", "On": true],
        ["Name": "Ōsaka 大阪, \"x\"", "Count": 12, "Tags": [], "On": nil],
    ]

    private func written(_ settings: OutputSettings, _ rows: [JSONObject] = rows, noun: String = "") throws -> String {
        let capture = Capture()
        let output = OutputWriter(capture)
        var printer = settings.printer(to: output, noun: noun)
        for row in rows { try printer.print(RowBatch([row])) }
        try printer.finish()
        try output.flush()
        return capture.text
    }

    struct Case: CustomTestStringConvertible {
        var form: OutputForm
        var columns: [String] = []
        var isTerminal = false
        var text: String
        var testDescription: String { "\(form) \(columns) \(isTerminal)" }
    }

    @Test(arguments: [
        Case(
            form: .ndjson,
            text: """
                {"Name":"Adele","Count":3,"Tags":["a","b"],"On":true}
                {"Name":"Ōsaka 大阪, \\"x\\"","Count":12,"Tags":[],"On":null}

                """
        ),
        Case(
            form: .raw,
            text: """
                {"Name":"Adele","Count":3,"Tags":["a","b"],"Tags@odata.type":"#Collection(String)","On":true}
                {"Name":"Ōsaka 大阪, \\"x\\"","Count":12,"Tags":[],"On":null}

                """
        ),
        Case(
            form: .json,
            columns: ["count", "Missing"],
            text: """
                [
                {"Count":3,"Missing":null},
                {"Count":12,"Missing":null}
                ]

                """
        ),
        Case(
            form: .json,
            columns: ["Name"],
            isTerminal: true,
            text: """
                [
                  {
                    "Name": "Adele"
                  },
                  {
                    "Name": "Ōsaka 大阪, \\"x\\""
                  }
                ]

                """
        ),
        Case(
            form: .csv,
            columns: ["NAME", "Count"],
            text: """
                Name,Count
                Adele,3
                "Ōsaka 大阪, ""x""\",12

                """
        ),
        Case(
            form: .list,
            columns: ["Name", "On", "Tags"],
            text: """
                Name : Adele
                On   : True
                Tags : {a, b}

                Name : Ōsaka 大阪, "x"
                On   :
                Tags : {}

                """
        ),
        Case(
            form: .table,
            columns: ["Name", "Count", "On"],
            text: """
                Name             Count  On
                ---------------  -----  ----
                Adele                3  True
                Ōsaka 大阪, "x"     12

                """
        ),
    ])
    func writesEachForm(wanted: Case) throws {
        let settings = OutputSettings(form: wanted.form, columns: wanted.columns, isTerminal: wanted.isTerminal)
        #expect(try written(settings) == wanted.text)
    }

    @Test(arguments: [
        (OutputForm.json, "[]\n"), (.ndjson, ""), (.csv, ""), (.list, ""), (.table, ""), (.raw, ""),
    ])
    func writesNoRows(form: OutputForm, text: String) throws {
        #expect(try written(OutputSettings(form: form), []) == text)
    }

    @Test(arguments: OutputForm.allCases)
    func aHostileNameSteersNoTerminal(form: OutputForm) throws {
        let hostile: JSONObject = [
            "Name": "a\u{1B}]0;owned\u{7}\u{9B}2J\r\nb\u{202E}gpj\u{2028}", "Key\u{1B}[2J": "v\u{7F}",
        ]
        let text = try written(OutputSettings(form: form, isTerminal: true), [hostile])
        // A tab stands between the cells of TSV and nowhere in them.
        for scalar in text.unicodeScalars where scalar != "\n" && (form != .tsv || scalar != "\t") {
            #expect(!TerminalText.steers(scalar), "U+\(String(scalar.value, radix: 16)) in \(form)")
        }
        if form == .json || form == .ndjson || form == .raw {
            let value = try JSONValue(parsing: text)
            #expect((value[0] ?? value)["Name"] == hostile["Name"])
        }
    }

    @Test func aTableFitsTheTerminal() throws {
        let long = String(repeating: "長い", count: 60)
        let rows: [JSONObject] = [["Name": .string(long), "Alias": "short", "Other": .string(long)]]
        let text = try written(OutputSettings(form: .table, isTerminal: true, width: 50), rows)
        for line in text.split(separator: "\n") { #expect(TerminalText.width(String(line)) <= 50) }
        #expect(text.contains("…"))
        #expect(text.contains("short"))
    }

    @Test func aTableChoosesColumnsThatTheRowsHave() throws {
        var mailbox: JSONObject = [
            "Identity": "x", "Database": "EURP", "Guid": "1", "Id": "x", "ObjectState": "Changed",
        ]
        for (name, value) in [("DisplayName", "Adele"), ("Alias", "adele"), ("PrimarySmtpAddress", "a@contoso.com")] {
            mailbox[name] = .string(value)
        }
        let heading = try written(OutputSettings(form: .table), [mailbox], noun: "Mailbox").split(separator: "\n").first
        #expect(heading == "DisplayName  Alias  PrimarySmtpAddress")
        mailbox["DisplayName"] = nil
        let other = try written(OutputSettings(form: .table), [mailbox], noun: "Unknown").split(separator: "\n").first
        #expect(other == "Alias  PrimarySmtpAddress  Identity")
    }

    @Test(arguments: [
        ("plain", 5), ("大阪", 4), ("e\u{301}", 1), ("👩‍👩‍👧", 2), ("❤️", 2), ("", 0), ("ﾊﾝｶｸ", 4), ("한국", 4), ("ß", 1),
        ("✅", 2), ("⏰", 2), ("⭐", 2), ("⚠", 1), ("⚠️", 2), ("🌡", 1), ("👍🏽", 2), ("☝🏽", 2), ("🇩🇪", 2), ("1️⃣", 2), ("🫩", 2),
        ("नि", 2), ("\u{200B}", 0),
    ])
    func measuresCells(text: String, width: Int) { #expect(TerminalText.width(text) == width) }

    @Test func manyRowsAreWrittenInLargeParts() throws {
        let capture = CountingSink()
        let output = OutputWriter(capture)
        var printer = OutputSettings(form: .ndjson).printer(to: output)
        for number in 0..<20_000 {
            try printer.print(RowBatch([["Number": .integer(Int64(number)), "Text": "abcdefghij"]]))
        }
        try printer.finish()
        try output.flush()
        #expect(capture.sizes.count < 20)
        #expect(capture.sizes.dropLast().allSatisfy { $0 >= OutputWriter.bufferSize })
    }
}
