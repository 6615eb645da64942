import ExoTransport
import TestSupport
import Testing

struct RequestExecutorTests {
    /// A request whose responses are judged by their status alone.
    struct Plain: RepeatableRequest {
        var effect: RequestEffect
        var tokens = ["a"]

        mutating func compose() -> HTTPRequest? {
            guard let token = tokens.first else { return nil }
            return HTTPRequest("POST", "https://service.example/x", headers: ["Authorization": token])
        }

        mutating func receive(_ response: ReceivedResponse) async throws -> Received<String, Int> {
            switch response.status {
            case 200: return .accepted(String(decoding: try await response.body.collect(upTo: 100), as: UTF8.self))
            case 401:
                tokens.removeFirst()
                return .refused(401, mayHaveBeenExecuted: false, .now(.tokenRefused))
            case 429:
                let asked = response.headers["Retry-After"]
                return .refused(429, mayHaveBeenExecuted: false, .later(.throttled, retryAfter: asked))
            default:
                let status = response.status
                return .refused(status, mayHaveBeenExecuted: true, .later(.unavailable(status: status)))
            }
        }
    }

    struct Case: CustomTestStringConvertible {
        var why: String
        var effect = RequestEffect.read
        var replies: [ScriptedReply]
        var waits: [Duration] = []
        var value: String?
        var refusal: Int?
        var isUnknown = false
        var testDescription: String { why }
    }

    static let ok = ScriptedReply.text("done")
    static let away = ScriptedReply.text("", status: 503)
    static func busy(_ seconds: String) -> ScriptedReply {
        .text("", status: 429, headers: ["Retry-After": seconds])
    }

    @Test(arguments: [
        Case(why: "a read after 503", replies: [away, ok], waits: [.seconds(2)], value: "done"),
        Case(
            why: "a read whose response is cut off twice",
            replies: [ok.cutOff(), ok.cutOff(), ok],
            waits: [.seconds(2), .seconds(4)],
            value: "done"
        ),
        Case(
            why: "a read without a reply",
            replies: [.failure(.noReply, mayHaveBeenSent: true), ok],
            waits: [.seconds(2)],
            value: "done"
        ),
        Case(
            why: "an idempotent write without a reply",
            effect: .idempotentWrite,
            replies: [.failure(.noReply, mayHaveBeenSent: true), ok],
            waits: [.seconds(2)],
            value: "done"
        ),
        Case(
            why: "an idempotent write that is refused in the end, after one of which nothing is known",
            effect: .idempotentWrite,
            replies: [away, .text("", status: 401)],
            waits: [.seconds(2)],
            refusal: 401,
            isUnknown: true
        ),
        Case(
            why: "a write without a reply",
            effect: .write,
            replies: [.failure(.noReply, mayHaveBeenSent: true)],
            isUnknown: true
        ),
        Case(why: "a write answered 503 by anybody", effect: .write, replies: [away], refusal: 503, isUnknown: true),
        Case(
            why: "a write that never left",
            effect: .write,
            replies: [.failure(.noReply), ok],
            waits: [.seconds(2)],
            value: "done"
        ),
        Case(
            why: "a write that waits its turn",
            effect: .write,
            replies: [busy("7"), ok],
            waits: [.seconds(7)],
            value: "done"
        ),
        Case(
            why: "the longest wait that a service may ask for",
            replies: [busy("600"), busy("300"), ok],
            waits: [.seconds(600), .seconds(300)],
            value: "done"
        ),
        Case(
            why: "waits that are longer together than the deadline",
            replies: [busy("600"), busy("301")],
            waits: [.seconds(600)],
            refusal: 429
        ),
        Case(why: "a wait longer than any", replies: [busy("86400")], refusal: 429),
        Case(
            why: "six times in vain",
            replies: Array(repeating: away, count: 6),
            waits: [2, 4, 8, 16, 32].map { .seconds($0) },
            refusal: 503
        ),
    ])
    func endsInOneValue(_ example: Case) async throws {
        let transport = ScriptedTransport(example.replies)
        let clock = TestClock(advancesItself: true)
        let executor = RequestExecutor(
            transport: transport,
            policy: RetryPolicy(jitter: { 1 }),
            clock: clock,
            now: { clock.date }
        )
        var request = Plain(effect: example.effect)
        switch await executor.run(&request) {
        case .success(let value): #expect(value == example.value)
        case .failure(let failure):
            #expect(example.value == nil)
            #expect(failure.mayHaveBeenExecuted == example.isUnknown)
            #expect(failure.attempts == transport.requests.count)
            if case .refusal(let status) = failure.cause {
                #expect(status == example.refusal)
            } else {
                #expect(example.refusal == nil)
            }
        }
        #expect(clock.sleeps == example.waits)
        try transport.expectNothingLeft()
    }

    @Test func neverSendsTheSameAgainAtOnce() async throws {
        let transport = ScriptedTransport([.text("", status: 401), .text("", status: 401)])
        let clock = TestClock()
        let executor = RequestExecutor(transport: transport, policy: RetryPolicy(), clock: clock, now: { clock.date })
        var request = Plain(effect: .write, tokens: ["a", "b"])
        let end = await executor.run(&request)
        let failure = #expect(throws: RequestFailure<Int>.self) { try end.get() }
        guard case .refusal(401) = failure?.cause else {
            Issue.record("not the refusal")
            return
        }
        #expect(transport.requests.map { $0.headers["Authorization"] } == ["a", "b"])
        #expect(clock.sleeps.isEmpty)
    }

    @Test func aCancelledWaitLeavesNothingUnknownWhenNothingWasExecuted() async {
        let transport = ScriptedTransport([Self.busy("7")])
        let clock = TestClock()
        let executor = RequestExecutor(transport: transport, policy: RetryPolicy(), clock: clock, now: { clock.date })
        await withTaskGroup { group in
            group.addTask {
                var request = Plain(effect: .write)
                let end = await executor.run(&request)
                let failure = #expect(throws: RequestFailure<Int>.self) { try end.get() }
                guard case .cancelled = failure?.cause else {
                    Issue.record("not cancelled")
                    return
                }
                #expect(failure?.mayHaveBeenExecuted == false)
            }
            await clock.waitForSleepers(1)
            group.cancelAll()
        }
    }
}

extension RequestExecutorTests {
    @Test(arguments: [(RequestEffect.read, false), (.idempotentWrite, true), (.write, true)])
    func aRequestThatIsCancelledOnItsWayIsUnknownUnlessItReads(_ effect: RequestEffect, isUnknown: Bool) async {
        let transport = SilentTransport()
        let clock = TestClock()
        let executor = RequestExecutor(transport: transport, policy: RetryPolicy(), clock: clock, now: { clock.date })
        await withTaskGroup { group in
            group.addTask {
                var request = Plain(effect: effect)
                let end = await executor.run(&request)
                let failure = #expect(throws: RequestFailure<Int>.self) { try end.get() }
                #expect(failure?.mayHaveBeenExecuted == isUnknown)
            }
            await transport.waitForRequests(1)
            group.cancelAll()
        }
        #expect(transport.requests.count == 1)
    }
}
