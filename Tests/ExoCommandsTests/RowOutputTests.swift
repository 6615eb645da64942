@testable import ExoCommands
import ExoJSON
import ExoTransport
import TestSupport
import Testing

struct RowOutputTests {
    private func run(_ replies: ScriptedReply...) throws -> TestRun {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        run.transport = ScriptedTransport(replies)
        return run
    }

    // MARK: Rows that no strict reader takes

    @Test(arguments: ["json", "ndjson", "csv", "table", "list", "raw"])
    func aDamagedRowIsWrittenAndNamedInEveryForm(form: String) async throws {
        let run = try run(
            TestRun.page(#"{"Name":"one\ud83d"}"#, #"{"Name":"two","Size":36893488147419103232}"#, #"{"Name":"three"}"#)
        )
        let outcome = await run("Get-Mailbox", "--output", form)
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(outcome.output.contains("one") && outcome.output.contains("three"), "\(outcome.output)")
        // CSV and tables take their columns from the first row.
        if form != "csv", form != "table" { #expect(outcome.output.contains("36893488147419103232")) }
        #expect(outcome.output.contains("\u{FFFD}") || outcome.output.contains("\\uFFFD"))
        #expect(outcome.errors.contains("warning: row 1 (one\u{FFFD}) has half a surrogate pair"))
        #expect(outcome.errors.contains("warning: row 2 (two) has a number of more than 64 bits"))
        if form.hasSuffix("json") || form == "raw" {
            for line in outcome.output.split(separator: "\n") where line.hasPrefix("{") {
                _ = try JSONValue(parsing: line.hasSuffix(",") ? String(line.dropLast()) : String(line))
            }
        }
    }

    @Test(arguments: ["table", "list"])
    func timesAreShownToTheSecond(form: String) async throws {
        let run = try run(TestRun.page(#"{"Name":"one","WhenCreatedUTC":"2026-01-31T10:00:00.1234567Z"}"#))
        let outcome = await run("Get-Mailbox", "--output", form, "--columns", "Name,WhenCreatedUTC")
        #expect(outcome.output.contains("2026-01-31T10:00:00Z"), "\(outcome.output)")
    }

    @Test func aFirstColumnThatSaysWhatARowIsOfStaysWhole() async throws {
        let long = String(repeating: "evidence that is long ", count: 6)
        let rows = ["clock", "name resolution", "PowerShell switch"].map {
            "{\"Alias\":\"\($0)\",\"Office\":\"ok\",\"CustomAttribute1\":\"\(long)\"}"
        }
        let run = try run(TestRun.page(rows.joined(separator: ",")))
        run.useTerminal(width: 80)
        let outcome = await run("Get-Mailbox", "--columns", "Alias,Office,CustomAttribute1")
        #expect(outcome.output.contains("\nPowerShell switch  ok"), "\(outcome.output)")
        for line in outcome.output.split(separator: "\n") { #expect(line.count <= 80) }
    }

    @Test(arguments: ["json", "ndjson", "csv", "table", "list"])
    func columnsThatFitNothingShowNothing(form: String) async throws {
        let run = try run(TestRun.page(#"{"Name":"one"}"#))
        let outcome = await run("Get-Mailbox", "--output", form, "--columns", "Zz*")
        #expect(outcome.code == .usage)
        #expect(outcome.output.filter { !"[]\n".contains($0) } == "")
        #expect(outcome.errors.contains("no property fits Zz*") && outcome.errors.contains("there are Name"))
    }

    @Test(arguments: ["json", "ndjson", "csv", "raw"])
    func aByteThatIsNotUTF8NeverReachesTheOutput(form: String) async throws {
        let page = Array(#"{"value":[{"Name":"M"#.utf8) + [0xFC] + Array(#"ller"}]}"#.utf8)
        let run = try run(ScriptedReply(parts: [page]))
        let sink = Capture()
        let context = run.context(output: sink)
        #expect(await ExoProgram.run(["Get-Mailbox", "--output", form], in: context) == .done)
        // The capture decodes leniently, so the bytes themselves are looked at.
        #expect(sink.bytes == Array(sink.text.utf8))
        #expect(sink.text.contains("M\u{FFFD}ller"))
    }

    @Test(arguments: ["json", "ndjson", "csv", "table", "list"])
    func aListingThatMustEndSaysHowManyRowsWereWritten(form: String) async throws {
        let run = try run(TestRun.page(#"{"Name":"one"}"#, #"{"Name":"two"}"#, #"{"Name":tru}"#, #"{"Name":"four"}"#))
        let outcome = await run("Get-Mailbox", "--output", form)
        #expect(outcome.code == .incomplete, "said: \(outcome.errors)")
        #expect(outcome.errors.contains("row 3 of the reply is not JSON"), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("2 rows were written before it"), "said: \(outcome.errors)")
        #expect(outcome.output.contains("two"))
        #expect(!outcome.output.contains("four"))
        if form == "json" { #expect(try JSONValue(parsing: outcome.output).arrayValue?.count == 2) }
    }

    @Test(arguments: ["json", "ndjson", "csv", "table", "list", "raw"])
    func anErrorBeforeTheFirstRowWritesNothing(form: String) async throws {
        let broken = try run(TestRun.page(#"{"Name":tru}"#))
        let outcome = await broken("Get-Mailbox", "--output", form)
        if form != "raw" {
            #expect(outcome.code == .failed, "said: \(outcome.errors)")
            #expect(outcome.output == "")
        }
        let refusal = ScriptedReply.json(#"{"error":{"code":"Forbidden","message":"no"}}"#, status: 403)
        let refused = await (try run(refusal))("Get-Mailbox", "--output", form)
        #expect(refused.code == .notAuthorised)
        #expect(refused.output == "")
        let beside = TestRun.page(more: #""@adminapi.errors":[{"message":"could not"}],"#)
        let failed = await (try run(beside))("Get-Mailbox", "--output", form)
        #expect(failed.code == .failed)
        #expect(failed.output == "")
    }

    // MARK: No rows

    @Test(arguments: ["json", "ndjson", "csv", "table", "list", "raw"])
    func aChangeThatIsDoneWritesNothing(form: String) async throws {
        let outcome = await (try run(TestRun.page()))("Set-Mailbox", "adele", "-Office", "1", "--output", form)
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(outcome.output == "")
        #expect(outcome.errors == "")
    }

    @Test func aChangeThatGivesItsObjectWritesIt() async throws {
        let outcome = await (try run(TestRun.page(#"{"Name":"a"}"#)))("Enable-Mailbox", "a", "--output", "ndjson")
        #expect(outcome.output == "{\"Name\":\"a\"}\n")
    }

    @Test func aListingWithoutRowsIsWellFormed() async throws {
        #expect(await (try run(TestRun.page()))("Get-Mailbox", "--output", "json").output == "[]\n")
        #expect(await (try run(TestRun.page()))("Get-Mailbox", "--output", "ndjson").output == "")
        let columns = await (try run(TestRun.page()))("Get-Mailbox", "--output", "csv", "--columns", "alias,Name")
        #expect(columns.output == "Alias,Name\n")
        let head = await (try run(TestRun.page()))("Get-Mailbox", "--output", "csv").output
        #expect(head.contains(",DisplayName,") && head.hasSuffix("\n") && head.split(separator: "\n").count == 1)
    }

    // MARK: The limit

    @Test func rowsBeyondALimitThatNobodyNamedAreWritten() async throws {
        let rows = (0..<1_203).map { "{\"Name\":\"n\($0)\"}" }.joined(separator: ",")
        let reply = ScriptedReply.json("{\"value\":[\(rows)]}")
        let all = await (try run(reply))("Get-Mailbox", "--output", "ndjson")
        #expect(all.output.split(separator: "\n").count == 1_203)
        #expect(all.errors == "")
        let some = await (try run(reply))("Get-Mailbox", "-ResultSize", "1100", "--output", "ndjson")
        #expect(some.output.split(separator: "\n").count == 1_100)
        #expect(some.errors.contains("There are more results available"))
    }

    // MARK: Columns

    @Test func aColumnThatTheCatalogueDoesNotKnowIsRefusedBeforeSending() async throws {
        let run = try run()
        let outcome = await run("Get-Mailbox", "--output", "csv", "--columns", "DisplayName,primarysmtpadress")
        #expect(outcome.code == .usage)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("have no property primarysmtpadress"), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("PrimarySmtpAddress"), "said: \(outcome.errors)")
    }

    @Test(arguments: ["csv", "json", "table", "list", "ndjson", "raw"])
    func aColumnThatNoRowHasIsToldAfterTheFirstPage(form: String) async throws {
        let run = try run(TestRun.page(#"{"Name":"a","Stat":1}"#, #"{"Name":"b","Late":2}"#))
        let outcome = await run("Test-MAPIConnectivity", "adele", "--output", form, "--columns", "name,Sta,late")
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(outcome.errors.contains("warning: --columns: no row has a property Sta; did you mean Stat?"))
        #expect(!outcome.errors.contains("late"))
        #expect(outcome.output.contains("b"))
    }

    struct Wildcard: CustomTestStringConvertible {
        var columns: String
        var head: String
        var testDescription: String { columns }
    }

    @Test(arguments: [
        Wildcard(columns: "*", head: "Name,DisplayName,Alias,PrimarySmtpAddress"),
        Wildcard(columns: "*name", head: "Name,DisplayName"),
        Wildcard(columns: "alias,*NAME", head: "Alias,Name,DisplayName"),
        Wildcard(columns: "?lias", head: "Alias"),
        Wildcard(columns: "[a-d]*", head: "DisplayName,Alias"),
        Wildcard(columns: "Name,*Smtp*,Name", head: "Name,PrimarySmtpAddress"),
    ])
    func patternsChooseColumns(wildcard: Wildcard) async throws {
        let row = #"{"Name":"n","Guid@data.type":"x","DisplayName":"d","Alias":"a","PrimarySmtpAddress":"p"}"#
        let csv = await (try run(TestRun.page(row)))("Get-Mailbox", "--output", "csv", "--columns", wildcard.columns)
        #expect(csv.output.split(separator: "\n").first.map(String.init) == wildcard.head, "said: \(csv.errors)")
        let lines = await (try run(TestRun.page(row)))(
            "Get-Mailbox",
            "--output",
            "ndjson",
            "--columns",
            wildcard.columns
        )
        #expect(try JSONValue(parsing: lines.output).objectValue?.names.joined(separator: ",") == wildcard.head)
    }

    @Test func ourOwnListsRefuseColumnsThatTheyDoNotHave() async throws {
        let outcome = await (try TestRun())("cmdlet", "list", "Get-Mailbox", "--columns", "Nam")
        #expect(outcome.code == .usage)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("did you mean Name?"), "said: \(outcome.errors)")
    }
}
