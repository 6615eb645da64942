import HTTPServer
import Synchronization
import TestSupport
import Testing

struct RequestFormTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var request: String
        var status = 400
        var testDescription: String { why }
    }

    @Test(arguments: [
        Case(
            why: "two lengths",
            request: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx"
        ),
        Case(
            why: "two lengths that differ",
            request: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\ncontent-length: 9\r\n\r\n"
        ),
        Case(why: "a list of lengths", request: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\nx"),
        Case(why: "a signed length", request: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx"),
        Case(why: "a negative length", request: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nx"),
        Case(why: "a length in base sixteen", request: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\nx"),
        Case(
            why: "length and coding",
            request: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        Case(
            why: "coding and length",
            request: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"
        ),
        Case(
            why: "two codings",
            request:
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        Case(
            why: "an unknown coding",
            request: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"
        ),
        Case(
            why: "a coding in disguise",
            request: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"
        ),
        Case(
            why: "a coding in HTTP/1.0",
            request: "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        Case(why: "two hosts", request: "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        Case(why: "no host", request: "GET / HTTP/1.1\r\nAccept: */*\r\n\r\n"),
        Case(why: "a blank before the colon", request: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 1\r\n\r\nx"),
        Case(why: "a blank in a name", request: "GET / HTTP/1.1\r\nHost: a\r\nX Y: 1\r\n\r\n"),
        Case(why: "a control character in a value", request: "GET / HTTP/1.1\r\nHost: a\r\nX-Y: a\u{01}b\r\n\r\n"),
        Case(why: "a blank in the target", request: "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
        Case(why: "a target that is no path", request: "GET admin HTTP/1.1\r\nHost: a\r\n\r\n"),
        Case(why: "a target of another scheme", request: "GET file:///etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n"),
        Case(why: "a method that is no token", request: "G(T / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Case(why: "a version to come", request: "GET / HTTP/2.0\r\nHost: a\r\n\r\n", status: 505),
    ])
    func refuses(_ test: Case) async throws {
        let handled = Mutex(0)
        try await withServer { request in
            handled.withLock { $0 += 1 }
            return echo(request)
        } _: { port in
            let connection = try RawConnection(port: port)
            try connection.send(test.request)
            let reply = try #require(try connection.readReply())
            #expect(reply.status == test.status)
            #expect(try !connection.readToEnd().contains("HTTP/1.1 200"), "the connection ends with the refusal")
        }
        #expect(handled.withLock { $0 } == 0)
    }

    struct TargetCase: Sendable, CustomTestStringConvertible {
        var sent: String
        var seen: String
        var testDescription: String { sent }
    }

    @Test(arguments: [
        TargetCase(sent: "/a%2Fb/%C3%BC?x=%20&y=+", seen: "/a%2Fb/%C3%BC?x=%20&y=+"),
        TargetCase(sent: "//double//slash", seen: "//double//slash"),
        TargetCase(sent: "/?", seen: "/?"),
        TargetCase(sent: "http://other.example/path?q", seen: "/path?q"),
        TargetCase(sent: "HTTPS://other.example:8443", seen: "/"),
        TargetCase(sent: "http://other.example?q", seen: "/?q"),
        TargetCase(sent: "*", seen: "*"),
        TargetCase(sent: "/ü", seen: "/ü"),
    ])
    func keepsTheTargetAsItStood(_ test: TargetCase) async throws {
        try await withServer { port in
            let connection = try RawConnection(port: port)
            try connection.send("OPTIONS \(test.sent) HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try connection.readReply()?.body == "OPTIONS \(test.seen) ")
        }
    }

    @Test func givesHeadersAndPeerToTheHandler() async throws {
        let seen = Mutex<ServerRequest?>(nil)
        try await withServer { request in
            seen.withLock { $0 = request }
            return ServerResponse(status: 204)
        } _: { port in
            let connection = try RawConnection(port: port)
            try connection.send("GET / HTTP/1.1\r\nHost: a\r\nX-Twice: 1\r\nx-twice:  2 \r\nX-Empty:\r\n\r\n")
            #expect(try connection.readReply()?.status == 204)
        }
        let request = try #require(seen.withLock { $0 })
        #expect(
            request.headers == [
                .init("Host", "a"), .init("X-Twice", "1"), .init("x-twice", "2"), .init("X-Empty", ""),
            ]
        )
        #expect(request.listener == "front")
        #expect(request.remoteAddress == "127.0.0.1")
    }

    @Test func answersBytesThatAreNoRequest() async throws {
        var limits = ServerLimits()
        limits.headerDeadline = .milliseconds(200)
        try await withServer(limits: limits) { port in
            for bytes in [[0x16, 0x03, 0x01, 0x02, 0x00, 0x01], [0, 0, 0, 0], Array("\r\n\r\nnonsense\r\n\r\n".utf8)] {
                let connection = try RawConnection(port: port)
                try connection.send(bytes + Array("\r\n\r\n".utf8))
                let reply = try connection.readToEnd()
                #expect(reply.isEmpty || reply.hasPrefix("HTTP/1.1 4"), "\(reply)")
            }
            let connection = try RawConnection(port: port)
            try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try connection.readReply()?.status == 200)
        }
    }

    @Test func survivesRequestsThatWereDamagedOnTheirWay() async throws {
        let whole = Array(
            """
            POST /a/b?c=d HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhelloPOST / HTTP/1.1\r\n\
            Host: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n
            """.utf8
        )
        // A request that lost its end is waited for, although its sender has said that nothing more comes.
        var limits = ServerLimits()
        limits.headerDeadline = .milliseconds(100)
        limits.bodyDeadline = .milliseconds(100)
        limits.idleTimeout = .seconds(1)
        try await withServer(limits: limits) { port in
            var random = SplitMix(state: 42)
            for turn in 0..<100 {
                var bytes = whole
                for _ in 0...random.next() % 3 {
                    let place = Int(random.next() % UInt64(bytes.count))
                    switch random.next() % 3 {
                    case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                    case 1: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
                    default: bytes.remove(at: place)
                    }
                }
                let connection = try RawConnection(port: port)
                try connection.send(bytes)
                connection.finishSending()
                let reply = try connection.readToEnd()
                #expect(!reply.contains("HTTP/1.1 500"), "turn \(turn): \(bytes)")
            }
        }
        try await withServer { port in
            let connection = try RawConnection(port: port)
            try connection.send(whole)
            #expect(try connection.readReply()?.body == "POST /a/b?c=d hello")
            #expect(try connection.readReply()?.body == "POST / hello")
        }
    }
}

/// Numbers that are the same each time.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
