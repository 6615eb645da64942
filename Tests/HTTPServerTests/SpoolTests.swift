import TestSupport
import Testing

@testable import HTTPServer

/// Bodies that are too long to stand in memory.
struct SpoolTests {
    private static let text = String(repeating: "0123456789abcdef", count: 5000)

    private func withServer(_ body: (Int) throws -> Void) async throws {
        var limits = ServerLimits()
        limits.maximumBodyBytes = 1000
        limits.maximumBodyBytesInMemory = 1000
        let server = HTTPServer(
            ServerConfiguration(
                listeners: [ServerListener(port: 0)],
                limits: limits,
                isReserved: { $0.target.hasPrefix("/control") }
            )
        ) { request in
            guard request.target.hasPrefix("/control"), request.method == "POST" else {
                var reply = ServerResponse(status: 200)
                if let file = try? SpoolFile(), (try? file.append(Self.text.utf8)) != nil { reply.file = file }
                return reply
            }
            let body = request.spooled?.bytes() ?? []
            let isWhole = body.elementsEqual(Self.text.utf8) && request.body.isEmpty
            return ServerResponse(status: 200, body: Array("\(isWhole) \(request.spooled != nil)".utf8))
        }
        try server.start()
        do { try body(server.port(of: "front")) } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    @Test func lieInAFileWhereTheyMayBeLong() async throws {
        try await withServer { (port: Int) throws -> Void in
            for length in [
                "Content-Length: \(Self.text.utf8.count)\r\n\r\n\(Self.text)",
                "Transfer-Encoding: chunked\r\n\r\n13880\r\n\(Self.text)\r\n0\r\n\r\n",
            ] {
                let connection = try RawConnection(port: port)
                try connection.send("POST /control HTTP/1.1\r\nHost: a\r\n\(length)")
                let reply = try connection.readReply()
                #expect(reply?.body == "true true")
            }
            let other = try RawConnection(port: port)
            try other.send("POST /other HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")
            let reply = try other.readReply()
            #expect(reply?.status == 413)
        }
    }

    @Test func areSentFromAFile() async throws {
        try await withServer { (port: Int) throws -> Void in
            let connection = try RawConnection(port: port)
            for _ in 0..<2 {
                try connection.send("GET /control HTTP/1.1\r\nHost: a\r\n\r\n")
                let reply = try connection.readReply()
                #expect(reply?.body == Self.text)
            }
        }
    }
}
