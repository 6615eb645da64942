import ExoTransport
import Synchronization
import TestSupport

/// Keeps one request waiting until its clock is moved, the first or that after the one answered at once.
final class HeldTransport: HTTPTransport {
    private let clock: TestClock
    private let reply: ScriptedReply
    private let atOnce: ScriptedReply?
    private let count = Mutex(0)

    init(first clock: TestClock, reply: ScriptedReply, atOnce: ScriptedReply? = nil) {
        self.clock = clock
        self.reply = reply
        self.atOnce = atOnce
    }

    var requests: Int { count.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let number = count.withLock { count in
            count += 1
            return count
        }
        if number == 1, let atOnce { return HTTPResponse(status: 200, body: HTTPBody(parts: atOnce.parts)) }
        if number == (atOnce == nil ? 1 : 2) { try await clock.sleep(for: .seconds(1)) }
        return HTTPResponse(status: reply.status, body: HTTPBody(parts: reply.parts))
    }
}

/// How many callers have begun.
@MainActor final class Begun {
    private(set) var count = 0

    /// Counts one more caller, and calls.
    func outcome<Value: Sendable>(
        _ call: @MainActor @Sendable () async throws -> Value
    ) async -> Result<Value, any Error> {
        count += 1
        do { return .success(try await call()) } catch { return .failure(error) }
    }
}
