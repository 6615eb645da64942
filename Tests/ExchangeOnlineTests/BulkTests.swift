import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import Synchronization
import TestSupport
import Testing

/// Many calls: all are made, each has a result, and a journal knows which.
struct BulkTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var path: String { "\(folder.path)/journal" }

    private func begin(cmdlet: String = "Set-Mailbox") throws -> BulkJournal {
        try .begin(at: path, tenantID: TestToken.contoso, cmdlet: cmdlet)
    }

    private func resume(tenantID: String = TestToken.contoso, cmdlet: String = "Set-Mailbox") throws -> BulkJournal {
        try .resume(at: path, tenantID: tenantID, cmdlet: cmdlet)
    }

    private func run(
        _ bench: ManyBench,
        _ calls: AsyncStream<BulkCall>,
        _ options: BulkOptions = BulkOptions(),
        _ journal: BulkJournal? = nil
    ) async throws -> (results: [BulkResult], summary: BulkSummary) {
        var results: [BulkResult] = []
        let summary = try await bench.connection().bulk(calls, options: options, journal: journal) {
            results.append($0)
        }
        return (results, summary)
    }

    // MARK: Order and failures

    @Test(arguments: [1, 3, 16], [true, false])
    func handsOutResultsInTheOrderOfTheCalls(_ parallel: Int, _ usesBatches: Bool) async throws {
        let bench = ManyBench { $0.identity.hasSuffix("7") ? .refusal(404, "NotFound") : .init() }
        let (results, summary) = try await run(
            bench,
            calls(200),
            BulkOptions(parallel: parallel, usesBatches: usesBatches)
        )
        #expect(results.map(\.line) == Array(1...200))
        #expect(results.map(\.label) == (1...200).map { "row \($0)" })
        #expect(results.filter { $0.status == .failed }.map(\.line) == (1...200).filter { $0 % 10 == 7 })
        #expect(summary.done == 180)
        #expect(summary.failed == 20)
        #expect(bench.calls.count == 200)
        #expect(bench.batches.isEmpty == !usesBatches)
    }

    @Test func handsOutResultsAsTheyComeWhereThatIsAskedFor() async throws {
        let bench = ManyBench()
        let (results, _) = try await run(bench, calls(200), BulkOptions(order: .done))
        #expect(Set(results.map(\.line)) == Set(1...200))
        #expect(results.count == 200)
    }

    @Test func sendsNothingForACallThatDoesNotFitTheCatalogue() async throws {
        let bench = ManyBench()
        let some = AsyncStream<BulkCall> { stream in
            stream.yield(BulkCall(line: 1, Cmdlet("Set-Mailbox", parameters: ["Identity": "a", "Nonsense": 1])))
            stream.yield(BulkCall(line: 2, Cmdlet("Set-Mailbox", parameters: ["Identity": "b", "MaxSendSize": "5MB"])))
            let error = ExchangeError(code: .invalidRequest, message: "line 3 has no end")
            stream.yield(BulkCall(line: 3, cmdlet: .failure(error)))
            stream.finish()
        }
        let (results, summary) = try await run(bench, some)
        #expect(results.map(\.status) == [.failed, .done, .failed])
        #expect(results[0].error?.code == .invalidRequest)
        #expect(results[2].error?.message == "line 3 has no end")
        #expect(summary.total == 3)
        #expect(bench.calls.map(\.identity) == ["b"])
    }

    @Test(arguments: [true, false]) func aQuestionThatNobodyAnswersIsNoSuccess(_ isConfirmed: Bool) async throws {
        let bench = ManyBench { call in
            call.parameters["Confirm"] == true
                ? .init(body: ["@adminapi.confirmationmessage": "Are you sure?", "value": []]) : .init()
        }
        let asking = AsyncStream<BulkCall> { stream in
            let parameters: CmdletParameters = ["Identity": "a", "CustomAttribute1": "v", "Confirm": true]
            stream.yield(BulkCall(line: 1, Cmdlet("Set-Mailbox", parameters: parameters)))
            stream.finish()
        }
        let (results, summary) = try await run(bench, asking, BulkOptions(isConfirmed: isConfirmed))
        let code: ExchangeError.Code? = isConfirmed ? nil : .declined
        #expect(results.first?.error?.code == code)
        #expect(summary.done == (isConfirmed ? 1 : 0))
        #expect(bench.calls.map { $0.parameters["Confirm"] } == [.bool(!isConfirmed)])
    }

    @Test func aBatchHasBoundedBytes() async throws {
        let bench = ManyBench()
        let large = AsyncStream<BulkCall> { stream in
            for line in 1...4 {
                let text = String(repeating: "x", count: 100_000)
                let parameters: CmdletParameters = ["Identity": "u\(line)", "CustomAttribute1": .text(text)]
                stream.yield(BulkCall(line: line, Cmdlet("Set-Mailbox", parameters: parameters)))
            }
            stream.finish()
        }
        _ = try await run(bench, large)
        // Two fit into the bytes of one.
        #expect(bench.batches.count == 2)
    }

    @Test func beginsNoMoreWhenTheTokenIsOver() async throws {
        let bench = ManyBench()
        let count = Mutex(0)
        let connection = try await bench.connection()
        let endless = AsyncStream<BulkCall> {
            let line = count.withLock { count in
                count += 1
                return count
            }
            if line == 100 { bench.clock.advance(by: .seconds(7200)) }
            return BulkCall(line: line, Cmdlet("Set-Mailbox", parameters: ["Identity": "a", "MaxSendSize": "5MB"]))
        }
        var results: [BulkResult] = []
        let summary = try await connection.bulk(endless) { results.append($0) }
        #expect(summary.stop?.code == .tokenExpired)
        #expect(summary.failed > 0)
        #expect(count.withLock { $0 } < 2000)
        #expect(summary.total == results.count)
    }

    @Test func endsTheCallsUnderWayWhenNobodyTakesResultsAnyMore() async throws {
        struct Enough: Error {}
        let bench = ManyBench()
        let journal = try begin()
        await #expect(throws: Enough.self) {
            _ = try await bench.connection().bulk(calls(500), options: BulkOptions(parallel: 2), journal: journal) {
                if $0.line == 15 { throw Enough() }
            }
        }
        #expect(journal.unknownCount == 0)
        #expect(journal.doneCount == bench.calls.count)
        #expect(bench.calls.count < 500)
    }

    @Test func takesCallsOnlyAsFastAsResultsAreHandedOut() async throws {
        let bench = ManyBench()
        let taken = Mutex(0)
        let endless = AsyncStream<BulkCall> {
            let line = taken.withLock { taken in
                taken += 1
                return taken
            }
            guard line <= 5000 else { return nil }
            return BulkCall(line: line, Cmdlet("Get-Mailbox", parameters: ["Identity": "a"]))
        }
        var most = 0
        _ = try await bench.connection().bulk(endless, options: BulkOptions(parallel: 2)) { result in
            most = max(most, taken.withLock { $0 } - result.line)
        }
        #expect(most <= 2 * 10 * 8 + 20)
    }

    // MARK: Journal

    @Test func skipsWhatIsDoneAndRepeatsWhatFailed() async throws {
        let isDown = Mutex(true)
        let bench = ManyBench { call in
            call.identity == "u3" && isDown.withLock { $0 } ? .refusal(400, "BadRequest") : .init()
        }
        _ = try await run(bench, calls(30), BulkOptions(), try begin())
        #expect(bench.calls.count == 30)
        isDown.withLock { $0 = false }
        let (results, summary) = try await run(bench, calls(30), BulkOptions(), try resume())
        #expect(bench.calls.count == 31)
        #expect(bench.calls.last?.identity == "u3")
        #expect(summary.skipped == 29)
        #expect(results.map(\.line) == Array(1...30))
        #expect(results[2].status == .done)
    }

    @Test func aRunEndsWhileOthersKeepWritingToItsJournal() async throws {
        let bench = ManyBench()
        let journal = try begin()
        let connection = try await bench.connection()
        let (isOver, taken) = (Flag(), Tally())
        let options = BulkOptions(parallel: 1, usesBatches: false)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for other in 1...4 {
                let others = AsyncStream<BulkCall> {
                    let line = taken.add(other)
                    guard line <= 500, !isOver.isSet else { return nil }
                    let parameters: CmdletParameters = ["Identity": .text("o\(other)"), "CustomAttribute1": "v"]
                    return BulkCall(line: line, Cmdlet("Set-Mailbox", parameters: parameters))
                }
                group.addTask { _ = try await connection.bulk(others, options: options, journal: journal) { _ in } }
            }
            // Each of these may come when nobody else flushes, and then flushes for the others: once.
            for line in 1...5 {
                let one = calls(1, from: line)
                let summary = try await connection.bulk(one, options: options, journal: journal) { _ in }
                #expect(summary.done == 1)
            }
            #expect(taken.most <= 500, "it waited until the others had done all that they had to do")
            isOver.set()
            try await group.waitForAll()
        }
        #expect(journal.unknownCount == 0)
        #expect(journal.doneCount == bench.calls.count)
    }

    /// Whether something is so, for several tasks.
    private final class Flag: Sendable {
        private let state = Mutex(false)

        var isSet: Bool { state.withLock { $0 } }

        func set() { state.withLock { $0 = true } }
    }

    /// How often each of several did something.
    private final class Tally: Sendable {
        private let counts = Mutex<[Int: Int]>([:])

        var most: Int { counts.withLock { $0.values.max() ?? 0 } }

        func add(_ who: Int) -> Int {
            counts.withLock { counts in
                counts[who, default: 0] += 1
                return counts[who] ?? 0
            }
        }
    }

    @Test func tellsCallsApartByTheirParametersAndLine() async throws {
        let bench = ManyBench()
        _ = try await run(bench, calls(3), BulkOptions(), try begin())
        let others = AsyncStream<BulkCall> { stream in
            for (line, value) in [(1, "v"), (2, "w"), (3, "v"), (9, "v")] {
                let parameters: CmdletParameters = [
                    "customattribute1": .text(value), "Identity": .text("u\(line == 9 ? 3 : line)"),
                ]
                stream.yield(BulkCall(line: line, Cmdlet("set-mailbox", parameters: parameters)))
            }
            stream.finish()
        }
        let (results, _) = try await run(bench, others, BulkOptions(), try resume(cmdlet: "SET-MAILBOX"))
        #expect(results.map(\.status) == [.skipped, .done, .skipped, .done])
    }

    @Test func whatWasDoneAfterAYesIsNotDoneAgainWithout() async throws {
        let bench = ManyBench()
        func removals(_ confirm: Bool?) -> AsyncStream<BulkCall> {
            AsyncStream { stream in
                for line in 1...3 {
                    var parameters: CmdletParameters = ["Identity": .text("u\(line)")]
                    if let confirm { parameters = ["Identity": .text("u\(line)"), "Confirm": .flag(confirm)] }
                    stream.yield(BulkCall(line: line, Cmdlet("Remove-Mailbox", parameters: parameters)))
                }
                stream.finish()
            }
        }
        _ = try await run(bench, removals(nil), BulkOptions(isConfirmed: true), try begin(cmdlet: "Remove-Mailbox"))
        #expect(bench.calls.count == 3)
        for (isConfirmed, confirm) in [(false, nil), (true, nil), (false, false)] as [(Bool, Bool?)] {
            let journal = try resume(cmdlet: "Remove-Mailbox")
            let (_, summary) = try await run(
                bench,
                removals(confirm),
                BulkOptions(isConfirmed: isConfirmed),
                journal
            )
            #expect(summary.skipped == 3, "\(isConfirmed) \(String(describing: confirm))")
        }
        #expect(bench.calls.count == 3)
    }

    @Test func repeatsWhatIsUnknownOnlyWhenItIsTold() async throws {
        let bench = ManyBench()
        bench.insteadOfBatch.withLock { $0 = { _ in .failure(.noReply, mayHaveBeenSent: true) } }
        _ = try await run(bench, calls(5), BulkOptions(), try begin())
        bench.insteadOfBatch.withLock { $0 = nil }
        var (results, summary) = try await run(bench, calls(5), BulkOptions(), try resume())
        #expect(results.allSatisfy { $0.status == .unknown && $0.error?.code == .outcomeUnknown })
        #expect(summary.unknown == 5)
        #expect(bench.calls.isEmpty)
        (results, summary) = try await run(bench, calls(5), BulkOptions(retriesUnknown: true), try resume())
        #expect(summary.done == 5)
        #expect(try resume().unknownCount == 0)
    }

    @Test func takesABeginningWithoutAnEndForUnknown() async throws {
        let bench = ManyBench()
        _ = try await run(bench, calls(4), BulkOptions(), try begin())
        var lines = try #require(folder.bytes(of: "journal")).split(separator: UInt8(ascii: "\n"))
        lines.removeLast(2)
        folder.write(Array(lines.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")], to: "journal")
        let (results, _) = try await run(bench, calls(4), BulkOptions(), try resume())
        #expect(results.map(\.status) == [.skipped, .skipped, .unknown, .unknown])
    }

    @Test func takesALastLineThatWasCutOffForNotWritten() async throws {
        let bench = ManyBench()
        _ = try await run(bench, calls(4), BulkOptions(), try begin())
        let bytes = try #require(folder.bytes(of: "journal"))
        folder.write(Array(bytes.dropLast(20)), to: "journal")
        let journal = try resume()
        #expect(journal.notes.count == 1)
        let (results, _) = try await run(bench, calls(4), BulkOptions(retriesUnknown: true), journal)
        #expect(results.map(\.status) == [.skipped, .skipped, .skipped, .done])
        #expect(String(decoding: try #require(folder.bytes(of: "journal")), as: UTF8.self).hasSuffix("}\n"))
    }

    @Test func takesWhatALossOfPowerLeftOfTheEndForNotWritten() async throws {
        let bench = ManyBench()
        _ = try await run(bench, calls(4), BulkOptions(), try begin())
        let bytes = try #require(folder.bytes(of: "journal"))
        let newline = UInt8(ascii: "\n")
        folder.write(bytes + Array(repeating: 0, count: 100) + [newline, 0, 0, newline], to: "journal")
        let journal = try resume()
        #expect(journal.notes.count == 1 && journal.doneCount == 4)
        #expect(folder.bytes(of: "journal") == bytes)
    }

    @Test func doesNothingTwiceWhereTheTableWasChanged() async throws {
        let bench = ManyBench()
        _ = try await run(bench, calls(3), BulkOptions(), try begin())
        // A row before the others moves every one of them to another line.
        func moved() -> AsyncStream<BulkCall> {
            AsyncStream { stream in
                for (line, name) in ["new", "u1", "u2", "u3"].enumerated() {
                    let parameters: CmdletParameters = ["Identity": "\(name)", "CustomAttribute1": "v"]
                    stream.yield(BulkCall(line: line + 1, Cmdlet("Set-Mailbox", parameters: parameters)))
                }
                stream.finish()
            }
        }
        for attempt in 1...2 {
            let (results, summary) = try await run(bench, moved(), BulkOptions(), try resume())
            #expect(results.map(\.status) == [attempt == 1 ? .done : .skipped])
            #expect(summary.stop?.message.contains("line 2 stood at line 1") == true, "\(summary.stop?.message ?? "")")
        }
        #expect(bench.calls.map(\.identity) == ["u1", "u2", "u3", "new"])
    }

    @Test(
        arguments: [
            // A changed row, one that is there twice, and new ones behind the others are calls that nobody made.
            (["u1", "x2", "u3", "u1", "u9"], ["x2", "u1", "u9"], nil),
            // A row that is gone moves all behind it.
            (["u2", "u3"], [], 1), (["u1", "u3"], [], 2),
            (
                ["n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "u1"],
                ["n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9"], 10
            ),
        ] as [([String], [String], Int?)]
    )
    func makesWhatNobodyMade(_ rows: [String], _ made: [String], _ stop: Int?) async throws {
        let bench = ManyBench()
        _ = try await run(bench, calls(3), BulkOptions(), try begin())
        let table = AsyncStream<BulkCall> { stream in
            for (line, name) in rows.enumerated() {
                let parameters: CmdletParameters = ["Identity": "\(name)", "CustomAttribute1": "v"]
                stream.yield(BulkCall(line: line + 1, Cmdlet("Set-Mailbox", parameters: parameters)))
            }
            stream.finish()
        }
        let (_, summary) = try await run(bench, table, BulkOptions(parallel: 1), try resume())
        #expect(bench.calls.dropFirst(3).map(\.identity) == made)
        #expect(summary.stop == nil ? stop == nil : summary.stop?.message.contains("line \(stop ?? 0) stood") == true)
    }

    /// A call for each row, which sets that value of that object at that line.
    private func rows(_ rows: [(line: Int, name: String, value: String)]) -> AsyncStream<BulkCall> {
        AsyncStream { stream in
            for row in rows {
                let parameters: CmdletParameters = ["Identity": .text(row.name), "CustomAttribute1": .text(row.value)]
                stream.yield(BulkCall(line: row.line, Cmdlet("Set-Mailbox", parameters: parameters)))
            }
            stream.finish()
        }
    }

    @Test func whatWasSetOtherwiseInBetweenIsSetAgain() async throws {
        let bench = ManyBench()
        _ = try await run(bench, rows([(1, "a", "old"), (2, "b", "old")]), BulkOptions(), try begin())
        // One row has another value, and gets its old one back, each time in a run of its own.
        for value in ["new", "old", "new", "new"] {
            _ = try await run(bench, rows([(1, "a", "old"), (2, "b", value)]), BulkOptions(), try resume())
        }
        let made = bench.calls.map { "\($0.identity) \($0.parameters["CustomAttribute1"]?.stringValue ?? "")" }
        #expect(made == ["a old", "b old", "b new", "b old", "b new"])
    }

    /// What was set otherwise since is no row that moved.
    @Test func whatWasReplacedMayStandAtAnotherLine() async throws {
        let bench = ManyBench()
        _ = try await run(bench, rows([(2, "a", "x")]), BulkOptions(), try begin())
        _ = try await run(bench, rows([(2, "a", "y")]), BulkOptions(), try resume())
        let table = rows([(2, "c", "z"), (3, "a", "x")])
        let (results, summary) = try await run(bench, table, BulkOptions(parallel: 1), try resume())
        #expect(results.map(\.status) == [.done, .done], "\(summary.stop?.message ?? "")")
    }

    /// It changes nothing where it is there still, and may have been taken out.
    @Test func whatWasAddedIsAddedAgainWhereMoreWasChangedSince() async throws {
        let bench = ManyBench()
        func change(_ value: CmdletValue) -> AsyncStream<BulkCall> {
            AsyncStream { stream in
                let parameters: CmdletParameters = ["Identity": "a", "EmailAddresses": value]
                stream.yield(BulkCall(line: 1, Cmdlet("Set-Mailbox", parameters: parameters)))
                stream.finish()
            }
        }
        _ = try await run(bench, change(.change(add: ["x@contoso.com"])), BulkOptions(), try begin())
        _ = try await run(bench, change(.change(remove: ["x@contoso.com"])), BulkOptions(), try resume())
        for status in [BulkResult.Status.done, .skipped] {
            let (results, _) = try await run(
                bench,
                change(.change(add: ["x@contoso.com"])),
                BulkOptions(),
                try resume()
            )
            #expect(results.map(\.status) == [status])
        }
    }

    @Test func whatFailedReplacesNothing() async throws {
        let bench = ManyBench { $0.parameters["CustomAttribute1"] == "bad" ? .refusal(400, "BadRequest") : .init() }
        _ = try await run(bench, rows([(1, "a", "old")]), BulkOptions(), try begin())
        _ = try await run(bench, rows([(1, "a", "bad")]), BulkOptions(), try resume())
        let (results, _) = try await run(bench, rows([(1, "a", "old")]), BulkOptions(), try resume())
        #expect(results.map(\.status) == [.skipped])
    }

    @Test func anotherObjectAtTheLineReplacesNothing() async throws {
        let bench = ManyBench()
        _ = try await run(bench, rows([(1, "a", "x")]), BulkOptions(), try begin())
        _ = try await run(bench, rows([(1, "b", "x")]), BulkOptions(), try resume())
        let (results, _) = try await run(bench, rows([(1, "a", "x")]), BulkOptions(), try resume())
        #expect(results.map(\.status) == [.skipped])
    }

    @Test func hasAnErrorForEachJournalThatCannotBeUsed() async throws {
        func code(_ make: () throws -> BulkJournal) -> JournalError.Code? {
            do {
                _ = try make()
                return nil
            } catch { return (error as? JournalError)?.code }
        }
        #expect(code { try resume() } == .missing)
        do {
            let held = try begin()
            #expect(code { try resume() } == .inUse)
            #expect(code { try begin() } == .inUse)
            withExtendedLifetime(held) {}
        }
        #expect(code { try begin() } == .exists)
        #expect(code { try resume(tenantID: TestToken.fabrikam) } == .otherTenant)
        #expect(code { try resume(cmdlet: "Set-CASMailbox") } == .otherCmdlet)
        let whole = try #require(folder.bytes(of: "journal"))
        folder.write(whole + Array("{\"begin\":\"x\"}\n{\"begin\":\"y\"}\n".utf8), to: "journal")
        #expect(code { try resume() } == .damaged)
        folder.write(Array("Identity,Alias\nu1,a\n".utf8), to: "journal")
        #expect(code { try resume() } == .damaged)
        folder.write(whole, to: "journal")
        #expect(code { try resume() } == nil)
        folder.write(Array(repeating: 7, count: 32), to: "journal.key")
        #expect(code { try resume() } == .keyMissing)
        #expect(code { try .begin(at: "/nowhere/journal", tenantID: "a", cmdlet: "b") } == .inaccessible)
    }

    @Test func holdsNothingOfTheCallsThatAnybodyCouldRead() async throws {
        let bench = ManyBench()
        _ = try await run(bench, calls(3), BulkOptions(), try begin())
        let text = String(decoding: try #require(folder.bytes(of: "journal")), as: UTF8.self)
        #expect(!text.contains("u1"))
        #expect(!text.contains("CustomAttribute1"))
        #expect(folder.bytes(of: "journal.key")?.count == 32)
    }
}
