@testable import ExoCommands
import ExoJSON
import ExoTransport
import TestSupport
import Testing

/// What the options of output do to the rows of a cmdlet.
struct OutputOptionTests {
    private static let rows = [
        #"{"Name":"b","Size":2,"Size@data.type":"System.Int32","Tags":["x","y"],"Address":{"City":"Bonn","City@x":1}}"#,
        #"{"Name":"a","Size":10,"Tags":[],"Address":null}"#,
        #"{"Name":"c","Size":null,"Tags":["z"],"Address":{"City":"Rom"}}"#,
    ]

    private func run(_ words: String..., replies: [ScriptedReply]? = nil) async throws -> TestRun.Outcome {
        let run = try Self.run(replies)
        return await run.run(["Get-OrganizationalUnit"] + words)
    }

    static func run(_ replies: [ScriptedReply]? = nil) throws -> TestRun {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        run.transport = ScriptedTransport(replies ?? [TestRun.page(rows[0], rows[1], rows[2])])
        return run
    }

    struct Case: CustomTestStringConvertible {
        var words: [String]
        var output: String
        init(_ words: String..., gives output: String) {
            self.words = words
            self.output = output
        }
        var testDescription: String { words.joined(separator: " ") }
    }

    @Test(arguments: [
        // A path, an element, one from the end, a list walked into, and names for them.
        Case(
            "--columns",
            "Name,Town=Address.City,Tags[0],Last=Tags[-1]",
            "-o",
            "csv",
            gives: "Name,Town,Tags[0],Last\nb,Bonn,x,y\na,,,\nc,Rom,z,z\n"
        ),
        Case(
            "--columns",
            "size,Who=NAME",
            "-o",
            "ndjson",
            gives: "{\"Size\":2,\"Who\":\"b\"}\n{\"Size\":10,\"Who\":\"a\"}\n{\"Size\":null,\"Who\":\"c\"}\n"
        ),
        Case("--columns", "T=Address.City,N*", "-o", "tsv", gives: "T\tName\nBonn\tb\n\ta\nRom\tc\n"),
        Case(
            "--columns",
            "Who=Name,Town=Address.City",
            "-o",
            "table",
            gives: "Who  Town\n---  ----\nb    Bonn\na\nc    Rom\n"
        ),
        // Nothing stands first, numbers by how large they are, and alike rows as they came.
        Case("--sort", "Size", "--columns", "Name", "-o", "csv", gives: "Name\nc\nb\na\n"),
        Case("--sort", "-Size", "--columns", "Name", "-o", "csv", gives: "Name\na\nb\nc\n"),
        Case("--sort", "Address.City,-Name", "--columns", "Name", "-o", "csv", gives: "Name\na\nb\nc\n"),
        Case("--limit", "2", "--columns", "Name", "-o", "csv", gives: "Name\nb\na\n"),
        Case("--sort", "Name", "--limit", "1", "--columns", "Name", "-o", "ndjson", gives: "{\"Name\":\"a\"}\n"),
        Case("--count", gives: "3\n"),
        Case("--count", "--limit", "2", gives: "2\n"),
        Case("--count", "--jq", ".Tags[]", gives: "3\n"),
        Case(
            "-o",
            "yaml",
            "--columns",
            "Name,Size,Tags,Address",
            gives:
                "- Name: b\n  Size: 2\n  Tags:\n  - x\n  - 'y'\n  Address:\n    City: Bonn\n- Name: a\n  Size: 10\n  Tags: []\n  Address: null\n- Name: c\n  Size: null\n  Tags:\n  - z\n  Address:\n    City: Rom\n"
        ),
    ])
    func optionsShapeTheRows(wanted: Case) async throws {
        let run = try Self.run()
        let outcome = await run.run(["Get-OrganizationalUnit"] + wanted.words)
        #expect(outcome.output == wanted.output)
        #expect(outcome.errors == "" && outcome.code == .done)
    }

    @Test(arguments: [
        // Texts are written as they are, everything else as JSON; what jq gives are rows like others where a form is asked for.
        Case("--jq", ".Name", gives: "b\na\nc\n"),
        Case("--jq", "{(.Name): .Size}", gives: "{\"b\":2}\n{\"a\":10}\n{\"c\":null}\n"),
        Case(
            "--jq",
            ".",
            gives:
                "{\"Name\":\"b\",\"Size\":2,\"Tags\":[\"x\",\"y\"],\"Address\":{\"City\":\"Bonn\"}}\n{\"Name\":\"a\",\"Size\":10,\"Tags\":[],\"Address\":null}\n{\"Name\":\"c\",\"Size\":null,\"Tags\":[\"z\"],\"Address\":{\"City\":\"Rom\"}}\n"
        ),
        Case("--jq", "select(.Size > 1) | .Tags[]", gives: "x\ny\n"),
        Case(
            "--jq",
            "keys",
            "--columns",
            "Size,Name",
            gives: "[\"Name\",\"Size\"]\n[\"Name\",\"Size\"]\n[\"Name\",\"Size\"]\n"
        ),
        Case("--jq", ".Tags | length", "-o", "json", gives: "[\n2,\n0,\n1\n]\n"),
        Case("--jq", "{n: .Name, t: .Tags}", "-o", "csv", gives: "n,t\nb,x;y\na,\nc,z\n"),
        Case("--jq", ".Name", "-o", "table", gives: "Value\n-----\nb\na\nc\n"),
        Case("--jq", "[.Name, .Size] | @csv", gives: "\"b\",2\n\"a\",10\n\"c\",\n"),
        Case("--jq", "@base64 \"\\(.Name)\"", gives: "Yg==\nYQ==\nYw==\n"),
        Case("--jq", "def twice: . * 2; .Size | numbers | twice", gives: "4\n20\n"),
        Case("--jq", "[limit(3; range(.Size // 1))]", gives: "[0,1]\n[0,1,2]\n[0]\n"),
        Case("--jq", ".Address.City // \"nowhere\" | ascii_upcase", gives: "BONN\nNOWHERE\nROM\n"),
        Case("--jq", "try error(\"no\") catch .", gives: "no\nno\nno\n"),
        Case("--jq", "reduce .Tags[] as $t (\"\"; . + $t)", gives: "xy\n\nz\n"),
        Case("--jq", ".Name | test(\"[ab]\")", gives: "true\ntrue\nfalse\n"),
        Case("--jq", "if .Name == \"a\" then halt else .Name end", gives: "b\n"),
        Case("--jq", "empty", gives: ""),
        Case("--jq", "\"é😀\\u0000\" | length", gives: "3\n3\n3\n"),
    ])
    func jqRunsOnEachRow(wanted: Case) async throws {
        let run = try Self.run()
        let outcome = await run.run(["Get-OrganizationalUnit"] + wanted.words)
        #expect(outcome.output == wanted.output)
        #expect(outcome.errors == "" && outcome.code == .done)
    }

