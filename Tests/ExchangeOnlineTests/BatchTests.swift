import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import Synchronization
import TestSupport
import Testing

/// Small calls travel ten in a request, and what goes wrong with one is its own.
struct BatchTests {
    private func run(_ bench: ManyBench, _ calls: AsyncStream<BulkCall>) async throws -> [BulkResult] {
        var results: [BulkResult] = []
        _ = try await bench.connection().bulk(calls, options: BulkOptions(parallel: 1)) { results.append($0) }
        return results
    }

    @Test func sendsTenInARequestWithAllThatEachWouldHaveAlone() async throws {
        let bench = ManyBench()
        let results = try await run(bench, calls(25))
        #expect(results.map(\.status) == Array(repeating: .done, count: 25))
        #expect(bench.requests.map { $0.url.hasSuffix("/$batch") } == [true, true, true])
        let first = try JSONValue(parsing: try #require(bench.requests.first?.body))
        let items = try #require(first["requests"]?.arrayValue)
        #expect(items.count == 10)
        #expect(items.map { $0["id"] } == (0..<10).map { .string("\($0)") })
        let headers = try #require(items[0]["headers"]?.objectValue)
        #expect(headers["X-CmdletName"] == "Set-Mailbox")
        #expect(headers["Authorization"]?.stringValue?.hasPrefix("Bearer ") == true)
        #expect(headers["Prefer"] == "odata.maxpagesize=1000;odata.continue-on-error")
        #expect(
            items[0]["url"]?.stringValue
                == "https://outlook.office365.com/adminapi/beta/\(TestToken.contoso)/InvokeCommand"
        )
        #expect(Set(items.map { $0["headers"]?["client-request-id"]?.stringValue }).count == 1)
        #expect(bench.requests[0].headers["Prefer"] == "odata.continue-on-error")
    }

    @Test func takesRepliesInAnyOrder() async throws {
        let bench = ManyBench(reverses: true) { call in
            .init(body: ["value": [["Name": .string(call.identity)]]])
        }
        let results = try await run(bench, calls(10, "Get-Mailbox"))
        let names = try results.map { try $0.outcome?.rows.first?["Name"]?.stringValue }
        #expect(names == (1...10).map { "u\($0)" })
        #expect(bench.requests.count == 1)
    }

    @Test func leavesTheOthersAloneWhenOneFails() async throws {
        let bench = ManyBench { call in
            call.identity == "u4" ? .refusal(400, "BadRequest") : .init()
        }
        let results = try await run(bench, calls(10))
        #expect(results.filter { $0.status == .failed }.map(\.line) == [4])
        #expect(results.filter { $0.status == .done }.count == 9)
        #expect(results[3].error?.code == .invalidRequest)
        #expect(bench.requests.count == 1)
    }

    @Test func sendsAThrottledItemAloneAfterTheTimeThatItNames() async throws {
        let bench = ManyBench { call in
            call.isBatched && call.identity == "u2" ? .refusal(429, "TooManyRequests", retryAfter: "7") : .init()
        }
        let results = try await run(bench, calls(3))
        #expect(results.allSatisfy { $0.status == .done })
        #expect(bench.calls.filter { !$0.isBatched }.map(\.identity) == ["u2"])
        #expect(bench.clock.sleeps == [.seconds(7)])
    }

    @Test func repeatsAReadThatTheServiceFailedAndNoWrite() async throws {
        for (cmdlet, status) in [("Get-Mailbox", BulkResult.Status.done), ("Set-Mailbox", .unknown)] {
            let bench = ManyBench { call in
                call.isBatched && call.identity == "u1" ? .refusal(503, "ServiceUnavailable") : .init()
            }
            let results = try await run(bench, calls(2, cmdlet))
            #expect(results.map(\.status) == [status, .done])
            #expect(bench.calls.filter { !$0.isBatched }.count == (cmdlet == "Get-Mailbox" ? 1 : 0))
        }
    }

    @Test func reportsWritesOfABatchWithoutAReplyAsUnknown() async throws {
        let bench = ManyBench()
        bench.insteadOfBatch.withLock { $0 = { _ in .failure(.noReply, mayHaveBeenSent: true) } }
        let results = try await run(bench, calls(3))
        #expect(results.map(\.status) == [.unknown, .unknown, .unknown])
        #expect(results.allSatisfy { $0.error?.code == .outcomeUnknown })
        #expect(bench.requests.count == 1)
    }

    @Test func doesNotMissAnItemThatWasLeftOut() async throws {
        let reading = ManyBench { $0.isBatched && $0.identity == "u2" ? nil : .init(body: ["value": [["A": 1]]]) }
        let read = try await run(reading, calls(3, "Get-Mailbox"))
        #expect(read.map { $0.outcome?.rows.count } == [1, 1, 1])
        let writing = ManyBench { $0.identity == "u2" ? nil : .init() }
        #expect(try await run(writing, calls(3)).map(\.status) == [.done, .unknown, .done])
    }

