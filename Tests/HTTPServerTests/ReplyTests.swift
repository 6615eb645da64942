@testable import HTTPServer
import Synchronization
import TestSupport
import Testing

struct ReplyTests {
    @Test func keepsAConnectionOpen() async throws {
        try await withServer { port in
            let connection = try RawConnection(port: port)
            for turn in 0..<50 {
                try connection.send("POST /\(turn) HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
                #expect(try connection.readReply()?.body == "POST /\(turn) abc")
            }
        }
    }

    @Test func holdsUpNobodyWhileOneRequestTakesLong() async throws {
        let release = WorkQueue<Int>()
        // One thread reads for both connections.
        try await withServer(threads: 1) { request in
            if request.target == "/slow" { _ = release.take() }
            return echo(request)
        } _: { port in
            let slow = try RawConnection(port: port)
            try slow.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            let quick = try RawConnection(port: port)
            try quick.send("GET /quick HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try quick.readReply()?.body == "GET /quick ")
            #expect(release.put(1))
            #expect(try slow.readReply()?.body == "GET /slow ")
        }
    }

    @Test func holdsUpNobodyWhileManyRequestsTakeLong() async throws {
        let release = WorkQueue<Int>()
        // More than there are cores, and fewer than there are threads.
        let count = 12
        try await withServer { request in
            if request.target == "/slow" { _ = release.take() }
            return echo(request)
        } _: { port in
            let slow = try (0..<count).map { _ in try RawConnection(port: port) }
            for connection in slow { try connection.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n") }
            for turn in 0..<5 {
                let quick = try RawConnection(port: port)
                try quick.send("GET /\(turn) HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try quick.readReply()?.body == "GET /\(turn) ")
            }
            for _ in 0..<count { #expect(release.put(1)) }
            for connection in slow { #expect(try connection.readReply()?.body == "GET /slow ") }
        }
    }

    @Test func answersPipelinedRequestsInTheirOrder() async throws {
        try await withServer { port in
            let connection = try RawConnection(port: port)
            try connection.send((0..<20).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            for turn in 0..<20 {
                #expect(try connection.readReply()?.body == "GET /\(turn) ")
            }
        }
    }

    @Test func readsChunkedBodies() async throws {
        try await withServer { port in
            let connection = try RawConnection(port: port)
            try connection.send(
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n"
            )
            #expect(try connection.readReply()?.body == "POST / abcde")
        }
    }

    @Test func asksForABodyThatWaitsForIt() async throws {
        try await withServer { port in
            let connection = try RawConnection(port: port)
            try connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            try connection.send("ok")
            #expect(try connection.readReply()?.body == "POST / ok")
        }
    }

    @Test func answersHeadWithoutABody() async throws {
        try await withServer { port in
            let connection = try RawConnection(port: port)
            try connection.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\nGET /y HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try connection.readReply(to: "HEAD")?.headers["content-length"] == "8")
            #expect(try connection.readReply()?.body == "GET /y ")
        }
    }

    @Test func closesAfterHTTP10AndWhenAskedTo() async throws {
        try await withServer { port in
            for request in ["GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"] {
                let connection = try RawConnection(port: port)
                try connection.send(request)
                #expect(try connection.readReply()?.status == 200)
                #expect(try connection.readToEnd() == "")
            }
        }
    }

    @Test func sendsHeadersOfTheHandler() async throws {
        try await withServer { _ in
            ServerResponse(
                status: 418,
                headers: [.init("X-A", "1"), .init("Content-Length", "999")],
                body: [0x68, 0x69]
            )
        } _: { port in
            let connection = try RawConnection(port: port)
            try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let reply = try #require(try connection.readReply())
            #expect(reply.status == 418)
            #expect(reply.headers["x-a"] == "1")
            #expect(reply.headers["content-length"] == "2")
            #expect(reply.body == "hi")
        }
    }

    @Test func neverSendsALineBreakInAHeader() async throws {
        try await withServer { _ in
            ServerResponse(status: 302, headers: [.init("Location", "/a\r\nSet-Cookie: evil=1")])
        } _: { port in
            let connection = try RawConnection(port: port)
            try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try !connection.readToEnd().contains("evil"))
        }
    }

    @Test func sendsLargeBodiesWhole() async throws {
        let body = (0..<2_000_000).map { UInt8(truncatingIfNeeded: 0x61 + $0 % 26) }
        try await withServer { _ in
            ServerResponse(status: 200, body: body)
        } _: { port in
            let connection = try RawConnection(port: port)
            try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try connection.readReply()?.body == String(decoding: body, as: UTF8.self))
        }
    }

    @Test func holdsNoThreadWhileRepliesWait() async throws {
        // Two threads that waited with the first two requests could not answer the last one.
        try await withServer(threads: 2) { request in
            var reply = echo(request)
            if request.target.hasPrefix("/later") { reply.delay = .seconds(600) }
            return reply
        } _: { port in
            let waiting = try (0..<100).map { _ in try RawConnection(port: port) }
            for connection in waiting { try connection.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n") }
            let connection = try RawConnection(port: port)
            try connection.send("GET /now HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try connection.readReply()?.body == "GET /now ")
            withExtendedLifetime(waiting) {}
        }
    }

    @Test func delaysRepliesOfOneConnectionOneAfterTheOther() async throws {
        try await withServer { request in
            var reply = echo(request)
            reply.delay = .milliseconds(5)
            return reply
        } _: { port in
            let connection = try RawConnection(port: port)
            for turn in 0..<20 {
                try connection.send("GET /\(turn) HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try connection.readReply()?.body == "GET /\(turn) ")
            }
        }
    }

    @Test func closesWithoutAReply() async throws {
        try await withServer { _ in
            ServerResponse(status: 200, fault: .noReply)
        } _: { port in
            let connection = try RawConnection(port: port)
            try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try connection.readToEnd() == "")
            #expect(!connection.wasReset)
        }
    }

    @Test(arguments: [0, 1, 500, 5000])
    func breaksOffInsideTheBody(after count: Int) async throws {
        let body = Array(repeating: UInt8(ascii: "x"), count: 100_000)
        try await withServer { _ in
            ServerResponse(status: 200, body: body, fault: .cutAfter(count))
        } _: { port in
            let connection = try RawConnection(port: port)
            try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let reply = try #require(try connection.readReply())
            #expect(reply.headers["content-length"] == "100000")
            #expect(reply.body.utf8.count == count)
        }
    }

    @Test(arguments: [nil, Duration.milliseconds(20)])
    func resets(after delay: Duration?) async throws {
        try await withServer { _ in
            ServerResponse(status: 200, delay: delay, fault: .reset)
        } _: { port in
            let connection = try RawConnection(port: port)
            try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try connection.readToEnd() == "")
            #expect(connection.wasReset)
        }
    }
}
