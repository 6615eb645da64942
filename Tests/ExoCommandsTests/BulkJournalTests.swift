import ExoCommands
import ExoJSON
import ExoTransport
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What `exo bulk` notes of calls that are asked for rows, and what an interruption makes of calls that wait.
struct BulkJournalTests {
    private let run: TestRun
    private let service = BulkService { .rows([["Name": .string($0.identity)]]) }

    init() async throws { run = try await TestRun.connected(to: service) }

    private func words(_ cmdlet: String = "Get-Mailbox") throws -> [String] {
        let path = try run.file("users.csv", "Identity\nada\nbob\ncleo\n")
        return ["bulk", cmdlet, "--from", path, "--journal", run.folder + "/j"]
    }

    /// A disk that is full is noticed only when rows are written; a table and a sorted list wait with them.
    @Test(arguments: [
        ["-o", "ndjson"], ["-o", "csv"], ["-o", "table"], ["-o", "ndjson", "--sort", "Name"], ["--count"],
    ])
    func whatWasNotWrittenIsNotDone(_ form: [String]) async throws {
        let words = try words() + form
        run.outputRoom = 0
        let lost = await run.run(words)
        #expect(!lost.errors.contains("3 done"), "\(lost.errors)")
        run.outputRoom = .max
        let whole = await run.run(words + ["--resume"])
        #expect(whole.code == .done && whole.errors.contains("3 done, 0 failed"), "\(whole.errors)")
        #expect(!whole.errors.contains("done before"), "\(whole.errors)")
        let again = await run.run(words + ["--resume"])
        #expect(again.errors.contains("0 done, 0 failed, 3 done before"), "\(again.errors)")
    }

    /// Nobody has its rows, and whether it may be made again is not known of an export.
    @Test func whatWasExportedAndNotWrittenIsUnknown() async throws {
        let words = try words("Export-QuarantineMessage") + ["-o", "ndjson"]
        run.outputRoom = 0
        #expect(!(await run.run(words)).errors.contains("3 done"))
        run.outputRoom = .max
        let told = await run.run(words + ["--resume"])
        #expect(told.errors.contains("unknown") && !told.errors.contains("done before"), "\(told.errors)")
        #expect(await run.run(words + ["--resume", "--retry-unknown"]).code == .done)
    }

    @Test func whatStandsInAFileIsDoneWhenTheFileIsInItsPlace() async throws {
        let path = run.folder + "/rows.ndjson"
        let words = try words() + ["--output-file", path]
        service.answers {
            // A folder in the place of the file, which no file can take.
            try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            return .rows([["Name": .string($0.identity)]])
        }
        let lost = await run.run(words)
        #expect(lost.code == .failed && lost.errors.contains("cannot write"), "\(lost.errors)")
        try FileManager.default.removeItem(atPath: path)
        service.answers { .rows([["Name": .string($0.identity)]]) }
        let whole = await run.run(words + ["--resume"])
        #expect(whole.code == .done && whole.errors.contains("3 done, 0 failed"), "\(whole.errors)")
        #expect(!whole.errors.contains("done before"), "\(whole.errors)")
        #expect(try run.content("rows.ndjson").split(separator: "\n").count == 3)
        // What it holds comes in no other run.
        let again = await run.run(words + ["--resume"])
        #expect(again.code == .usage && again.errors.contains("name another file"), "\(again.errors)")
        #expect(try run.content("rows.ndjson").split(separator: "\n").count == 3)
        let other = await run.run(try self.words() + ["--output-file", run.folder + "/other.ndjson", "--resume"])
        #expect(other.errors.contains("3 done before"), "\(other.errors)")
    }

    /// What would be done is told in rows that may be lost, and none of them was.
    @Test(arguments: [([], .done), (["--output-file", "/dev/full"], .failed)] as [([String], ExitCode)])
    func whatNobodyWasToldOfIsNotDone(_ place: [String], _ code: ExitCode) async throws {
        let words = try words("Set-Mailbox") + ["-CustomAttribute1", "x", "-WhatIf", "-o", "ndjson"]
        run.outputRoom = 0
        let lost = await run.run(words + place)
        #expect(lost.code == code && lost.errors.contains("the calls go on without"), "\(lost.errors)")
        run.outputRoom = .max
        let whole = await run.run(words + ["--resume"])
        #expect(whole.errors.contains("3 done") && !whole.errors.contains("done before"), "\(whole.errors)")
    }

    @Test func rowsThatALimitLeftOutAreNotDone() async throws {
        let words = try words() + ["-o", "ndjson"]
        let first = await run.run(words + ["--limit", "1"])
        #expect(first.code == .done && first.output == "{\"Name\":\"ada\"}\n", "\(first.errors)")
        let rest = await run.run(words + ["--resume"])
        #expect(rest.output.contains("bob") && rest.output.contains("cleo"), "\(rest.errors)")
    }