    @Test func anExpressionThatIsNoneIsRefusedBeforeSending() async throws {
        let outcome = try await run("--jq", ".[", replies: [])
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains("--jq: jq cannot read the expression\n  jq: error: syntax error"))
    }

    @Test func anExpressionThatFailsNamesTheRowAfterThoseBefore() async throws {
        let outcome = try await run("--jq", ".Size + 1 | if . == 11 then error(\"eleven\") else . end")
        #expect(outcome.code == .failed)
        #expect(outcome.output == "3\n")
        #expect(outcome.errors == "exo: --jq: eleven\n  at row 2\n")
    }

    @Test func aLimitFetchesNoFurtherPage() async throws {
        let more =
            "\"@odata.nextLink\":\"https://outlook.office365.com/adminapi/beta/\(TestToken.contoso)/InvokeCommand?$skiptoken=1\","
        // A second request would have no reply, which fails the run.
        let page = TestRun.page(Self.rows[0], Self.rows[1], more: more)
        let outcome = try await run(
            "-ResultSize",
            "Unlimited",
            "--limit",
            "2",
            "-o",
            "ndjson",
            "--columns",
            "Name",
            replies: [page]
        )
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(outcome.output == "{\"Name\":\"b\"}\n{\"Name\":\"a\"}\n")
    }

    @Test(arguments: [
        ["--columns", "X=N*"], ["--columns", "=Name"], ["--columns", "X="], ["--columns", "a,,b"], ["--limit", "0"],
        ["--limit", "many"], ["-o", "json", "--csv-for", "excel"], ["--csv-for", "vi"],
        ["-o", "csv", "--delimiter", ";;"],
        ["-o", "table", "--delimiter", ";"], ["--sort", ","], ["--progress", "loud"], ["-o", "toml"],
    ])
    func whatCannotBeMeantIsRefusedBeforeSending(words: [String]) async throws {
        let run = try Self.run([])
        let outcome = await run.run(["Get-OrganizationalUnit"] + words)
        #expect(outcome.code == .usage)
        #expect(outcome.output == "")
    }

    @Test func howCSVIsWrittenAsksForCSV() async throws {
        let run = try Self.run([TestRun.page(Self.rows[0])])
        run.environment["EXO_OUTPUT"] = "json"
        let outcome = await run("Get-OrganizationalUnit", "--delimiter", ";", "--columns", "Name,Size")
        #expect(outcome.code == .done && outcome.output == "Name;Size\nb;2\n", "\(outcome.output)\(outcome.errors)")
        let marked = try Self.run([TestRun.page(Self.rows[0])])
        let excel = await marked("Get-OrganizationalUnit", "--csv-for", "excel", "--jq", "{Name}")
        #expect(excel.output.utf8.starts(with: [0xEF, 0xBB, 0xBF]) && excel.output.contains("Name\r\n"))
    }

    @Test func warningsStandBetweenTheRowsTheyCameBetween() async throws {
        let run = try Self.run([
            TestRun.page(
                Self.rows[0],
                warnings: ["one"],
                more:
                    "\"@odata.nextLink\":\"https://outlook.office365.com/adminapi/beta/\(TestToken.contoso)/InvokeCommand?$skiptoken=1\","
            ),
            TestRun.page(Self.rows[1], warnings: ["two"]),
        ])
        let both = Capture()
        let context = run.context(output: both, errors: both)
        let code = await ExoProgram.run(
            ["Get-OrganizationalUnit", "-ResultSize", "Unlimited", "-o", "table", "--columns", "Name,Size"],
            in: context
        )
        #expect(code == .done)
        #expect(both.text == "Name  Size\n----  ----\nb        2\nwarning: one\na       10\nwarning: two\n")
    }

    @Test func ourOwnListsTakeTheSameOptions() async throws {
        let run = try TestRun()
        #expect(await run("cmdlet", "list", "Mailbox", "--count").output.dropLast().allSatisfy(\.isNumber))
        let names = await run("cmdlet", "list", "Get-Mailbox", "--jq", ".Name", "--sort", "-Name", "--limit", "1")
            .output
        #expect(names == "Get-MailboxUserConfiguration\n")
        let one = await run("cmdlet", "show", "Get-Mailbox", "-o", "yaml", "--columns", "Name,Confirm")
        #expect(one.output == "Name: Get-Mailbox\nConfirm: false\n")
        #expect(await run("cmdlet", "show", "Get-Mailbox", "--jq", ".Name").output == "Get-Mailbox\n")
    }
}
