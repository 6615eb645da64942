import ExoCommands
import ExoJSON
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `exo bulk`: a cmdlet for every row of a table.
struct BulkCommandTests {
    private let run: TestRun
    private let service = BulkService()

    init() async throws { run = try await TestRun.connected(to: service) }

    private func file(_ bytes: [UInt8], _ name: String = "users.csv") throws -> String {
        try run.file(name, bytes: bytes)
    }

    private func file(_ text: String, _ name: String = "users.csv") throws -> String {
        try file(Array(text.utf8), name)
    }

    private func utf16(_ text: String, isLittle: Bool, mark: Bool = true) -> [UInt8] {
        ((mark ? "\u{FEFF}" : "") + text).utf16.flatMap {
            isLittle ? [UInt8($0 & 0xFF), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 0xFF)]
        }
    }

    // MARK: Tables

    struct Table: CustomTestStringConvertible {
        var why: String
        var bytes: [UInt8]
        var name = "users.csv"
        var words: [String] = []
        var first = "Müller, \"Ada\""
        var testDescription: String { why }

        init(_ why: String, _ text: String, name: String = "users.csv", words: [String] = [], first: String? = nil) {
            self.init(why, Array(text.utf8), name: name, words: words, first: first)
        }

        init(
            _ why: String,
            _ bytes: [UInt8],
            name: String = "users.csv",
            words: [String] = [],
            first: String? = nil
        ) {
            self.why = why
            self.bytes = bytes
            self.name = name
            self.words = words
            if let first { self.first = first }
        }
    }

    private static let plain = "Identity,DisplayName\nada,\"Müller, \"\"Ada\"\"\"\nbob,Bob\n"
    private static let semicolons = "Identity;DisplayName\r\nada;\"Müller, \"\"Ada\"\"\"\r\nbob;Bob\r\n"
    private static let tabs = "Identity\tDisplayName\r\nada\t\"Müller, \"\"Ada\"\"\"\r\nbob\tBob"

    private static func windows(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8($0.value) }
    }

    static let tables: [Table] = [
        Table("commas and line feeds", plain),
        Table("semicolons, carriage returns and a mark", "\u{FEFF}" + semicolons),
        Table("tabs, no line end at the end", tabs, name: "users.tsv"),
        Table("carriage returns alone", plain.replacing("\n", with: "\r")),
        Table("an empty line between and at the end", plain.replacing("\nbob", with: "\n\nbob") + "\n\n"),
        Table("Excel's line about the delimiter", "sep=;\r\n" + semicolons),
        Table("the type that Windows PowerShell puts first", "#TYPE System.Object\r\n" + plain),
        Table("any letter case, blanks around", plain.replacing("Identity,Display", with: " identity , DISPLAY")),
        Table(
            "a line break in a field",
            plain.replacing("Müller, ", with: "Müller\n"),
            first: "Müller\n\"Ada\""
        ),
        Table(
            "windows-1252, named",
            windows(plain.replacing("Müller", with: "M€üller")),
            words: ["--encoding", "windows-1252"],
            first: "M€üller, \"Ada\""
        ),
        Table(
            "NDJSON",
            "{\"Identity\":\"ada\",\"DisplayName\":\"Müller, \\\"Ada\\\"\"}\n\n{\"Identity\":\"bob\",\"DisplayName\":\"Bob\"}",
            name: "users.ndjson"
        ),
        Table(
            "a JSON list in one line",
            #" [{"Identity":"ada","DisplayName":"Müller, \"Ada\""},{"Identity":"bob","DisplayName":"Bob"}]"#,
            name: "users.json"
        ),
        Table(
            "a JSON list as ConvertTo-Json writes it",
            "\u{FEFF}[\r\n  {\r\n    \"Identity\": \"ada\",\r\n    \"DisplayName\": \"Müller, \\\"Ada\\\"\"\r\n  },\r\n"
                + "  {\r\n    \"Identity\": \"bob\",\r\n    \"DisplayName\": \"Bob\"\r\n  }\r\n]\r\n",
            name: "users.json"
        ),
        Table(
            "JSON objects over several lines, as ConvertTo-Json writes a single row",
            "\u{FEFF}{\r\n  \"Identity\": \"ada\",\r\n  \"DisplayName\": \"Müller, \\\"Ada\\\"\"\r\n}\r\n"
                + "{\r\n  \"Identity\": \"bob\",\r\n  \"DisplayName\": \"Bob\"\r\n}\r\n",
            name: "users.json"
        ),
    ]

    @Test(arguments: tables) func readsTheTablesOfAnySpreadsheet(_ table: Table) async throws {
        let path = try file(table.bytes, table.name)
        let outcome = await run.run(["bulk", "Set-Mailbox", "--from", path] + table.words)
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(service.calls.map(\.identity) == ["ada", "bob"])
        #expect(service.calls.map { $0.parameters["DisplayName"]?.stringValue } == [table.first, "Bob"])
    }

    @Test(arguments: [true, false], [true, false])
    func readsUTF16OfBothEnds(_ isLittle: Bool, _ hasMark: Bool) async throws {
        let text = Self.tabs.replacing("Bob", with: "Bob 😀")
        let path = try file(utf16(text, isLittle: isLittle, mark: hasMark))
        let outcome = await run("bulk", "Set-Mailbox", "--from", path)
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(service.calls.map { $0.parameters["DisplayName"]?.stringValue } == ["Müller, \"Ada\"", "Bob 😀"])
    }

    @Test func makesAndTellsWhatStoodBeforeTheTableBroke() async throws {
        let rows = (1...9000).map { "u\($0)\tv" }.joined(separator: "\r\n")
        let path = try file(utf16("Identity\tCustomAttribute1\r\n\(rows)\r\n", isLittle: true) + [0x41])
        let outcome = await run("bulk", "Set-Mailbox", "--from", path, "--output", "ndjson")
        #expect(outcome.code == .incomplete, "\(outcome.errors)")
        #expect(outcome.output.contains("is not UTF-16 to its end; no row behind line 9001 was read"))
        let told = outcome.output.split(separator: "\n").count
        #expect(
            !service.calls.isEmpty && told == service.calls.count + 1,
            "\(told) rows of \(service.calls.count) calls"
        )
        #expect(outcome.errors.contains("\(service.calls.count) done, 1 failed"))
    }

    @Test func readsStandardInput() async throws {
        run.input[0] = Array(Self.plain.utf8)
        let outcome = await run("bulk", "Set-Mailbox", "--from", "-")
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(service.calls.count == 2)
    }

    @Test(arguments: [
        ("Identity,DisplayName\nada,Ada,more\nbob,Bob\n", "line 2", "it has 3 fields, and the heading 2"),
        ("Identity,DisplayName\nbob,Bob\nada,\"Ada\n", "line 3", "a quote in it has no end"),
        ("Identity,DisplayName\nbob,Bob\nada,\"Ada\"x\n", "line 3", "behind a closing quote"),
    ])
    func saysWhichLineCannotBeRead(_ text: String, _ line: String, _ reason: String) async throws {
        let outcome = await run("bulk", "Set-Mailbox", "--output", "ndjson", "--from", try file(text))
        #expect(outcome.code == .incomplete)
        #expect(service.calls.map(\.identity) == ["bob"])
        #expect(outcome.output.contains(reason))
        #expect(outcome.output.contains("\"Line\":\(line.dropFirst(5))"))
    }

    @Test func saysThatATableIsNotUTF8AndWhatToDo() async throws {
        let path = try file(Array("Identity,DisplayName\nada,M".utf8) + [0xFC] + Array("ller\n".utf8))
        let outcome = await run("bulk", "Set-Mailbox", "--from", path, "--output", "ndjson")
        #expect(outcome.code == .incomplete)
        #expect(outcome.output.contains("--encoding windows-1252"))
        #expect(service.calls.isEmpty)
    }

    // MARK: Columns

    @Test func mapsColumnsAndLeavesOthersOut() async throws {
        let path = try file("upn,Dept,CustomAttribute1\nada,Sales,x\n")
        let outcome = await run(
            "bulk",
            "Set-Mailbox",
            "-CustomAttribute2",
            "fixed",
            "--from",
            path,
            "--map",
            "Identity=upn",
            "--ignore",
            "dept"
        )
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(
            service.calls.first?.parameters == [
                "CustomAttribute2": "fixed", "Identity": "ada", "CustomAttribute1": "x",
            ]
        )
    }

    @Test func columnsAreMappedByAsManyOptionsAsIsLiked() async throws {
        let path = try file("upn,Dept,Team,Text\nada,Sales,x,y\n")
        let words = ["--map", "Identity=upn", "--map", "CustomAttribute1=Text", "--ignore", "dept", "--ignore", "team"]
        let outcome = await run.run(["bulk", "Set-Mailbox", "--from", path] + words)
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(service.calls.first?.parameters == ["Identity": "ada", "CustomAttribute1": "y"])
    }

    @Test func aLineIsNoCmdletForEachRow() async throws {
        let path = try file("Identity\nada\n")
        let outcome = await run("bulk", "Get-Mailbox | Set-Mailbox -Office x", "--from", path)
        #expect(outcome.code == .usage)
        #expect(
            outcome.errors.contains("'exo bulk' runs one cmdlet, and 'Get-Mailbox | Set-Mailbox -Office x' is a line")
        )
        #expect(service.calls.isEmpty)
    }

    @Test func aPlaceForFailedRowsThatCannotBeIsToldBeforeSending() async throws {
        let path = try file("Identity,Office\nada,x\n")
        let outcome = await run("bulk", "Set-Mailbox", "--from", path, "--failed", run.folder + "/none/failed.csv")
        #expect(outcome.code == .usage && outcome.errors.contains("nothing was sent"), "\(outcome.errors)")
        #expect(service.calls.isEmpty)
    }

    @Test func callsGoOnWhereFailedRowsCannotBeKept() async throws {
        let path = try file("Identity,Office\nada,x\ngrace,y\nalan,z\n")
        service.answers { $0.parameters["Identity"] == "ada" ? .refusal("no such person") : .rows([]) }
        let outcome = await run("bulk", "Set-Mailbox", "--from", path, "--failed", "/dev/full", "-o", "ndjson")
        #expect(outcome.code == .incomplete)
        #expect(outcome.output.split(separator: "\n").count == 3 && outcome.errors.contains("2 done, 1 failed"))
        #expect(outcome.errors.contains("cannot write /dev/full"), "\(outcome.errors)")
    }

    @Test func aRowWithoutIdentityIsNotCalledAfterAnotherCell() async throws {
        let path = try file("Identity,Office\n,HQ\nada,x\n")
        let outcome = await run("bulk", "Set-Mailbox", "--from", path, "-o", "ndjson")
        #expect(outcome.output.hasPrefix("{\"Line\":2,\"Target\":\"\","), "\(outcome.output)")
    }

    @Test func aTableWithoutRowsGivesAnEmptyReport() async throws {
        let outcome = await run("bulk", "Set-Mailbox", "--from", try file("Identity,Office\n"), "-o", "json")
        #expect(outcome.code == .done && outcome.errors.contains("the table has no rows"))
        #expect(try JSONValue(parsing: outcome.output).arrayValue?.isEmpty == true, "\(outcome.output)")
    }

    @Test func theReportIsWrittenAlsoWhereNothingIsDone() async throws {
        let path = try file("Identity,AuditEnabled\nada,perhaps\ngrace,perhaps\n")
        for words in [[], ["--dry-run"]] {
            let outcome = await run.run(
                ["bulk", "Set-Mailbox", "--from", path, "--output-file", run.folder + "/report.csv"] + words
            )
            #expect(outcome.code == .incomplete, "\(outcome.errors)")
            #expect(try run.content("report.csv").split(separator: "\n").count == 3)
        }
    }

    @Test(arguments: [
        ("upn,CustomAttribute1\nada,x\n", [] as [String], "the column upn is no parameter of Set-Mailbox"),
        ("Identity,Custom\nada,x\n", [], "the column Custom is no parameter"),
        ("Identity,identity\nada,x\n", [], "twice"),
        ("Identity,upn\nada,x\n", ["--map", "Identity=upn"], "are both for -Identity"),
        ("Identity\nada\n", ["--map", "Identity=upn"], "which the table does not have"),
        ("upn\nada\n", ["--map", "Identity=upm"], "--map names the column upm, which the table does not have"),
        (
            "Identity,Dept\nada,x\n", ["--ignore", "Dep,Dept"],
            "--ignore names the column dep, which the table does not have"
        ),
        ("Identity\nada\n", ["--columns", "Line,Statsu"], "there is no property Statsu\n  did you mean Status?\n"),
        ("", [], "the table is empty"),
    ])
    func refusesATableWhoseColumnsDoNotFit(_ text: String, _ words: [String], _ reason: String) async throws {
        let outcome = await run.run(["bulk", "Set-Mailbox", "--from", try file(text)] + words)
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        #expect(service.calls.isEmpty)
    }

    @Test func leavesEmptyCellsOutOrClearsTheirProperties() async throws {
        let path = try file("Identity,CustomAttribute1,CustomAttribute2\nada,,x\n")
        _ = await run("bulk", "Set-Mailbox", "--from", path)
        #expect(service.calls.last?.parameters == ["Identity": "ada", "CustomAttribute2": "x"])
        _ = await run("bulk", "Set-Mailbox", "--from", path, "--empty", "clear")
        // PowerShell makes an empty text of nothing where a parameter is a text.
        let cleared = try #require(service.calls.last?.parameters["CustomAttribute1"])
        #expect(cleared == .null || cleared == "")
    }

    @Test func changesGoOnWhenNobodyReadsWhatIsWritten() async throws {
        service.answers { $0.identity == "p30" ? .refusal("no such person") : .rows([]) }
        run.outputRoom = 10
        let rows = (1...40).map { "p\($0),x\n" }.joined()
        let path = try file("Identity,CustomAttribute1\n" + rows)
        let outcome = await run("bulk", "Set-Mailbox", "--from", path, "--output", "csv", "--yes")
        #expect(outcome.code == .incomplete, "said: \(outcome.errors)")
        #expect(Set(service.calls.map(\.identity)).count == 40)
        #expect(outcome.errors.contains("nobody reads the output any more"), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("39 done, 1 failed"), "said: \(outcome.errors)")
    }

    @Test func refusesARowWithoutItsIdentity() async throws {
        let outcome = await run(
            "bulk",
            "Get-Mailbox",
            "--from",
            try file("Identity,Anr\n,x\nbob,\n"),
            "--output",
            "ndjson"
        )
        #expect(outcome.code == .incomplete)
        #expect(outcome.errors.contains("line 2, column Identity"))
        #expect(service.calls.map(\.identity) == ["bob"])
    }

    @Test func doesNotWriteOverTheTableAndShowsNoPassword() async throws {
        let path = try file("Password,Name,MicrosoftOnlineServicesID\nhunter2-secret,a,a@contoso.com\n")
        let refused = await run("bulk", "New-Mailbox", "--from", path, "--failed", path)
        #expect(refused.code == .usage)
        #expect(try run.content("users.csv").contains("hunter2-secret"))
        let dry = await run("bulk", "New-Mailbox", "--from", path, "--dry-run", "--output", "ndjson")
        #expect(dry.code == .done, "\(dry.errors)")
        let bad = try file("Password,Name,ResetPasswordOnNextLogon\nhunter2-secret,a,perhaps\n", "bad.csv")
        let outcome = await run("bulk", "New-Mailbox", "--from", bad, "--dry-run", "--output", "ndjson")
        #expect(outcome.code == .incomplete)
        #expect(outcome.output.contains("\"Target\":\"a\""))
        #expect(!outcome.output.contains("hunter2") && !outcome.errors.contains("hunter2"))
    }

    @Test func readsCellsByTheTypeOfTheirParameter() async throws {
        let path = try file(
            "Identity,EmailAddresses,HiddenFromAddressListsEnabled,ProhibitSendQuota\n"
                + "ada,@{Add='smtp:a@b.example'},true,50GB\n"
        )
        let outcome = await run("bulk", "Set-Mailbox", "--from", path)
        #expect(outcome.code == .done, "\(outcome.errors)")
        let parameters = try #require(service.calls.first?.parameters)
        #expect(parameters["HiddenFromAddressListsEnabled"] == true)
        #expect(parameters["EmailAddresses"]?.objectValue?["Add"] != nil)
    }

    @Test func namesLineAndColumnOfAValueThatDoesNotFit() async throws {
        let path = try file("id,HiddenFromAddressListsEnabled\nada,perhaps\nbob,false\n")
        let outcome = await run(
            "bulk",
            "Set-Mailbox",
            "--from",
            path,
            "--map",
            "Identity=id",
            "--output",
            "ndjson"
        )
        #expect(outcome.code == .incomplete)
        let rows = try outcome.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        #expect(rows.map { $0["Status"] } == ["failed", "done"])
        #expect(rows[0]["Line"] == 2)
        #expect(rows[0]["Error"]?.stringValue?.hasPrefix("column HiddenFromAddressListsEnabled: ") == true)
        #expect(service.calls.map(\.identity) == ["bob"])
    }

    // MARK: Results

    @Test func writesFailedRowsInTheFormOfTheTable() async throws {
        service.answers { $0.identity == "bob" ? .refusal("no such person") : .rows([]) }
        let text = "\u{FEFF}Identity;DisplayName\r\nada;Ada\r\nbob;\"Bob; the builder\"\r\ncleo;Cleo\r\n"
        let failed = run.folder + "/failed.csv"
        let outcome = await run(
            "bulk",
            "Set-Mailbox",
            "--from",
            try file(text),
            "--failed",
            failed,
            "--output",
            "csv"
        )
        #expect(outcome.code == .incomplete)
        #expect(outcome.output.contains("3,bob,failed,no such person,invalidRequest,"))
        #expect(outcome.errors.contains("2 done, 1 failed"))
        // As bytes, since a mark is no part of a text that is read.
        let kept = FileManager.default.contents(atPath: failed).map { Array($0) }
        #expect(kept == Array("\u{FEFF}Identity;DisplayName\nbob;\"Bob; the builder\"\n".utf8))
        service.answers { _ in .rows([]) }
        service.forget()
        #expect(await run("bulk", "Set-Mailbox", "--from", failed).code == .done)
        #expect(service.calls.map { $0.parameters["DisplayName"]?.stringValue } == ["Bob; the builder"])
    }

    @Test func aFileOfRowsThatFailedBeforeGoesWhenNoneFails() async throws {
        let failed = run.folder + "/failed.csv"
        let table = try file("Identity,CustomAttribute1\nada,x\n")
        service.answers { _ in .refusal("no such person") }
        #expect(await run("bulk", "Set-Mailbox", "--from", table, "--failed", failed).code == .incomplete)
        #expect(run.has("failed.csv"))
        service.answers { _ in .rows([]) }
        let dry = await run("bulk", "Set-Mailbox", "--from", table, "--failed", failed, "--dry-run")
        #expect(dry.errors.contains("no row of this run is in \(failed); it is of an earlier one"), "\(dry.errors)")
        #expect(run.has("failed.csv"))
        let outcome = await run("bulk", "Set-Mailbox", "--from", table, "--failed", failed)
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(outcome.errors.contains("no row failed; \(failed), which an earlier run left, was removed"))
        #expect(!run.has("failed.csv"))
        // What is no such file is nobody's to remove.
        let other = try file("Identity,Other\nada,x\n", "other.csv")
        #expect(await run("bulk", "Set-Mailbox", "--from", table, "--failed", other).code == .done)
        #expect(run.has("other.csv"))
    }

    @Test func writesTheRowsOfCmdletsThatGiveRows() async throws {
        service.answers { $0.identity == "bob" ? .refusal("no such person") : .rows([["Name": .string($0.identity)]]) }
        let outcome = await run(
            "bulk",
            "Get-Mailbox",
            "--output",
            "ndjson",
            "--from",
            try file("Identity\nada\nbob\ncleo\n")
        )
        #expect(outcome.code == .incomplete)
        #expect(outcome.output == "{\"Name\":\"ada\"}\n{\"Name\":\"cleo\"}\n")
        #expect(outcome.errors.contains("line 3: no such person"))
    }

    @Test func aTableOnATerminalHasOneLayoutWhateverIsToldBetween() async throws {
        service.answers { call in
            call.identity == "ada"
                ? .refusal("no such person") : .rows([["Name": .string(call.identity), "Alias": "b"]])
        }
        run.useTerminal(width: 60)
        run.hasStatusLine = false
        let path = try file("Identity\nbob\nada\nsomebody.with.a.long.name\n")
        let screen = Capture()
        let words = ["bulk", "Get-Mailbox", "--from", path, "--no-pager", "--columns", "Name,Alias"]
        #expect(await ExoProgram.run(words, in: run.context(output: screen, errors: screen)) == .incomplete)
        let lines = screen.text.split(separator: "\n").map(String.init)
        let heading = try #require(lines.firstIndex { $0.hasPrefix("Name ") }, "\(screen.text)")
        let bob = lines.firstIndex(of: "bob" + String(repeating: " ", count: 24) + "b")
        let error = lines.firstIndex(of: "exo: line 3: no such person")
        let somebody = lines.firstIndex(of: "somebody.with.a.long.name  b")
        let places = try [bob, error, somebody].map { try #require($0, "\(screen.text)") }
        #expect(places == places.sorted() && places[0] == heading + 2, "\(screen.text)")
    }

    @Test func sendsNothingInADryRun() async throws {
        let path = try file("Identity,HiddenFromAddressListsEnabled\nada,true\nbob,perhaps\n")
        let others = service.otherCount
        let outcome = await run("bulk", "Set-Mailbox", "--from", path, "--dry-run", "--output", "ndjson")
        #expect(outcome.code == .incomplete)
        #expect(outcome.output.contains("\"Line\":3"))
        #expect(outcome.errors.contains("2 rows: 1 can be sent, 1 cannot; nothing was sent"))
        #expect(service.calls.isEmpty)
        #expect(service.otherCount == others)
    }

    @Test func aTraceOfBatchesHoldsNoToken() async throws {
        let archive = run.folder + "/trace.har"
        let outcome = await run(
            "bulk",
            "Set-Mailbox",
            "--from",
            try file("Identity,CustomAttribute1\nada,x\nbob,y\n"),
            "--trace",
            archive
        )
        #expect(outcome.code == .done, "\(outcome.errors)")
        let text = try run.content("trace.har")
        #expect(text.contains("$batch"))
        #expect(!text.contains(TestToken.user()))
        #expect(!text.contains(TestToken.user().split(separator: ".")[1]))
    }

    // MARK: Asking

    @Test func aDryRunTellsAllThatIsHardlyMeantInARow() async throws {
        let path = try file("Identity,MaxSendSize,Type\nadele,20XB,FooBar\nalex,20MB,Shared\n")
        let outcome = await run("bulk", "Set-Mailbox", "--from", path, "--dry-run")
        #expect(outcome.code == .done)
        #expect(outcome.errors.contains("line 2: -MaxSendSize takes a number, not '20XB'"), "\(outcome.errors)")
        #expect(outcome.errors.contains("line 2: -Type has no value 'FooBar' among Equipment, Regular, Room, Shared"))
        #expect(!outcome.errors.contains("line 3"))
        #expect(outcome.errors.contains("2 rows: 2 can be sent (1 with values that the service will hardly take), 0"))
        let rules = try file("Name,Policy\na,p\n")
        let table = "@{Name='Credit Card Number'; minCount='1'}"
        let words = ["bulk", "New-DlpComplianceRule", "-ContentContainsSensitiveInformation", table, "--from", rules]
        let other = try TestRun()
        other.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        other.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        let rule = await other.run(words + ["--service", "compliance", "--dry-run"])
        #expect(rule.errors.contains("1 can be sent") && !rule.errors.contains("takes a table"), "\(rule.errors)")
        let turned = await run("bulk", "Set-Mailbox", "--from", path, "--map", "Size=Type", "--dry-run")
        #expect(
            turned.code == .usage && turned.errors.contains("Write the parameter first: --map Type=Size"),
            "\(turned.errors)"
        )
    }

    @Test func needsAYesForWhatAsksWhereNobodyCanBeAsked() async throws {
        let path = try file("Identity\nada\nbob\n")
        let refused = await run("bulk", "Remove-Mailbox", "--from", path)
        #expect(refused.code == .usage)
        #expect(refused.errors.contains("--yes"))
        #expect(service.calls.isEmpty)
        #expect(await run("bulk", "Remove-Mailbox", "--from", path, "--yes").code == .done)
        #expect(service.calls.map { $0.parameters["Confirm"] } == [false, false])
    }

    @Test func showsTheFirstThreeCallsAndAsksOnATerminal() async throws {
        run.useTerminal(width: 120)
        run.hasStatusLine = false
        let path = try file(
            "Name,MicrosoftOnlineServicesID,Password\na,a@contoso.com,hunter2-secret\nb,b@contoso.com,x9-secret\n"
                + "c,c@contoso.com,y9-secret\nd,d@contoso.com,z9-secret\n"
        )
        run.lines = ["n"]
        let outcome = await run("bulk", "New-Mailbox", "--from", path)
        #expect(outcome.code == .interrupted)
        #expect(
            outcome.errors.contains("New-Mailbox -Name a -MicrosoftOnlineServicesID a@contoso.com -Password [secret]")
        )
        #expect(outcome.errors.contains("all other rows are made in "), "\(outcome.errors)")
        #expect(outcome.errors.contains("-Name c "))
        #expect(!outcome.errors.contains("-Name d "))
        #expect(!outcome.errors.contains("hunter2-secret"))
        #expect(service.calls.isEmpty)
    }

    /// Connects anew with a guard rail.
    private func connect(_ guardRail: String) async -> TestRun.Outcome {
        run.input[0] = Array(TestToken.user().utf8)
        run.script(TestRun.banner)
        let outcome = await run(
            "connect",
            "--user-principal-name",
            "admin@contoso.com",
            "--access-token-stdin",
            guardRail
        )
        run.input = [:]
        run.transport = service.transport
        return outcome
    }

    @Test func aDryRunIsHeldAgainstTheConnection() async throws {
        let path = try file("Identity,CustomAttribute1\nada,x\n")
        let words = ["bulk", "Set-Mailbox", "--from", path, "--dry-run"]
        let named = await run.run(words + ["--connection", "contoso.com", "--page-size", "100"])
        #expect(named.code == .done && !named.errors.contains("had no effect"), "\(named.errors)")
        let unknown = await run.run(words + ["--connection", "nosuch"])
        #expect(unknown.code == .notConnected && unknown.errors.contains("no connection 'nosuch'"), "\(unknown.errors)")
        #expect(await connect("--read-only").code == .done)
        for more in [[], ["--connection", "contoso.com"]] {
            let refused = await run.run(words + more)
            #expect(refused.code == .notConnected && refused.errors.contains("is read-only"), "\(refused.errors)")
        }
        let read = await run("bulk", "Get-Mailbox", "--from", try file("Identity\nada\n"), "--dry-run")
        #expect(read.code == .done, "\(read.errors)")
        #expect(service.calls.isEmpty)
    }

    @Test func aDryRunWantsTheTenantsNameWhereTheRunDoes() async throws {
        #expect(await connect("--confirm-tenant").code == .done)
        let words = ["bulk", "Remove-Mailbox", "--from", try file("Identity\nada\n"), "--dry-run"]
        let refused = await run.run(words)
        #expect(refused.code == .notConnected, "\(refused.errors)")
        #expect(refused.errors.contains("--repeat-tenant contoso.com"), "\(refused.errors)")
        #expect(await run.run(words + ["--repeat-tenant", "contoso.com"]).code == .done)
    }

    @Test func aDryRunNeedsNoConnection() async throws {
        let alone = try TestRun()
        let path = try alone.file("users.csv", "Identity,CustomAttribute1\nada,x\n")
        let outcome = await alone.run(["bulk", "Set-Mailbox", "--from", path, "--dry-run"])
        #expect(outcome.code == .done && outcome.errors.contains("1 can be sent"), "\(outcome.errors)")
    }

    // MARK: Journal

    private var table: String {
        "Identity,CustomAttribute1\n" + (1...60).map { "u\($0),v\n" }.joined()
    }

    @Test func endsWithAllOutcomesKnownWhenItIsInterruptedAndGoesOnLater() async throws {
        let path = try file(table)
        let journal = run.folder + "/run.journal"
        let interruption = run.interruption
        service.answers {
            if $0.identity == "u3" { _ = interruption.request() }
            return .rows([])
        }
        let words = ["bulk", "Set-Mailbox", "--from", path, "--parallel", "1", "--journal", journal]
        let first = await run.run(words)
        #expect(first.code == .interrupted)
        #expect(first.errors.contains("--resume"))
        let begun = service.calls.count
        #expect(begun < 60)
        run.interruption = Interruption()
        service.answers { _ in .rows([]) }
        let again = await run.run(words)
        #expect(again.code == .usage)
        #expect(again.errors.contains("add --resume to go on with it"))
        let second = await run.run(words + ["--resume"])
        #expect(second.code == .done, "\(second.errors)")
        #expect(second.errors.contains("\(60 - begun) done, 0 failed, \(begun) done before"))
        #expect(service.calls.map(\.identity) == (1...60).map { "u\($0)" })
    }

    @Test(arguments: [["-Verbose"], ["-WarningAction", "SilentlyContinue"], ["-ErrorAction", "Stop"], ["-Debug"]])
    func whatIsToldOfACallMakesNoOtherOfIt(_ more: [String]) async throws {
        let path = try file("Identity,CustomAttribute1\nada,x\nbob,y\n")
        let journal = run.folder + "/run.journal"
        service.answers { _ in .rows([]) }
        let words = ["bulk", "Set-Mailbox", "--from", path, "--journal", journal]
        #expect(await run.run(words).code == .done)
        service.forget()
        let again = await run.run(words + ["--resume"] + more)
        #expect(again.code == .done && service.calls.isEmpty, "\(again.errors)")
        #expect(again.errors.contains("2 done before"))
    }

    @Test(arguments: [
        ["--trace", "TABLE"], ["--failed", "TABLE"], ["--output-file", "TABLE"], ["--journal", "TABLE"],
        ["--journal", "J", "--failed", "J"], ["--journal", "J", "--output-file", "J"],
        ["--journal", "J", "--trace", "J.key"],
    ])
    func noFileOfTheRunIsWrittenOver(_ options: [String]) async throws {
        let text = "Identity,CustomAttribute1\nada,x\n"
        let path = try file(text)
        let journal = run.folder + "/run.journal"
        let words = options.map { $0.replacing("TABLE", with: path).replacing("J", with: journal) }
        let outcome = await run.run(["bulk", "Set-Mailbox", "--from", path] + words)
        #expect(outcome.code == .usage && outcome.errors.contains("would write over"), "\(outcome.errors)")
        #expect(try run.content("users.csv") == text && service.calls.isEmpty)
    }

    @Test func rowsThatWereNotBegunAreCountedAndKept() async throws {
        let rows = (1...40).map { "u\($0),x\n" }.joined()
        let path = try file("Identity,CustomAttribute1\n" + rows)
        let failed = run.folder + "/failed.csv"
        service.answers { $0.identity == "u3" ? .unauthorized : .rows([]) }
        let outcome = await run.run(
            ["bulk", "Set-Mailbox", "--from", path, "--failed", failed, "--parallel", "1", "--no-batch"]
        )
        #expect(outcome.code != .done, "\(outcome.errors)")
        #expect(outcome.errors.contains("rows were not begun"), "\(outcome.errors)")
        let done = Set(service.calls.map(\.identity)).subtracting(["u3"])
        let kept = try run.content("failed.csv").split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
        #expect(done.count + kept.count == 40, "\(kept)")
    }

    @Test func whatAJournalKnowsIsNotAmongTheRowsThatFailed() async throws {
        let path = try file("Identity,CustomAttribute1\n" + (1...40).map { "u\($0),x\n" }.joined())
        let failed = run.folder + "/failed.csv"
        let words = [
            "bulk", "Set-Mailbox", "--from", path, "--failed", failed, "--parallel", "1", "--no-batch", "--journal",
            run.folder + "/run.journal",
        ]
        service.answers { $0.identity == "u3" ? .unauthorized : .rows([]) }
        let outcome = await run.run(words)
        #expect(outcome.errors.contains("were not begun") && outcome.errors.contains("--resume"), "\(outcome.errors)")
        let kept = try run.content("failed.csv").split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
        #expect(kept == ["u3"], "\(kept)")
    }

    @Test func listsWhatIsUnknownAndRepeatsItWhenTold() async throws {
        let path = try file("Identity,CustomAttribute1\nada,x\nbob,y\n")
        let journal = run.folder + "/run.journal"
        service.answers { $0.identity == "bob" ? .nothing : .rows([]) }
        let words = ["bulk", "Set-Mailbox", "--from", path, "--journal", journal, "--output", "ndjson"]
        let first = await run.run(words)
        #expect(first.code == .incomplete)
        #expect(first.output.contains("\"Target\":\"bob\",\"Status\":\"unknown\""))
        service.answers { _ in .rows([]) }
        service.forget()
        let second = await run.run(words + ["--resume"])
        #expect(second.code == .incomplete)
        #expect(second.errors.contains("--retry-unknown"))
        #expect(service.calls.isEmpty)
        #expect(await run.run(words + ["--resume", "--retry-unknown"]).code == .done)
        #expect(service.calls.map(\.identity) == ["bob"])
    }

    @Test(arguments: [
        (["--resume"], "--resume needs the journal"),
        (["--journal", "j", "--retry-unknown"], "--retry-unknown belongs to --resume"),
        (["--parallel", "0"], "--parallel is a whole number"),
        (["--empty", "maybe"], "--empty is omit or clear"),
        (["--encoding", "ebcdic"], "--encoding is one of"),
        (["--map", "Identity"], "--map takes Parameter=column"),
    ])
    func refusesOptionsThatDoNotFit(_ words: [String], _ reason: String) async throws {
        let path = try file("Identity\nada\n")
        let outcome = await run.run(["bulk", "Set-Mailbox", "--from", path] + words)
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        #expect(service.calls.isEmpty)
    }
}
