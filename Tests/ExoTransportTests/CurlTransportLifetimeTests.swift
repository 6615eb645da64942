import ExoTransport
import Synchronization
import Testing

struct CurlTransportLifetimeTests {
    static func silentServer(_ signal: Signal) throws -> RawServer {
        try RawServer { connection in
            guard connection.request() != nil else { return }
            signal.raise()
            while connection.request() != nil {}
            signal.raise()
        }
    }

    static func endlessServer(_ signal: Signal) throws -> RawServer {
        try RawServer { connection in
            guard connection.request() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "1000\r\n" + String(repeating: "x", count: 0x1000) + "\r\n"
            while connection.send(chunk) {}
            signal.raise()
        }
    }

    @Test func cancellingEndsTheWaitForAReply() async throws {
        let signal = Signal()
        let server = try Self.silentServer(signal)
        let transport = CurlTransport(CurlTransportTests.configuration)
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await transport.send(HTTPRequest("GET", server.url)) }
            await signal.wait()
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
        await signal.wait()
    }

    @Test func aTaskThatIsCancelledAlreadySendsNothing() async throws {
        let paths = Mutex<[Substring]>([])
        let server = try RawServer { connection in
            while let request = connection.request() {
                paths.withLock { $0.append(request.split(separator: " ")[1]) }
                connection.reply()
            }
        }
        let transport = CurlTransport(CurlTransportTests.configuration)
        for _ in 0..<20 {
            await withTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask {
                    await #expect(throws: CancellationError.self) {
                        _ = try await transport.send(HTTPRequest("GET", server.url + "/cancelled"))
                    }
                }
            }
        }
        // The transport does what it is told in order, so this one would come after the others.
        _ = try await transport.send(HTTPRequest("GET", server.url + "/other")).body.collect(upTo: 1)
        #expect(paths.withLock { $0 } == ["/other"])
    }

    @Test func cancellingEndsABody() async throws {
        let signal = Signal()
        let server = try Self.endlessServer(signal)
        let transport = CurlTransport(CurlTransportTests.configuration)
        let reading = Signal()
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for try await _ in try await transport.send(HTTPRequest("GET", server.url)).body { reading.raise() }
            }
            await reading.wait()
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
        await signal.wait()
    }

    @Test func lettingGoOfABodyEndsIt() async throws {
        let signal = Signal()
        let server = try Self.endlessServer(signal)
        let transport = CurlTransport(CurlTransportTests.configuration)
        do {
            let response = try await transport.send(HTTPRequest("GET", server.url))
            #expect(response.status == 200)
        }
        await signal.wait()
    }

    @Test func aBodyOutlivesTheTransportThatWasLetGo() async throws {
        let server = try RawServer { connection in
            guard connection.request() != nil else { return }
            connection.reply(body: String(repeating: "x", count: 2_000_000))
        }
        let response = try await CurlTransport(CurlTransportTests.configuration).send(HTTPRequest("GET", server.url))
        #expect(try await response.body.collect(upTo: 2_000_000).count == 2_000_000)
    }

    @Test func shuttingDownEndsWhatIsUnderWayAndRefusesTheRest() async throws {
        let signal = Signal()
        let server = try Self.silentServer(signal)
        let transport = CurlTransport(CurlTransportTests.configuration)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let error = await #expect(throws: TransportError.self) {
                        _ = try await transport.send(HTTPRequest("POST", server.url, body: [1]))
                    }
                    #expect(error?.code == .closed)
                    #expect(error?.mayHaveBeenSent == true)
                }
            }
            for _ in 0..<20 { await signal.wait() }
            await transport.shutDown()
        }
        await transport.shutDown()
        let error = await #expect(throws: TransportError.self) {
            _ = try await transport.send(HTTPRequest("GET", server.url))
        }
        #expect(error?.code == .closed)
    }

    @Test func shuttingDownWithoutAnyRequestIsFine() async {
        await CurlTransport(CurlTransportTests.configuration).shutDown()
    }

    @Test func transportsComeAndGo() async throws {
        let server = try RawServer { connection in
            while connection.request() != nil { connection.reply(body: "x") }
        }
        for round in 0..<50 {
            let transport = CurlTransport(CurlTransportTests.configuration)
            let response = try await transport.send(HTTPRequest("GET", server.url, session: HTTPSession()))
            #expect(try await response.body.collect(upTo: 1) == [0x78])
            if round.isMultiple(of: 2) { await transport.shutDown() }
        }
    }

    @Test func aSessionMayOutliveItsTransport() async throws {
        let server = try RawServer { connection in
            while connection.request() != nil { connection.reply("200 OK", "Set-Cookie: a=1\r\n") }
        }
        let session = HTTPSession()
        for _ in 0..<3 {
            let transport = CurlTransport(CurlTransportTests.configuration)
            _ = try await transport.send(HTTPRequest("GET", server.url, session: session)).body.collect(upTo: 1)
            await transport.shutDown()
        }
    }
}
