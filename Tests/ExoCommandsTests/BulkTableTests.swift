import ExoCommands
import ExoJSON
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Files that `exo bulk` reads, or says that it cannot.
struct BulkTableTests {
    private let run: TestRun
    private let service = BulkService()

    init() async throws {
        run = try TestRun()
        try #require(await run.connect().code == .done)
        run.transport = service.transport
    }

    private func file(_ bytes: [UInt8], _ name: String = "users.csv") throws -> String {
        let path = run.folder + "/" + name
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }
    @Test(arguments: [
        ("[{\"Identity\":\"bob\"},\n{\"Identity\":\"ada\"", 2, "has no end"),
        ("[{\"Identity\":\"bob\"}\n", 2, "has no end"),
        ("[{\"Identity\":\"bob\"}\n\n{\"Identity\":\"ada\"}]", 3, "no comma"),
        ("[{\"Identity\":\"bob\"},\n\"ada\"]", 2, "something else than an object"),
        ("[{\"Identity\":nothing},\n{\"Identity\":\"bob\"}]", 1, "it is not JSON"),
    ])
    func saysWhereAJSONListCannotBeRead(_ text: String, _ line: Int, _ reason: String) async throws {
        let path = try file(Array(text.utf8), "rows.json")
        let outcome = await run("bulk", "Set-Mailbox", "--output", "ndjson", "--from", path)
        #expect(outcome.code == .incomplete, "\(outcome.errors)")
        #expect(service.calls.map(\.identity) == ["bob"])
        #expect(outcome.output.contains(reason), "\(outcome.output)")
        #expect(outcome.output.contains("\"Line\":\(line)"), "\(outcome.output)")
    }

    /// What failed of a list is run again from lines, each with one object.
    @Test func writesTheRowsOfAListThatFailedInALineEach() async throws {
        let text = "[\n{\n\"Identity\": \"ada\", \"Nonsense\": 1\n},\n{\"Identity\": \"bob\"}\n]"
        let path = try file(Array(text.utf8), "rows.json")
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
        let path = try file(mark + [0x14, 0, 0xFC, 0x0A, 0x41, 0x0A], "users.xlsx")
        let outcome = await run.run(["bulk", "Set-Mailbox", "--from", path] + words)
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains("an Excel workbook"), "\(outcome.errors)")
        #expect(outcome.errors.contains("CSV UTF-8"), "\(outcome.errors)")
        #expect(service.calls.isEmpty)
    }

    @Test func namesNoColumnAtLength() async throws {
        let long = String(repeating: "x", count: 5000)
        let outcome = await run("bulk", "Set-Mailbox", "--from", try file(Array("Identity,\(long)\nada,1\n".utf8)))
        #expect(outcome.code == .usage)
        #expect(outcome.errors.count < 1000, "\(outcome.errors)")
    }
}
