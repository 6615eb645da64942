import ExoTransport
import Testing

/// The limits on time; a request that is never answered measures how much of it has passed.
struct CurlTransportTimeTests {
    private let transport = Self.limited(stallTimeout: .seconds(2))
    private let total = 24 << 20

    private static func limited(stallTimeout: Duration) -> CurlTransport {
        CurlTransport(TransportConfiguration(stallTimeout: stallTimeout, userAgent: "exo-test", environment: [:]))
    }

    /// Sends more than all buffers take to whoever asks for `/large`, and nothing to others.
    private func server() throws -> RawServer {
        try RawServer { [total] connection in
            guard connection.request()?.hasPrefix("GET /large ") == true else {
                while connection.request() != nil {}
                return
            }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            connection.send([UInt8](repeating: 0x78, count: total))
            while connection.request() != nil {}
        }
    }

    /// Returns after that time.
    private func pass(_ time: Duration, _ server: RawServer) async {
        let error = await #expect(throws: TransportError.self) {
            try await transport.send(HTTPRequest("POST", server.url + "/silent", body: [1], headTimeout: time))
        }
        #expect(error?.code == .timedOut)
        #expect(error?.mayHaveBeenSent == true)
    }

    @Test func countsOnlyTheHeadAgainstItsLimitAndNoPauseOfTheReader() async throws {
        let server = try server()
        let request = HTTPRequest("GET", server.url + "/large", headTimeout: .seconds(2))
        var parts = try await transport.send(request).body.makeAsyncIterator()
        var received = try await parts.next()?.count ?? 0
        await pass(.milliseconds(2500), server)
        while let part = try await parts.next() { received += part.count }
        #expect(received == total)
    }

    @Test func endsABodyThatStandsStill() async throws {
        let server = try RawServer { connection in
            guard connection.request() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
            while connection.request() != nil {}
        }
        let transport = Self.limited(stallTimeout: .milliseconds(50))
        let response = try await transport.send(HTTPRequest("GET", server.url))
        var received: [UInt8] = []
        let error = await #expect(throws: TransportError.self) {
            for try await part in response.body { received += part }
        }
        #expect(error?.code == .timedOut)
        #expect(received == Array("12345".utf8))
    }

    @Test func limitsTheWholeExchangeWhereARequestSaysSo() async throws {
        let server = try server()
        let request = HTTPRequest("GET", server.url + "/large", timeout: .seconds(1))
        var parts = try await transport.send(request).body.makeAsyncIterator()
        _ = try await parts.next()
        await pass(.milliseconds(1200), server)
        let error = await #expect(throws: TransportError.self) { while try await parts.next() != nil {} }
        #expect(error?.code == .timedOut)
    }

    @Test(.timeLimit(.minutes(10)), arguments: [1, 4 << 10, 16 << 10, 100 << 10, 128 << 10])
    func readsToTheEndWithAnyBuffer(_ capacity: Int) async throws {
        let transport = CurlTransport(TransportConfiguration(bodyBuffer: capacity, environment: [:]))
        let server = try server()
        let body = try await transport.send(HTTPRequest("GET", server.url + "/large")).body
        var received = 0
        for try await part in body { received += part.count }
        #expect(received == total)
    }
}
