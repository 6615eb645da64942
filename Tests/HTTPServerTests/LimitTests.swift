import HTTPServer
import Testing

struct LimitTests {
    @Test func answers431ToALongHeader() async throws {
        var limits = ServerLimits()
        limits.maximumHeaderBytes = 8 * 1024
        try await withServer(limits: limits) { port in
            for length in [9_000, 100_000] {
                let connection = try RawConnection(port: port)
                try connection.send(
                    "GET / HTTP/1.1\r\nHost: a\r\nX-Long: \(String(repeating: "x", count: length))\r\n\r\n"
                )
                #expect(try connection.readReply()?.status == 431, "\(length)")
            }
            let connection = try RawConnection(port: port)
            try connection.send("GET / HTTP/1.1\r\nHost: a\r\nX-Long: \(String(repeating: "x", count: 8000))\r\n\r\n")
            #expect(try connection.readReply()?.status == 200)
        }
    }

    @Test func takesManySmallHeadersUpToTheLimit() async throws {
        try await withServer { port in
            let connection = try RawConnection(port: port)
            let fields = (0..<200).map { "X-\($0): v\r\n" }.joined()
            try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
            #expect(try connection.readReply()?.status == 200)
        }
    }

    @Test func answers413AtOnceToAnAnnouncedLength() async throws {
        var limits = ServerLimits()
        limits.maximumBodyBytes = 1000
        try await withServer(limits: limits) { port in
            for length in ["1001", "99999999999999999999999"] {
                let connection = try RawConnection(port: port)
                // Not one byte of the body is sent, so the refusal cannot have waited for it.
                try connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n")
                let status = try connection.readReply()?.status
                #expect(status == 413 || length.count > 19 && status == 400, "\(length): \(status ?? 0)")
            }
        }
    }

    @Test func answers413ToAChunkedBodyThatGrowsTooLong() async throws {
        var limits = ServerLimits()
        limits.maximumBodyBytes = 1000
        try await withServer(limits: limits) { port in
            let connection = try RawConnection(port: port)
            let chunk = "190\r\n\(String(repeating: "x", count: 400))\r\n"
            try connection.send(
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)\(chunk)0\r\n\r\n"
            )
            #expect(try connection.readReply()?.status == 413)
        }
    }

    @Test func takesABodyOfExactlyTheLimit() async throws {
        var limits = ServerLimits()
        limits.maximumBodyBytes = 1000
        try await withServer(limits: limits) { port in
            let connection = try RawConnection(port: port)
            let body = String(repeating: "x", count: 1000)
            try connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n\(body)")
            #expect(try connection.readReply()?.body == "POST / \(body)")
        }
    }

    @Test func endsAConnectionWhoseHeaderIsSlow() async throws {
        var limits = ServerLimits()
        limits.headerDeadline = .milliseconds(100)
        try await withServer(limits: limits) { port in
            let connection = try RawConnection(port: port)
            try connection.send("GET / HTTP/1.1\r\nHost:")
            #expect(try connection.readToEnd() == "")
        }
    }

    @Test func endsAConnectionWhoseBodyIsSlow() async throws {
        var limits = ServerLimits()
        limits.bodyDeadline = .milliseconds(100)
        try await withServer(limits: limits) { port in
            let connection = try RawConnection(port: port)
            try connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nx")
            #expect(try connection.readToEnd() == "")
        }
    }

    @Test func endsAKeptConnectionWhoseNextHeaderIsSlow() async throws {
        var limits = ServerLimits()
        limits.idleTimeout = .milliseconds(100)
        limits.headerDeadline = .milliseconds(100)
        try await withServer(limits: limits) { port in
            let connection = try RawConnection(port: port)
            try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try connection.readReply()?.status == 200)
            try connection.send("GET / HTTP/1.1\r\n")
            #expect(try connection.readToEnd() == "")
        }
    }

    @Test func keepsItsDeadlinesFromRepliesThatAreDelayed() async throws {
        var limits = ServerLimits()
        limits.headerDeadline = .milliseconds(50)
        limits.bodyDeadline = .milliseconds(50)
        try await withServer(limits: limits) { _ in
            ServerResponse(status: 200, body: Array("late".utf8), delay: .milliseconds(300))
        } _: { port in
            let connection = try RawConnection(port: port)
            try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try connection.readReply()?.body == "late")
        }
    }
}
