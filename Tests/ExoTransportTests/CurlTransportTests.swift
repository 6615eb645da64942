import ExoTransport
import Testing

struct CurlTransportTests {
    static let configuration = TransportConfiguration(userAgent: "exo-test", environment: [:])
    let transport = CurlTransport(Self.configuration)

    func text(_ response: HTTPResponse) async throws -> String {
        String(decoding: try await response.body.collect(upTo: 1 << 20), as: UTF8.self)
    }

    @Test func sendsARequestAsItIsAndReadsTheReply() async throws {
        let server = try RawServer { connection in
            guard let request = connection.request() else { return }
            connection.reply("201 Created", "X-One: a\r\nX-Two:  b \r\nX-One: c\r\n", body: request)
        }
        let request = HTTPRequest(
            "POST",
            server.url + "/a?b=%20",
            headers: ["Authorization": "Bearer t", "Empty": "", "Content-Type": "application/json"],
            body: Array("{\"a\":\"\u{0}\"}".utf8)
        )
        let response = try await transport.send(request)
        #expect(response.status == 201)
        #expect(response.headers.values(of: "x-one") == ["a", "c"])
        #expect(response.headers["X-Two"] == "b")
        #expect(
            try await text(response)
                == "POST /a?b=%20 HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nUser-Agent: exo-test\r\n"
                + "Authorization: Bearer t\r\nEmpty:\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"
                + "{\"a\":\"\u{0}\"}"
        )
    }

    @Test(arguments: ["GET", "HEAD", "POST", "DELETE"])
    func sendsRequestsWithoutABody(_ method: String) async throws {
        let server = try RawServer { connection in
            guard let request = connection.request() else { return }
            connection.send("HTTP/1.1 204 No Content\r\nX-Line: \(request.prefix { $0 != "\r\n" })\r\n\r\n")
        }
        let response = try await transport.send(HTTPRequest(method, server.url))
        #expect(response.headers["X-Line"] == "\(method) / HTTP/1.1")
        #expect(try await text(response).isEmpty)
    }

    @Test func sendsALargeBodyWithoutWaitingForPermission() async throws {
        let body = [UInt8](repeating: 0x61, count: 3_000_000)
        let server = try RawServer { connection in
            guard let request = connection.request() else { return }
            connection.reply(
                body: "\(request.contains("Expect")) \(request.utf8.filter { $0 == 0x61 }.count >= 3_000_000)"
            )
        }
        let response = try await transport.send(HTTPRequest("POST", server.url, body: body))
        #expect(try await text(response) == "false true")
    }

    @Test func givesOnlyTheFinalHeadAndNoTrailers() async throws {
        let server = try RawServer { connection in
            guard connection.request() != nil else { return }
            connection.send("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Folded: a\r\n b\r\n\r\n")
            connection.send("3\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\n")
        }
        let response = try await transport.send(HTTPRequest("GET", server.url))
        #expect(response.status == 200)
        #expect(response.headers.fields.map(\.name) == ["Transfer-Encoding", "X-Folded"])
        #expect(response.headers["X-Folded"] == "a b")
        #expect(try await text(response) == "abc")
    }

    @Test func followsNoRedirect() async throws {
        let requests = Counter()
        let server = try RawServer { connection in
            while connection.request() != nil {
                requests.add()
                connection.reply("302 Found", "Location: /elsewhere\r\n")
            }
        }
        let response = try await transport.send(HTTPRequest("GET", server.url))
        #expect(response.status == 302)
        #expect(response.headers["location"] == "/elsewhere")
        _ = try await text(response)
        #expect(requests.value == 1)
    }

    @Test func passesOnABodyThatIsFalselyCalledCompressed() async throws {
        let server = try RawServer { connection in
            guard connection.request() != nil else { return }
            connection.reply("200 OK", "Content-Encoding: gzip\r\n", body: "not compressed")
        }
        #expect(try await text(try await transport.send(HTTPRequest("GET", server.url))) == "not compressed")
    }

    @Test func keepsTheCookiesOfSessionsApart() async throws {
        let server = try RawServer { connection in
            while let request = connection.request() {
                let cookie = request.split(separator: "\r\n").first { $0.hasPrefix("Cookie:") } ?? "none"
                let name = request.split(separator: " ")[1].dropFirst()
                connection.reply("200 OK", "Set-Cookie: who=\(name)\r\n", body: String(cookie))
            }
        }
        let first = HTTPSession()
        let second = HTTPSession()
        func cookies(_ path: String, _ session: HTTPSession?) async throws -> String {
            try await text(try await transport.send(HTTPRequest("GET", server.url + path, session: session)))
        }
        #expect(try await cookies("/a", first) == "none")
        #expect(try await cookies("/b", second) == "none")
        #expect(try await cookies("/a", first) == "Cookie: who=a")
        #expect(try await cookies("/b", second) == "Cookie: who=b")
        #expect(try await cookies("/c", nil) == "none")
        #expect(try await cookies("/c", nil) == "none")
        #expect(try await cookies("/c", HTTPSession()) == "none")
    }

    @Test func servesAThousandSessionsAtOnce() async throws {
        let server = try RawServer { connection in
            while let request = connection.request() {
                let cookie = request.split(separator: "\r\n").first { $0.hasPrefix("Cookie:") } ?? "none"
                let name = request.split(separator: " ")[1].dropFirst()
                connection.reply("200 OK", "Set-Cookie: who=\(name)\r\n", body: String(cookie))
            }
        }
        let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<1000 {
                group.addTask {
                    let session = HTTPSession()
                    let request = HTTPRequest("GET", server.url + "/\(number)", session: session)
                    let first = try await text(try await transport.send(request))
                    let second = try await text(try await transport.send(request))
                    return first == "none" && second == "Cookie: who=\(number)"
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(answers == 1000)
    }

    @Test func slowsTheSenderDownToItsReader() async throws {
        let sent = Counter()
        let total = 64 << 20
        let server = try RawServer { connection in
            guard let request = connection.request() else { return }
            guard request.hasPrefix("GET /large ") else { return connection.reply(body: "small") }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let part = [UInt8](repeating: 0x78, count: 1 << 16)
            while sent.value < total, connection.send(part) { sent.add(part.count) }
        }
        let response = try await transport.send(HTTPRequest("GET", server.url + "/large"))
        var iterator = response.body.makeAsyncIterator()
        var received = try await iterator.next()?.count ?? 0
        // Time for the sender to fill whatever would take more, were there no limit.
        for _ in 0..<200 { _ = try await text(try await transport.send(HTTPRequest("GET", server.url + "/small"))) }
        #expect(sent.value < 24 << 20)
        while let part = try await iterator.next() {
            received += part.count
            #expect(part.count <= (512 << 10) + (16 << 10))
        }
        #expect(received == total)
    }
}
