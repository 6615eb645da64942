import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import Synchronization
import TestSupport

/// A service that answers cmdlets by a function, alone or several in a batch, and a connection to it.
final class ManyBench: Sendable {
    /// A cmdlet as the service sees it.
    struct Call: Sendable {
        var cmdlet: String
        var parameters: JSONObject
        /// Whether it came in a batch.
        var isBatched: Bool

        var identity: String { parameters["Identity"]?.stringValue ?? "" }
    }

    /// A reply to it; the body is JSON.
    struct Reply: Sendable {
        var status = 200
        var headers: JSONObject = ["OData-Version": "4.0"]
        var body: JSONValue = ["value": []]

        static func refusal(_ status: Int, _ code: String, retryAfter: String? = nil) -> Self {
            var reply = Self(status: status, body: ["error": ["code": .string(code), "message": "no"]])
            if let retryAfter { reply.headers["Retry-After"] = .string(retryAfter) }
            return reply
        }
    }

    let clock = TestClock(advancesItself: true)
    let events = EventLog()
    let pace: RequestPace
    /// What is sent in the place of a reply to a whole batch; consulted first.
    let insteadOfBatch = Mutex<(@Sendable (Int) throws -> ScriptedReply?)?>(nil)
    /// Whether replies of a batch come last first.
    let reverses: Bool
    private let answer: @Sendable (Call) -> Reply?
    private let seen = Mutex<(calls: [Call], requests: [HTTPRequest])>(([], []))

    /// Makes a service; `nil` for a call leaves its reply out of a batch.
    init(
        pace: RequestPace = RequestPace(),
        reverses: Bool = false,
        _ answer: @escaping @Sendable (Call) -> Reply? = { _ in Reply() }
    ) {
        self.pace = pace
        self.reverses = reverses
        self.answer = answer
    }

    var calls: [Call] { seen.withLock { $0.calls } }
    var requests: [HTTPRequest] { seen.withLock { $0.requests } }
    var batches: [HTTPRequest] { requests.filter { $0.url.hasSuffix("$batch") } }

    /// A connection without a request.
    func connection() async throws -> ExchangeConnection {
        let client = ExchangeClient(
            transport: DetourTransport { [self] in try reply(to: $0).response() },
            now: { [clock] in clock.date },
            clock: clock,
            retries: RetryPolicy(jitter: { 1 }),
            pace: pace,
            observer: EventHandler { [events] in events.append($0) }
        )
        return try await client.connect(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(
                    try AccessToken(TestToken.user(now: clock.date)),
                    now: { [clock] in clock.date }
                ),
                remembered: .init(tenantID: TestToken.contoso),
                verifiesAccess: false
            )
        )
    }

    private func reply(to request: HTTPRequest) throws -> ScriptedReply {
        let count = seen.withLock { seen in
            seen.requests.append(request)
            return seen.requests.count
        }
        let body = try JSONValue(parsing: request.body ?? [])
        guard let entries = body["requests"]?.arrayValue else {
            let reply = try take(body, isBatched: false) ?? Reply()
            var headers: HTTPHeaders = ["Content-Type": "application/json"]
            for member in reply.headers.members { headers[member.name] = member.value.stringValue }
            return ScriptedReply(status: reply.status, headers: headers, parts: [reply.body.serialized()])
        }
        if let instead = try insteadOfBatch.withLock({ $0 })?(count) { return instead }
        var responses = try entries.compactMap { entry -> JSONValue? in
            guard let body = entry["body"], let id = entry["id"], let reply = try take(body, isBatched: true) else {
                return nil
            }
            return [
                "id": id, "status": .integer(Int64(reply.status)), "headers": .object(reply.headers),
                "body": reply.body,
            ]
        }
        if reverses { responses.reverse() }
        return .json(JSONValue.object(["responses": .array(responses)]).text())
    }

    private func take(_ body: JSONValue, isBatched: Bool) throws -> Reply? {
        let input = body["CmdletInput"]
        let call = Call(
            cmdlet: input?["CmdletName"]?.stringValue ?? "",
            parameters: input?["Parameters"]?.objectValue ?? [:],
            isBatched: isBatched
        )
        seen.withLock { $0.calls.append(call) }
        return answer(call)
    }
}

/// Calls at hand.
func calls(_ count: Int, _ cmdlet: String = "Set-Mailbox", from first: Int = 1) -> AsyncStream<BulkCall> {
    AsyncStream { stream in
        for line in first..<(first + count) {
            let parameters: CmdletParameters =
                cmdlet.hasPrefix("Set") ? ["Identity": "u\(line)", "CustomAttribute1": "v"] : ["Identity": "u\(line)"]
            stream.yield(BulkCall(line: line, Cmdlet(cmdlet, parameters: parameters), label: "row \(line)"))
        }
        stream.finish()
    }
}