    @Test func rowsBeforeALimitAreDone() async throws {
        let words = try words() + ["-o", "ndjson"]
        #expect(await run.run(words + ["--limit", "2"]).code == .done)
        let rest = await run.run(words + ["--resume"])
        #expect(rest.errors.contains("1 done before") && !rest.output.contains("ada"), "\(rest.errors)")
        #expect(rest.output.contains("bob") && rest.output.contains("cleo"), "\(rest.errors)")
    }

    @Test(arguments: [([], 10), (["--no-batch"], 39), (["--parallel", "1", "--no-batch"], 5)] as [([String], Int)])
    func noMoreIsReadThanALimitNeeds(_ options: [String], most: Int) async throws {
        let rows = (1...40).map { "user\($0)\n" }.joined()
        let table = try run.file("forty.csv", "Identity\n\(rows)")
        let failed = try run.file("failed.csv", "Identity\nold\n")
        let words = ["bulk", "Get-Mailbox", "--from", table, "--failed", failed, "-o", "ndjson", "--limit", "5"]
        let outcome = await run.run(words + options)
        #expect(outcome.code == .done && outcome.output.split(separator: "\n").count == 5, "\(outcome.errors)")
        #expect(outcome.errors.contains("was begun, since --limit is reached"), "\(outcome.errors)")
        #expect((5...most).contains(service.calls.count), "\(service.calls.count)")
        #expect(run.has("failed.csv"))
        service.forget()
        let changes = ["bulk", "Set-Mailbox", "--from", table, "-CustomAttribute1", "x", "--yes", "--limit", "5"]
        #expect(await run.run(changes + options).code == .done)
        #expect(service.calls.count == 40)
    }

    @Test func whatToDoWithoutTheKeyIsTold() async throws {
        let words = try words("Set-Mailbox") + ["-CustomAttribute1", "x"]
        #expect(await run.run(words).code == .done)
        try FileManager.default.removeItem(atPath: run.folder + "/j.key")
        let outcome = await run.run(words + ["--resume"])
        #expect(outcome.code == .usage && outcome.errors.contains("j.key is gone"), "\(outcome.errors)")
        #expect(outcome.errors.contains("put \(run.folder)/j.key back"), "\(outcome.errors)")
    }

    /// A service that has enough: of whole requests, or of each call in a batch.
    private func throttled(_ isWhole: Bool) -> AnsweringTransport {
        AnsweringTransport { request in
            guard request.method == "POST" else {
                return .json("{\"sessionType\":\"AutogenSession\",\"moduleBannerContent\":\"\"}")
            }
            let entries = try JSONValue(parsing: request.body ?? [])["requests"]?.arrayValue ?? []
            guard !isWhole, !entries.isEmpty else { return .text("", status: 429, headers: ["Retry-After": "60"]) }
            let responses = entries.map { entry -> JSONValue in
                ["id": entry["id"] ?? .null, "status": 429, "headers": ["Retry-After": "60"], "body": [:]]
            }
            return .json(JSONValue.object(["responses": .array(responses)]).text(), headers: ["OData-Version": "4.0"])
        }
    }

    /// A pause may last minutes; what waits was not executed, and the next run makes it.
    @Test(arguments: [(true, []), (true, ["--no-batch"]), (false, [])] as [(Bool, [String])])
    func anInterruptionEndsThePauseThatTheServiceWants(_ isWhole: Bool, _ more: [String]) async throws {
        run.transport = throttled(isWhole)
        let words = try words("Set-Mailbox") + ["-CustomAttribute1", "x"] + more
        let errors = Capture()
        let context = run.context(errors: errors)
        let task = Task { await ExoProgram.run(words, in: context) }
        await run.clock.waitForSleepers(1)
        #expect(run.interruption.request())
        #expect(await task.value == .interrupted, "\(errors.text)")
        #expect(!errors.text.contains("before it was sent"), "\(errors.text)")
        run.interruption = Interruption()
        run.transport = service.transport
        let rest = await run.run(words + ["--resume"])
        #expect(rest.code == .done && rest.errors.contains("3 done, 0 failed"), "\(rest.errors)")
    }

    @Test func rowsThatAnInterruptionCutOffAreToldAsNotWhole() async throws {
        let isFirst = Flag()
        run.transport = AnsweringTransport { request in
            guard request.method == "POST" else {
                return .json("{\"sessionType\":\"AutogenSession\",\"moduleBannerContent\":\"\"}")
            }
            guard isFirst.take() else { return .text("", status: 429, headers: ["Retry-After": "60"]) }
            return .json("{\"@odata.nextLink\":\"?p=2\",\"value\":[{\"Name\":\"a\"}]}")
        }
        let path = try run.file("all.csv", "ResultSize\nUnlimited\n")
        let (output, errors) = (Capture(), Capture())
        let context = run.context(output: output, errors: errors)
        let task = Task { await ExoProgram.run(["bulk", "Get-Mailbox", "--from", path, "-o", "ndjson"], in: context) }
        await run.clock.waitForSleepers(1)
        #expect(run.interruption.request())
        #expect(await task.value == .interrupted, "\(errors.text)")
        #expect(output.text == "{\"Name\":\"a\"}\n")
        #expect(errors.text.contains("it was interrupted; its rows are not whole"), "\(errors.text)")
    }
}
