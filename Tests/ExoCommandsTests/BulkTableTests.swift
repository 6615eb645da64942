import ExoCommands
import ExoJSON
import TestSupport
import Testing

/// Files that `exo bulk` reads, or says that it cannot.
struct BulkTableTests {
    private let run: TestRun
    private let service = BulkService()

    init() async throws { run = try await TestRun.connected(to: service) }

    private func file(_ text: String, _ name: String = "users.csv") throws -> String {
        try run.file(name, bytes: Array(text.utf8))
    }

    @Test(arguments: [
        ("[{\"Identity\":\"bob\"},\n{\"Identity\":\"ada\"", 2, "has no end"),
        ("[{\"Identity\":\"bob\"}\n", 2, "has no end"),
        ("[{\"Identity\":\"bob\"}\n\n{\"Identity\":\"ada\"}]", 3, "no comma"),
        ("[{\"Identity\":\"bob\"},\n\"ada\"]", 2, "something else than an object"),
        ("[{\"Identity\":nothing},\n{\"Identity\":\"bob\"}]", 1, "it is not JSON"),
        ("[{\"Identity\":\"bob\"}]\n\n[{\"Identity\":\"ada\"}]", 3, "something stands behind the JSON list"),
        ("[{\"Identity\":\"bob\"}],", 2, "make one list of several: jq -s add"),
        ("{\n\"Identity\":\"bob\"\n}\n,{\"Identity\":\"ada\"}", 4, "something else than an object"),
        ("{\n\"Identity\":\"bob\"\n}\n{\n\"Identity\":\"ada\"", 4, "has no end"),
    ])
    func saysWhereAJSONListCannotBeRead(_ text: String, _ line: Int, _ reason: String) async throws {
        let path = try file(text, "rows.json")
        let outcome = await run("bulk", "Set-Mailbox", "--output", "ndjson", "--from", path)
        #expect(outcome.code == .incomplete, "\(outcome.errors)")
        #expect(service.calls.map(\.identity) == ["bob"])
        #expect(outcome.output.contains(reason), "\(outcome.output)")
        #expect(outcome.output.contains("\"Line\":\(line)"), "\(outcome.output)")
    }

    /// What failed of a list is run again from lines, each with one object.
    @Test func writesTheRowsOfAListThatFailedInALineEach() async throws {
        let text = "[\n{\n\"Identity\": \"ada\", \"Nonsense\": 1\n},\n{\"Identity\": \"bob\"}\n]"
        let path = try file(text, "rows.json")
        let failed = run.folder + "/failed"
        let outcome = await run("bulk", "Set-Mailbox", "--from", path, "--failed", failed)
        #expect(outcome.code == .incomplete, "\(outcome.errors)")
        #expect(service.calls.map(\.identity) == ["bob"])
        #expect(try run.content("failed") == "{\"Identity\":\"ada\",\"Nonsense\":1}\n")
    }