    @Test func goesOnWithoutBatchesWhereTheServiceHasNone() async throws {
        let bench = ManyBench()
        bench.insteadOfBatch.withLock {
            $0 = { _ in .json(#"{"error":{"code":"BadRequest","message":"no batch"}}"#, status: 400) }
        }
        let results = try await run(bench, calls(42))
        #expect(results.allSatisfy { $0.status == .done })
        #expect(bench.batches.count == 2)
        #expect(bench.calls.filter { !$0.isBatched }.count == 42)
        bench.insteadOfBatch.withLock { $0 = { _ in .text("", status: 404, headers: ["X-MS-Diagnostics": "1"]) } }
    }

    @Test func oneBatchThatIsNotTakenIsNotTheEndOfBatches() async throws {
        let bench = ManyBench()
        bench.insteadOfBatch.withLock {
            $0 = { count in
                count % 12 == 1 ? .json(#"{"error":{"code":"BadRequest","message":"not this"}}"#, status: 400) : nil
            }
        }
        let results = try await run(bench, calls(40))
        #expect(results.allSatisfy { $0.status == .done })
        #expect(bench.batches.count == 4)
        #expect(bench.calls.filter { !$0.isBatched }.count == 20)
    }

    @Test func aKnownOutcomeDoesNotWaitForTheSlowestOfItsBatch() async throws {
        let bench = ManyBench { call in
            call.isBatched && call.identity == "u2" ? .refusal(429, "TooManyRequests", retryAfter: "60") : .init()
        }
        var waits: [Int] = []
        var options = BulkOptions(parallel: 1)
        options.order = .done
        _ = try await bench.connection().bulk(calls(3), options: options) { _ in waits.append(bench.clock.sleeps.count)
        }
        #expect(waits == [0, 0, 1])
    }

    @Test func whatWasReadBeforeASourceFailedIsMadeAndTold() async throws {
        struct Broken: Error {}
        let bench = ManyBench()
        let calls = AsyncThrowingStream<BulkCall, any Error> { stream in
            for line in 1...25 {
                stream.yield(BulkCall(line: line, Cmdlet("Set-Mailbox", parameters: ["Identity": "u\(line)"])))
            }
            stream.finish(throwing: Broken())
        }
        var told: [Int] = []
        await #expect(throws: Broken.self) {
            try await bench.connection().bulk(calls, options: BulkOptions(parallel: 1)) { told.append($0.line) }
        }
        #expect(told == Array(1...25) && bench.calls.count == 25)
    }

    @Test func waitsForAThrottledBatchAndSendsItAgain() async throws {
        let bench = ManyBench()
        bench.insteadOfBatch.withLock {
            $0 = { $0 == 1 ? .text("", status: 429, headers: ["Retry-After": "3"]) : nil }
        }
        let results = try await run(bench, calls(4))
        #expect(results.allSatisfy { $0.status == .done })
        #expect(bench.batches.count == 2)
        #expect(bench.clock.sleeps == [.seconds(3)])
    }

    @Test func readsOnWhereAnItemHasMorePages() async throws {
        let link = "https://outlook.office365.com/adminapi/beta/\(TestToken.contoso)/InvokeCommand?%24skiptoken=x"
        let bench = ManyBench { call in
            var body: JSONObject = ["value": [["Name": .string(call.identity)]]]
            if call.isBatched { body["@odata.nextLink"] = .string(link) }
            return .init(body: .object(body))
        }
        let results = try await run(bench, calls(2, "Get-MailboxPermission"))
        #expect(results.map { $0.outcome?.rows.count } == [2, 2])
        #expect(bench.requests.map(\.url).filter { $0.contains("skiptoken") }.count == 2)
    }

    @Test func keepsLargeListingsAndChangesApart() async throws {
        let bench = ManyBench()
        let mixed = AsyncStream<BulkCall> { stream in
            stream.yield(BulkCall(line: 1, Cmdlet("Get-Mailbox", parameters: ["ResultSize": "Unlimited"])))
            stream.yield(BulkCall(line: 2, Cmdlet("Get-Mailbox", parameters: ["Identity": "a"])))
            stream.yield(BulkCall(line: 3, Cmdlet("Get-Mailbox", parameters: ["Identity": "b"])))
            stream.yield(BulkCall(line: 4, Cmdlet("Set-Mailbox", parameters: ["Identity": "b", "MaxSendSize": "5MB"])))
            stream.finish()
        }
        #expect(try await run(bench, mixed).map(\.line) == [1, 2, 3, 4])
        #expect(bench.requests.map { $0.url.hasSuffix("$batch") } == [false, true, false])
    }
}
