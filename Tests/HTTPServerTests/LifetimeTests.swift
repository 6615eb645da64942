@testable import HTTPServer
import Synchronization
import TestSupport
import Testing

struct LifetimeTests {
    private func server(
        _ listeners: [ServerListener] = [ServerListener(port: 0)],
        limits: ServerLimits = ServerLimits(),
        handler: @escaping RequestHandler = { echo($0) }
    ) -> HTTPServer {
        HTTPServer(ServerConfiguration(listeners: listeners, limits: limits, threadsPerListener: 2), handler: handler)
    }

    @Test func listensOnTwoPortsAndNamesThem() async throws {
        let server = server([ServerListener(name: "front", port: 0), ServerListener(name: "regional", port: 0)]) {
            ServerResponse(status: 200, body: Array($0.listener.utf8))
        }
        #expect(server.port(of: "front") == 0)
        try server.start()
        #expect(server.port(of: "front") != server.port(of: "regional"))
        for name in ["front", "regional"] {
            let connection = try RawConnection(port: server.port(of: name))
            try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try connection.readReply()?.body == name)
        }
        #expect(server.port(of: "other") == 0)
        await server.stop()
        #expect(server.port(of: "front") == 0)
    }

    @Test func refusesAPortThatIsTaken() async throws {
        let first = server()
        try first.start()
        let second = server([ServerListener(port: 0), ServerListener(name: "taken", port: first.port(of: "front"))])
        let error = #expect(throws: ServerError.self) { try second.start() }
        #expect(error?.code == .addressInUse)
        await first.stop()
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var listener: ServerListener
        var code: ServerError.Code
        var testDescription: String { "\(listener.address):\(listener.port)" }
    }

    @Test(arguments: [
        Case(listener: ServerListener(address: "localhost", port: 0), code: .badAddress),
        Case(listener: ServerListener(address: "", port: 0), code: .badAddress),
        Case(listener: ServerListener(address: "127.0.0.1", port: 70_000), code: .badAddress),
        Case(listener: ServerListener(address: "127.0.0.1", port: -1), code: .badAddress),
        Case(listener: ServerListener(address: "192.0.2.1", port: 0), code: .badAddress),
        Case(
            listener: ServerListener(port: 0, tls: TLSIdentity(certificatePEM: "no", privateKeyPEM: "no")),
            code: .badCertificate
        ),
    ])
    func refusesToListen(_ test: Case) {
        let error = #expect(throws: ServerError.self) { try server([test.listener]).start() }
        #expect(error?.code == test.code)
    }

    @Test func startsOnce() async throws {
        let server = server()
        try server.start()
        let error = #expect(throws: ServerError.self) { try server.start() }
        #expect(error?.code == .alreadyStarted)
        await server.stop()
        await server.stop()
    }

    @Test func letsADelayedReplyGoOutBeforeItStops() async throws {
        let arrived = AsyncStream<Void>.makeStream()
        let server = server { _ in
            arrived.continuation.yield()
            return ServerResponse(status: 200, body: [0x61], delay: .milliseconds(150))
        }
        try server.start()
        let connection = try RawConnection(port: server.port(of: "front"))
        try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        for await _ in arrived.stream { break }
        await server.stop(grace: .seconds(5))
        #expect(try connection.readReply()?.body == "a")
    }

    @Test(.timeLimit(.minutes(10)))
    func holdsNoThreadForRepliesThatWaitForHoursAndStopsWithThem() async throws {
        // With a thread for each of them, two of the hundred requests would arrive.
        let arrived = AsyncStream<Void>.makeStream()
        let server = server { _ in
            arrived.continuation.yield()
            return ServerResponse(status: 200, delay: .seconds(36_000))
        }
        try server.start()
        let connections = try (0..<100).map { _ in try RawConnection(port: server.port(of: "front")) }
        for connection in connections { try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }
        var count = 0
        for await _ in arrived.stream {
            count += 1
            if count == connections.count { break }
        }
        let start = ContinuousClock.now
        await server.stop(grace: .milliseconds(50))
        #expect(ContinuousClock.now - start < .seconds(60))
        for connection in connections { #expect(throws: Never.self) { try connection.readToEnd() } }
    }

    @Test func refusesWhatStillWaitsForAThreadWhenItStops() async throws {
        let release = WorkQueue<Int>()
        let arrived = AsyncStream<Void>.makeStream()
        let server = HTTPServer(
            ServerConfiguration(listeners: [ServerListener(port: 0)], threadsPerListener: 1, workers: 1)
        ) { request in
            if request.target == "/first" {
                arrived.continuation.yield()
                _ = release.take()
            }
            return echo(request)
        }
        try server.start()
        // Accepted before the end begins: later ones would wait at the door.
        let refused = try RawConnection(port: server.port(of: "front"))
        try refused.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try refused.readReply()?.status == 200)
        let answered = try RawConnection(port: server.port(of: "front"))
        try answered.send("GET /first HTTP/1.1\r\nHost: a\r\n\r\n")
        for await _ in arrived.stream { break }
        try refused.send("GET /second HTTP/1.1\r\nHost: a\r\n\r\n")
        // On a thread of its own: threads of Swift's pool may all be waiting in other tests, and the end needs one.
        let reader = ReplyReader(refused)
        let reading = try NativeThread {
            reader.read()
            release.put(1)
        }
        await server.stop(grace: .zero)
        reading.join()
        // Refused when it came before the end began; afterwards the connection may be gone.
        // Silence is no refusal: a reply that never comes is an error here.
        #expect(try refused.wasReset || [503, nil].contains(reader.status.get()))
        // Without grace its connection may be closed before the answer is out; what counts is that the end came.
        let text = try answered.readToEnd()
        #expect(text.isEmpty || text.contains("GET /first"))
    }

    /// Reads the reply of one connection; unchecked because the thread that reads ends before anybody else looks.
    private final class ReplyReader: @unchecked Sendable {
        private let connection: RawConnection
        /// The reply's status, nil when the connection was closed without one.
        private(set) var status: Result<Int?, any Error> = .success(nil)

        init(_ connection: RawConnection) { self.connection = connection }

        func read() { status = Result { try connection.readReply()?.status } }
    }

    @Test func answersReservedRequestsWhileAllOtherThreadsAreBusy() async throws {
        let release = WorkQueue<Int>()
        let arrived = AsyncStream<Void>.makeStream()
        let server = HTTPServer(
            ServerConfiguration(
                listeners: [ServerListener(port: 0)],
                threadsPerListener: 1,
                workers: 1,
                isReserved: { $0.target.hasPrefix("/control") }
            )
        ) { request in
            if request.target == "/long" {
                arrived.continuation.yield()
                _ = release.take()
            }
            return echo(request)
        }
        try server.start()
        let busy = try RawConnection(port: server.port(of: "front"))
        try busy.send("GET /long HTTP/1.1\r\nHost: a\r\n\r\n")
        for await _ in arrived.stream { break }
        let control = try RawConnection(port: server.port(of: "front"))
        try control.send("GET /control HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try control.readReply()?.body == "GET /control ")
        release.put(1)
        #expect(try busy.readReply()?.body == "GET /long ")
        await server.stop()
    }

    @Test func acceptsNobodyOnceStopped() async throws {
        let server = server()
        try server.start()
        let port = server.port(of: "front")
        await server.stop()
        #expect(throws: RawConnection.Failure.self) { try RawConnection(port: port) }
    }

    @Test func endsItsThreadsWhenNobodyHoldsItAnyMore() async throws {
        let port = try {
            let server = server()
            try server.start()
            return server.port(of: "front")
        }()
        #expect(throws: RawConnection.Failure.self) { try RawConnection(port: port) }
    }

    @Test func survivesClientsThatLeaveAtAnyMoment() async throws {
        try await withServer { request in
            var reply = echo(request)
            reply.delay = .milliseconds(1)
            return reply
        } _: { port in
            let request = Array("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello".utf8)
            for length in 0...request.count {
                let connection = try RawConnection(port: port)
                try connection.send(Array(request.prefix(length)))
            }
            let connection = try RawConnection(port: port)
            try connection.send(request)
            #expect(try connection.readReply()?.body == "POST /x hello")
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func countsNoRequestThatIsGone() async throws {
        var limits = ServerLimits()
        limits.headerDeadline = .milliseconds(100)
        limits.bodyDeadline = .milliseconds(100)
        limits.idleTimeout = .seconds(1)
        let server = server(limits: limits)
        try server.start()
        let port = server.port(of: "front")
        for request in [
            "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", "nonsense\r\n\r\n",
            "GET / HTTP/1.1\r\nX: \(String(repeating: "x", count: 100_000))\r\n\r\n", "GET /\u{1} HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nx", "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        ] {
            let connection = try RawConnection(port: port)
            // The server may end the connection while a long header is still on its way.
            do { try connection.send(request) } catch is RawConnection.Failure {}
            connection.finishSending()
            _ = try connection.readToEnd()
        }
        // A request that stayed in the count would hold the stop for an hour.
        await server.stop(grace: .seconds(3600))
    }
}
