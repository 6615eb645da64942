package import ExoTransport
import Synchronization

/// A transport that takes requests and never answers, except for the tenant of a known domain; a cancelled one ends as the real one ends it.
package final class SilentTransport: HTTPTransport {
    private let clock = TestClock()
    private let kept = Mutex<[HTTPRequest]>([])

    /// Makes a transport.
    package init() {}

    /// The requests so far.
    package var requests: [HTTPRequest] { kept.withLock { $0 } }

    /// Waits until so many requests are under way.
    package func waitForRequests(_ count: Int) async { await clock.waitForSleepers(count) }

    /// Takes a request.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        if let reply = TenantDirectory.contoso.reply(to: request) { return try reply.response() }
        kept.withLock { $0.append(request) }
        try await clock.sleep(for: .seconds(1))
        throw ScriptError(message: "a silent transport does not answer")
    }
}
