import ExoTransport
import Testing
import TestSupport

struct LoopbackListenerTests {
    /// A listener that waits for `/wanted` and answers everything else with 404.
    private func listener(port: UInt16 = 0) throws -> LoopbackListener {
        try LoopbackListener(port: port) { $0.path == "/wanted" ? nil : LoopbackReply(status: 404, page: "no") }
    }

    private func get(_ path: String, of listener: LoopbackListener) throws -> RawConnection {
        let connection = try RawConnection(port: Int(listener.port))
        try connection.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return connection
    }

    @Test func holdsTheWantedRequestUntilItIsAnswered() async throws {
        let listener = try listener()
        let wanted = try get("/wanted?a=1&b=2", of: listener)
        let request = try await listener.accepted()
        #expect(
            request.method == "GET" && request.path == "/wanted" && request.query == "a=1&b=2" && request.body.isEmpty
        )
        let again = try get("/wanted?a=3", of: listener)
        #expect(try get("/other", of: listener).readReply()?.status == 404)
        listener.answer(LoopbackReply(status: 200, page: "done"))
        #expect(try wanted.readReply()?.body == "done")
        #expect(try again.readReply()?.body == "done")
        await listener.close()
    }

    @Test func isBlockedByNobody() async throws {
        let listener = try listener()
        let spare = try (0..<50).map { _ in try RawConnection(port: Int(listener.port)) }
        let slow = try RawConnection(port: Int(listener.port))
        try slow.send("GET /wanted HTTP/1.1\r\nHos")
        #expect(try get("/other", of: listener).readReply()?.status == 404)
        try slow.send("t: x\r\n\r\n")
        _ = try await listener.accepted()
        listener.answer(LoopbackReply(status: 200, page: "done"))
        #expect(try slow.readReply()?.body == "done")
        await listener.close()
        _ = spare
    }

    struct Case: Sendable {
        var request: String
        var status: Int
    }

    @Test(arguments: [
        Case(request: "GET /" + String(repeating: "a", count: 20_000), status: 431),
        Case(request: "POST /wanted HTTP/1.1\r\nContent-Length: 8192\r\n\r\n", status: 413),
        Case(request: "POST /wanted HTTP/1.1\r\nContent-Length: -1\r\n\r\n", status: 400),
        Case(request: "POST /wanted HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", status: 411),
        Case(request: "CONNECT x:1 HTTP/1.1\r\n\r\n", status: 400),
        Case(request: "\r\n\r\n", status: 400),
        Case(request: "GET http://localhost/wanted HTTP/1.1\r\n\r\n", status: 400),
        Case(request: "GET /wanted HTTP/1.1\r\nno field\r\n\r\n", status: 400),
    ])
    func refusesWhatIsNoShortRequest(_ example: Case) async throws {
        let listener = try listener()
        let connection = try RawConnection(port: Int(listener.port))
        try connection.send(example.request)
        #expect(try connection.readReply()?.status == example.status)
        await listener.close()
    }

    @Test func readsABodyThatComesInParts() async throws {
        let listener = try listener()
        let connection = try RawConnection(port: Int(listener.port))
        for part in ["POST /wanted HTTP/1.1\r\nContent-Length: 5\r", "\n\r\nab", "cde"] { try connection.send(part) }
        #expect(try await listener.accepted().body == "abcde")
        await listener.close()
    }

    @Test func freesItsPortAndRefusesOneThatIsTaken() async throws {
        let first = try listener()
        let port = first.port
        #expect(throws: LoopbackError.self) { _ = try listener(port: port) }
        let wanted = try get("/wanted", of: first)
        _ = try await first.accepted()
        first.answer(LoopbackReply(status: 200, page: "done"))
        await first.close()
        #expect(try wanted.readReply()?.body == "done")
        let second = try listener(port: port)
        #expect(second.port == port)
        await second.close()
    }

    @Test func endsTheWaitOfACancelledTask() async throws {
        let listener = try listener()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await #expect(throws: CancellationError.self) { _ = try await listener.accepted() } }
            group.cancelAll()
        }
        await listener.close()
    }
}
