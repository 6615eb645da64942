@testable import ExoCommands
import ExoTransport
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where rows go: files and pagers.
struct OutputPlaceTests {
    private static let row = #"{"Name":"a"}"#

    @Test(arguments: [
        ("rows.csv", "Name\na\n"), ("rows.tsv", "Name\na\n"), ("rows.ndjson", "{\"Name\":\"a\"}\n"),
        ("rows", "[\n{\"Name\":\"a\"}\n]\n"),
        ("rows.yml", "- Name: a\n"), ("rows.json", "[\n{\"Name\":\"a\"}\n]\n"),
    ])
    func theFormIsThatOfTheFilesName(name: String, text: String) async throws {
        let run = try OutputOptionTests.run([TestRun.page(Self.row)])
        run.useTerminal()
        run.hasStatusLine = false
        let outcome = await run("Get-OrganizationalUnit", "--output-file", run.folder + "/" + name)
        #expect(outcome.code == .done && outcome.output == "" && outcome.errors == "", "\(outcome.errors)")
        #expect(try run.content(name) == text)
    }

    @Test func aColumnOfNothingHasARecordForEachRow() async throws {
        let run = try OutputOptionTests.run([TestRun.page(#"{"Name":""},{"Name":"a"},{"Name":null}"#)])
        let outcome = await run("Get-OrganizationalUnit", "--columns", "Name", "--output", "csv")
        #expect(outcome.output == "Name\n\"\"\na\n\"\"\n")
    }

    @Test func theFormIsToldWhereTheEndingOfTheFileNamesNone() async throws {
        let run = try OutputOptionTests.run([TestRun.page(Self.row)])
        let outcome = await run("Get-OrganizationalUnit", "--output-file", run.folder + "/rows.txt")
        #expect(outcome.code == .done)
        #expect(
            outcome.errors
                == "no form is known by .txt, so \(run.folder)/rows.txt is written as json; --output names another\n"
        )
        #expect(try run.content("rows.txt") == "[\n{\"Name\":\"a\"}\n]\n")
    }

    @Test func theVariableNamesTheFormWhereTheEndingDoesNotAndThatIsTold() async throws {
        let run = try OutputOptionTests.run([TestRun.page(Self.row)])
        run.environment["EXO_OUTPUT"] = "csv"
        let outcome = await run("Get-OrganizationalUnit", "--output-file", run.folder + "/rows.txt")
        #expect(outcome.errors.contains("rows.txt is written as csv; --output names another"), "\(outcome.errors)")
        #expect(try run.content("rows.txt") == "Name\na\n")
    }

    @Test func aFileKeepsItsModeAndALinkStaysOne() async throws {
        let run = try OutputOptionTests.run([TestRun.page(Self.row)])
        try run.file("real.csv", "old", mode: 0o640)
        try run.link("link.csv", to: "real.csv")
        #expect(await run("Get-OrganizationalUnit", "--output-file", run.folder + "/link.csv").code == .done)
        #expect(try run.content("real.csv") == "Name\na\n")
        #expect(try run.isLink("link.csv"))
        #expect(try run.mode("real.csv") == 0o640)
    }

    /// What was there before is there still, and nothing else.
    @Test func aListingThatFailsLeavesTheFileAsItWas() async throws {
        let more =
            "\"@odata.nextLink\":\"https://outlook.office365.com/adminapi/beta/\(TestToken.contoso)/InvokeCommand?$skiptoken=1\","
        let run = try OutputOptionTests.run([TestRun.page(Self.row, more: more), .json("{}", status: 400)])
        try run.file("rows.csv", "old")
        let outcome = await run(
            "Get-OrganizationalUnit",
            "-ResultSize",
            "Unlimited",
            "--output-file",
            run.folder + "/rows.csv"
        )
        #expect(outcome.code == .incomplete, "\(outcome.errors)")
        #expect(outcome.errors.contains("rows.csv is as it was before"))
        #expect(try run.content("rows.csv") == "old")
        #expect(try run.names() == ["rows.csv"])
        let other = try OutputOptionTests.run([.json("{}", status: 400)])
        let failed = await other("Get-OrganizationalUnit", "--output-file", other.folder + "/new.csv")
        #expect(failed.errors.contains("new.csv was not written"), "\(failed.errors)")
    }

    @Test func aPlaceThatCannotBeWrittenIsToldBeforeSending() async throws {
        let run = try OutputOptionTests.run([])
        let outcome = await run("Get-OrganizationalUnit", "--output-file", run.folder + "/none/rows.csv")
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains("cannot write \(run.folder)/none/rows.csv: No such file or directory"))
        #expect(await run("Get-OrganizationalUnit", "--output-file", run.folder).code == .usage)
    }

    /// A pager that keeps what it is shown.
    private final class TestPager: Pager {
        let shown = Capture()
        let isClosed = Mutex(false)
        func write(_ bytes: [UInt8]) throws { try shown.write(bytes) }
        func close() -> Bool {
            isClosed.withLock { $0 = true }
            return true
        }
    }

    @Test func rowsArePagedOnATerminalAndMessagesWait() async throws {
        let run = try OutputOptionTests.run([TestRun.page(Self.row, warnings: ["mind this"])])
        run.useTerminal()
        run.hasStatusLine = false
        let pager = TestPager()
        let (output, errors) = (Capture(), Capture())
        var context = run.context(output: output, errors: errors)
        context.openPager = { pager }
        #expect(await ExoProgram.run(["Get-OrganizationalUnit"], in: context) == .done)
        #expect(pager.shown.text == "Name\n----\na\n")
        #expect(pager.isClosed.withLock { $0 })
        #expect(output.text == "" && errors.text == "warning: mind this\n")
    }

    @Test(arguments: ["exo-no-such-pager -R", "/dev/null"], [1, 4000])
    func rowsAreWrittenWhereThereIsNoSuchPager(command: String, count: Int) async throws {
        // As the program has it: a pager that is gone is an error of writing, and no end of the process.
        signal(SIGPIPE, SIG_IGN)
        let rows = (0..<count).map { "{\"Name\":\"row \($0) \(String(repeating: "x", count: 40))\"}" }
        let page = ScriptedReply.json("{\"value\":[\(rows.joined(separator: ","))]}")
        let run = try OutputOptionTests.run([page])
        run.useTerminal(width: 200)
        run.hasStatusLine = false
        let (output, errors) = (Capture(), Capture())
        var context = run.context(output: output, errors: errors)
        context.openPager = { try PagerProcess(command, ["PATH": "/usr/bin:/bin"]) }
        #expect(await ExoProgram.run(["Get-OrganizationalUnit", "-o", "ndjson"], in: context) == .done)
        #expect(output.text.split(separator: "\n").count == count)
        #expect(errors.text.contains("warning: the pager cannot be run; rows are written without one\n"))
    }

    @Test func whatAWriterThatWasKilledLeftIsRemoved() async throws {
        let run = try OutputOptionTests.run([TestRun.page(Self.row)])
        let left = try run.file("rows.csv.4711.99.new", "half")
        try run.file("rows.csv.other.new", "somebody's")
        let old = [FileAttributeKey.modificationDate: Date(timeIntervalSince1970: 1)]
        try FileManager.default.setAttributes(old, ofItemAtPath: left)
        try run.file("rows.csv.4712.99.new", "one that begins")
        #expect(await run("Get-OrganizationalUnit", "--output-file", run.folder + "/rows.csv").code == .done)
        #expect(try run.names() == ["rows.csv", "rows.csv.4712.99.new", "rows.csv.other.new"])
    }

    @Test(arguments: ["exo cmdlet list AcceptedDomain", "Get-Command *-AcceptedDomain"])
    func commandsOnALineOfTheShellAreNotPaged(line: String) async throws {
        let run = try TestRun()
        run.useTerminal()
        run.hasStatusLine = false
        let pager = TestPager()
        let output = Capture()
        var context = run.context(output: output)
        context.openPager = { pager }
        #expect(await ExoProgram.run(["shell", "-c", line], in: context) == .done)
        #expect(pager.shown.text == "" && output.text.contains("Get-AcceptedDomain"), "\(output.text)")
    }

    @Test(arguments: [["--no-pager"], ["--no-input"], ["--output-file", "/dev/null"]])
    func nothingIsPagedWhereNobodyWantsIt(words: [String]) async throws {
        let run = try OutputOptionTests.run([TestRun.page(Self.row)])
        run.useTerminal()
        run.hasStatusLine = false
        let opened = Mutex(0)
        var context = run.context()
        context.openPager = {
            opened.withLock { $0 += 1 }
            return TestPager()
        }
        #expect(await ExoProgram.run(["Get-OrganizationalUnit"] + words, in: context) == .done)
        #expect(opened.withLock { $0 } == 0)
    }

    @Test(
        arguments: [
            (["TERM": "xterm"], nil), (["TERM": "xterm", "PAGER": "more"], "more"),
            (["TERM": "dumb", "PAGER": "more"], nil),
            (["TERM": "xterm", "PAGER": "more", "EXO_PAGER": ""], nil), (["TERM": "xterm", "EXO_PAGER": "cat"], nil),
            (["TERM": "xterm", "PAGER": "more", "EXO_PAGER": "less -S"], "less -S"),
        ] as [([String: String], String?)]
    )
    func theEnvironmentNamesThePager(environment: [String: String], command: String?) {
        #expect(PagerProcess.command(environment) == command)
    }

    @Test(
        arguments: [
            (["TERM": "xterm"], ColorChoice.onTerminals), (["TERM": "dumb"], .never), ([:], .never),
            (["TERM": "xterm", "NO_COLOR": "1", "CLICOLOR_FORCE": "1"], .never), (["CLICOLOR_FORCE": "1"], .always),
            (["TERM": "xterm", "CLICOLOR_FORCE": "0"], .onTerminals), (["TERM": "xterm", "CLICOLOR": "0"], .never),
        ] as [([String: String], ColorChoice)]
    )
    func theEnvironmentChoosesColors(environment: [String: String], choice: ColorChoice) {
        #expect(ColorChoice(environment) == choice)
    }

    @Test func nothingIsAskedWhereInputIsRefused() async throws {
        let run = try OutputOptionTests.run([])
        run.useTerminal()
        let outcome = await run("Remove-Mailbox", "-Identity", "adele", "--no-input")
        #expect(outcome.code == .usage && outcome.output == "")
    }
}
