@testable import HTTPServer
import TestSupport
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

    @Test func answers431ThatAClientCanReadToACookieOfAnySize() async throws {
        try await withServer { port in
            for length in [40_000, 90_000, 2_000_000] {
                let connection = try RawConnection(port: port)
                let cookie = String(repeating: "x", count: length)
                try connection.send("GET / HTTP/1.1\r\nHost: a\r\nCookie: a=\(cookie)\r\n\r\n")
                let reply = try #require(try connection.readReply())
                #expect(reply.status == 431, "\(length)")
                #expect(!reply.body.isEmpty && !reply.body.contains("xxx"))
                #expect(try connection.readToEnd() == "", "\(length)")
                #expect(!connection.wasReset, "\(length)")
            }
        }
    }

    @Test func answers431ToTooManyFields() async throws {
        var limits = ServerLimits()
        limits.maximumHeaderFields = 20
        try await withServer(limits: limits) { port in
            for (count, status) in [(19, 200), (20, 431)] {
                let connection = try RawConnection(port: port)
                let fields = (0..<count).map { "X-\($0): v\r\n" }.joined()
                try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
                #expect(try connection.readReply()?.status == status, "\(count)")
            }
        }
    }

    @Test func answers414ToALongTarget() async throws {
        try await withServer { port in
            for (length, status) in [(16_000, 200), (17_000, 414), (200_000, 414)] {
                let connection = try RawConnection(port: port)
                try connection.send("GET /?\(String(repeating: "x", count: length)) HTTP/1.1\r\nHost: a\r\n\r\n")
                let reply = try #require(try connection.readReply())
                #expect(reply.status == status, "\(length)")
                #expect(status == 200 || !reply.body.contains("xxx"))
            }
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

    @Test func answers413ToAnAnnouncedLengthWhileTheBodyIsBeingSent() async throws {
        var limits = ServerLimits()
        limits.maximumBodyBytes = 1000
        try await withServer(limits: limits) { port in
            let connection = try RawConnection(port: port)
            let body = String(repeating: "x", count: 4_000_000)
            try connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n\(body)")
            let reply = try #require(try connection.readReply())
            #expect(reply.status == 413 && reply.body.contains("1000 bytes"))
            #expect(try connection.readToEnd() == "" && !connection.wasReset)
        }
    }

    @Test func refusesALongBodyInTheWordsThatWereChosenForIt() async throws {
        var limits = ServerLimits()
        limits.maximumBodyBytes = 1000
        let configuration = ServerConfiguration(
            listeners: [ServerListener(port: 0)],
            limits: limits,
            tooLong: { request in
                guard request.target.hasPrefix("/chosen") else { return nil }
                return ServerResponse(
                    status: 413,
                    headers: [.init("X-Said", request.method), .init("Connection", "keep-alive")],
                    body: Array("no more".utf8)
                )
            }
        )
        let server = HTTPServer(configuration) { echo($0) }
        try server.start()
        let port = server.port(of: "front")
        let replies = Result {
            let chunk = "190\r\n\(String(repeating: "x", count: 400))\r\n"
            return try [
                "POST /chosen HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n",
                "PUT /chosen HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)\(chunk)0\r\n\r\n",
                "POST /other HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n",
            ].map { text in
                let connection = try RawConnection(port: port)
                try connection.send(text)
                return try connection.readToEnd()
            }
        }
        await server.stop(grace: .seconds(1))
        let texts = try replies.get()
        for (text, method) in zip(texts, ["POST", "PUT"]) {
            #expect(text.hasPrefix("HTTP/1.1 413 ") && text.hasSuffix("no more"), "\(text)")
            #expect(text.contains("X-Said: \(method)\r\n") && text.contains("Connection: close\r\n"), "\(text)")
        }
        #expect(texts[2].contains("1000 bytes"), "\(texts[2])")
    }

    @Test func asksOnlyForABodyThatFits() async throws {
        var limits = ServerLimits()
        limits.maximumBodyBytes = 1000
        try await withServer(limits: limits) { port in
            let refused = try RawConnection(port: port)
            try refused.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n")
            #expect(try refused.readToEnd().hasPrefix("HTTP/1.1 413 "))
            let welcome = try RawConnection(port: port)
            try welcome.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            #expect(try String(decoding: welcome.readBytes(12), as: UTF8.self).hasPrefix("HTTP/1.1 100"))
            try welcome.send("ab")
            #expect(try welcome.readReply()?.body == "POST / ab")
        }
    }

    @Test func endsAChunkedBodyThatHasNoEnd() async throws {
        var limits = ServerLimits()
        limits.maximumBodyBytes = 1000
        try await withServer(limits: limits) { port in
            let connection = try RawConnection(port: port)
            try connection.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "190\r\n\(String(repeating: "x", count: 400))\r\n"
            // It sends until it is cut off: without a limit for ever.
            #expect(throws: RawConnection.Failure.self) {
                while true { try connection.send(chunk) }
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

    @Test func endsAConnectionThatAsksForNothing() async throws {
        var limits = ServerLimits()
        limits.headerDeadline = .milliseconds(100)
        try await withServer(limits: limits) { port in
            let connection = try RawConnection(port: port)
            #expect(try connection.readToEnd() == "")
        }
    }

    @Test func endsAConnectionWhosePeerSendsAByteNowAndThen() async throws {
        var limits = ServerLimits()
        limits.headerDeadline = .milliseconds(200)
        try await withServer(limits: limits) { port in
            let connection = try RawConnection(port: port)
            // Never silent, so nothing but the deadline of the whole header can end it.
            #expect(throws: RawConnection.Failure.self) {
                for byte in "GET / HTTP/1.1\r\nX: ".utf8 { try connection.send([byte]) }
                while true {
                    try connection.send("x")
                    RawConnection.pause(milliseconds: 5)
                }
            }
        }
    }

    @Test func endsAConnectionWhosePeerReadsSlowly() async throws {
        var limits = ServerLimits()
        limits.replyDeadline = .milliseconds(200)
        try await withServer(limits: limits) { _ in
            ServerResponse(status: 200, body: [UInt8](repeating: 0x61, count: 32_000_000))
        } _: { port in
            let connection = try RawConnection(port: port)
            try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            // At this pace the whole would take seconds, and a slow machine takes longer.
            #expect(try connection.readToEnd(pausingMilliseconds: 5).utf8.count < 32_000_000)
        }
    }

    @Test func letsOneAddressOpenOnlySoManyConnections() async throws {
        var limits = ServerLimits()
        limits.maximumConnectionsPerAddress = 3
        try await withServer(limits: limits) { port in
            var kept: [RawConnection] = []
            for _ in 0..<3 {
                let connection = try RawConnection(port: port)
                try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try connection.readReply()?.status == 200)
                kept.append(connection)
            }
            let further = try RawConnection(port: port)
            #expect(try further.readToEnd() == "")
            try kept[0].send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try kept[0].readReply()?.status == 200)
        }
    }

    @Test func leavesTheProcessFilesToOpen() {
        var limits = ServerLimits()
        limits.fit(openFiles: 1024, listeners: 2)
        #expect(limits.maximumConnections == 448)
        limits.fit(openFiles: 1_000_000, listeners: 2)
        #expect(limits.maximumConnections == 448)
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