    @Test(
        arguments: [[0x50, 0x4B, 0x03, 0x04], [0xD0, 0xCF, 0x11, 0xE0]] as [[UInt8]],
        [[], ["--encoding", "windows-1252"]]
    )
    func saysThatAWorkbookIsNoTable(_ mark: [UInt8], _ words: [String]) async throws {
        let path = try run.file("users.xlsx", bytes: mark + [0x14, 0, 0xFC, 0x0A, 0x41, 0x0A])
        let outcome = await run.run(["bulk", "Set-Mailbox", "--from", path] + words)
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains("an Excel workbook"), "\(outcome.errors)")
        #expect(outcome.errors.contains("CSV UTF-8"), "\(outcome.errors)")
        #expect(service.calls.isEmpty)
    }

    /// What is typed again means the column to the shell too.
    @Test(arguments: [
        ("Display name", "--ignore 'Display name' (", "--map 'PARAMETER=Display name'"),
        ("Manager's", "--ignore \"Manager's\" (", "--map \"PARAMETER=Manager's\""),
    ])
    func quotesAColumnForTheShell(_ column: String, _ ignoring: String, _ mapping: String) async throws {
        let path = try file("upn,\(column)\nada,x\n")
        let outcome = await run("bulk", "Set-Mailbox", "--from", path, "--map", "Identity=upn")
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains(ignoring) && outcome.errors.contains(mapping), "\(outcome.errors)")
    }

    /// A comma parts names, unless it stands in one that has quotes around it, as the advice has them.
    @Test func leavesOutAndMapsColumnsWithACommaInTheirName() async throws {
        let path = try file(#""upn, new","Name, first","12"" box, old",City"# + "\nada,x,y,z\n")
        let map = ["--map", #"Identity="upn, new""#]
        let refused = await run.run(["bulk", "Set-Mailbox", "--from", path] + map)
        #expect(refused.code == .usage && refused.errors.contains(#"--ignore '"Name, first"' ("#), "\(refused.errors)")
        let ignore = ["--ignore", #""Name, first", "12"" box, old" ,City"#]
        let outcome = await run.run(["bulk", "Set-Mailbox", "--from", path] + map + ignore)
        #expect(outcome.code == .done && service.calls.map(\.identity) == ["ada"], "\(outcome.errors)")
    }

    @Test func tellsOfTheQuotesWhereTheyAreMissing() async throws {
        let words = ["bulk", "Set-Mailbox", "--from", try file("Identity,\"Name, first\",\"Job\ntitle\"\nada,x,y\n")]
        let help = #"a name with a comma stands in double quotes, as in '"Name, first"'"#
        let ignored = await run.run(words + ["--ignore", "Name, first"])
        #expect(ignored.code == .usage && ignored.errors.contains(help), "\(ignored.errors)")
        #expect(ignored.errors.contains(#"it has Identity, "Name, first","#), "\(ignored.errors)")
        let mapped = await run.run(words + ["--map", "Office=Name, first"])
        #expect(mapped.code == .usage && mapped.errors.contains(help), "\(mapped.errors)")
        let refused = await run.run(words + ["--ignore", "\"Name, first\""])
        #expect(refused.errors.contains(#"--ignore $'"Job\ntitle"'"#), "\(refused.errors)")
        let outcome = await run.run(words + ["--ignore", "\"Name, first\"", "--ignore", "\"Job\ntitle\""])
        #expect(outcome.code == .done && service.calls.map(\.identity) == ["ada"], "\(outcome.errors)")
    }

    /// Blanks behind the first bracket have an end as everything else.
    @Test(arguments: ["\n", " "])
    func readsNoRowWithoutABound(_ blank: String) async throws {
        let path = try run.file(
            "rows.json",
            bytes: Array("{".utf8) + Array(repeating: blank.utf8.first ?? 0, count: 17 << 20)
        )
        let outcome = await run("bulk", "Set-Mailbox", "--output", "ndjson", "--from", path)
        #expect(outcome.code == .incomplete && service.calls.isEmpty, "\(outcome.errors)")
        #expect(outcome.output.contains("it is longer than 16 MB"), "\(outcome.output)")
    }

    /// Nor is a name that was cut among the options to add, which would not find it.
    @Test(arguments: [
        ("Identity,LONG\nada,1\n", [] as [String], "is no parameter of Set-Mailbox"),
        ("LONG\nada\n", ["-Identity", "ada", "--map", "Identity=LONG"], "on the command line and as the column"),
        ("Identity,LONG\nada,1\n", ["--map", "Identity=LONG"], "are both for -Identity"),
        ("Identity\nada\n", ["--map", "Identity=LONG"], "--map names the column"),
        ("Identity\nada\n", ["--ignore", "LONG"], "--ignore names the column"),
    ])
    func namesNoColumnAtLength(_ text: String, _ words: [String], _ reason: String) async throws {
        let long = String(repeating: "x", count: 5000)
        let path = try file(text.replacing("LONG", with: long))
        let more = words.map { $0.replacing("LONG", with: long) }
        let outcome = await run.run(["bulk", "Set-Mailbox"] + more + ["--from", path])
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        #expect(outcome.errors.count < 1000, "\(outcome.errors)")
        #expect(!outcome.errors.contains("…'") && !outcome.errors.contains("=xx"), "\(outcome.errors)")
        #expect(service.calls.isEmpty)
    }

    @Test func aColumnWhoseNameIsCutIsLeftOutAsIsSaid() async throws {
        let path = try file("Identity,\(String(repeating: "x", count: 100))\nada,1\n")
        let refused = await run("bulk", "Set-Mailbox", "--from", path)
        #expect(refused.errors.contains("next: add --ignore '*'"), "\(refused.errors)")
        let outcome = await run("bulk", "Set-Mailbox", "--from", path, "--ignore", "*")
        #expect(outcome.code == .done && service.calls.map(\.identity) == ["ada"], "\(outcome.errors)")
    }

    @Test(arguments: [
        ("AzureSharedAccessSignatureToken,Identity\nsig=hunter2,job\n", "jobs.csv"),
        ("[{\"AzureSharedAccessSignatureToken\":\"sig=hunter2\",\"Identity\":\"job\"}]", "jobs.json"),
    ])
    func aSecretThatTravelsAsATextIsSentAndNotShown(_ text: String, _ name: String) async throws {
        run.useTerminal(width: 120)
        run.hasStatusLine = false
        let words = ["bulk", "Set-MailboxImportRequest", "--from", try file(text, name), "--yes", "-o", "ndjson"]
        let outcome = await run.run(words)
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(service.calls.first?.parameters["AzureSharedAccessSignatureToken"] == "sig=hunter2")
        #expect(outcome.output.contains("\"Target\":\"job\""), "\(outcome.output)")
        #expect(outcome.errors.contains("-AzureSharedAccessSignatureToken [secret]"), "\(outcome.errors)")
        #expect(!(outcome.output + outcome.errors).contains("hunter2"))
    }
}
