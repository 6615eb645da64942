package import ExoTransport

/// A transport whose replies begin and never go on, except for the tenant of a known domain; a cancelled reader ends as with the real one.
package final class StallingTransport: HTTPTransport {
    private let clock = TestClock()
    private let beginning: [UInt8]

    /// Makes a transport.
    ///
    /// - Parameter beginning: What comes of each body.
    package init(beginning: String) { self.beginning = Array(beginning.utf8) }

    /// Waits until so many readers wait for more.
    package func waitForReaders(_ count: Int) async { await clock.waitForSleepers(count) }

    /// Begins a reply.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        if let reply = TenantDirectory.contoso.reply(to: request) { return try reply.response() }
        let start = HTTPBody(beginning).makeAsyncIterator()
        let clock = clock
        return HTTPResponse(
            status: 200,
            body: HTTPBody {
                var start = start
                if let part = try await start.next() { return part }
                try await clock.sleep(for: .seconds(1))
                return nil
            }
        )
    }
}
