import ExoTransport
import TestSupport
import Testing

struct CurlTransportFailureTests {
    let transport = CurlTransport(CurlTransportTests.configuration)

    func error(_ request: HTTPRequest) async -> TransportError? {
        await #expect(throws: TransportError.self) {
            _ = try await transport.send(request).body.collect(upTo: 1 << 24)
        }
    }

    /// libcurl tries another connection by itself then, and that nobody listens any more says nothing of the first.
    @Test func aChangeOnAConnectionThatWasUsedBeforeMayHaveBeenExecutedWhenItDies() async throws {
        let server = try SilentListener()
        let request = HTTPRequest("POST", "http://127.0.0.1:\(server.port)/x", body: Array("change".utf8))
        async let first = transport.send(request).body.collect(upTo: 100)
        try await server.accept()
        try await server.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        #expect(try await first == Array("ok".utf8))
        async let second = error(request)
        try await server.leave()
        let error = await second
        #expect(error?.code == .noReply)
        #expect(error?.mayHaveBeenSent == true)
    }

    struct BadRequest: Sendable {
        let request: HTTPRequest
        let why: String
    }

    @Test(arguments: [
        BadRequest(request: HTTPRequest("GET", "file:///etc/passwd"), why: "another scheme"),
        BadRequest(request: HTTPRequest("GET", "localhost/x"), why: "no scheme"),
        BadRequest(request: HTTPRequest("GET", "http://"), why: "no host"),
        BadRequest(request: HTTPRequest("GET", "http://a:b@localhost/"), why: "a password in the URL"),
        BadRequest(request: HTTPRequest("GET", "http://localhost:99999/"), why: "a port that is none"),
        BadRequest(request: HTTPRequest("GET", "http://localhost/a b"), why: "a blank"),
        BadRequest(request: HTTPRequest("GET", "http://localhost/\r\nX: 1"), why: "a line break in the URL"),
        BadRequest(request: HTTPRequest("GET", "http://localhost/é"), why: "not percent-encoded"),
        BadRequest(request: HTTPRequest("GET / X", "http://localhost/"), why: "a method with blanks"),
        BadRequest(request: HTTPRequest("GET", "http://localhost/", headers: ["A": "secret\r\nB: 1"]), why: "CR LF"),
        BadRequest(request: HTTPRequest("GET", "http://localhost/", headers: ["A": "secret\n"]), why: "LF"),
        BadRequest(request: HTTPRequest("GET", "http://localhost/", headers: ["A": "secret\u{0}"]), why: "NUL"),
        BadRequest(request: HTTPRequest("GET", "http://localhost/", headers: ["A:": "1"]), why: "a colon in a name"),
        BadRequest(request: HTTPRequest("GET", "http://localhost/", headers: ["": "1"]), why: "no name"),
    ])
    func refusesWhatCannotBeSentSafely(_ item: BadRequest) async {
        let error = await error(item.request)
        #expect(error?.code == .invalidRequest, "\(item.why)")
        #expect(error?.mayHaveBeenSent == false)
        #expect(error?.message.contains("secret") == false)
    }

    @Test func namesAHostThatIsUnknown() async {
        // A label of 70 letters is refused before any resolver is asked.
        let host = String(repeating: "x", count: 70) + ".invalid"
        let error = await error(HTTPRequest("GET", "http://\(host)/"))
        #expect(error?.code == .cannotResolve)
        #expect(error?.message.contains(host) == true)
        #expect(error?.mayHaveBeenSent == false)
    }

    @Test func namesAPortWhereNothingListens() async throws {
        let port = try RawServer.deadPort()
        let error = await error(HTTPRequest("POST", "http://127.0.0.1:\(port)/", body: [1]))
        #expect(error?.code == .cannotConnect)
        #expect(error?.message.contains("127.0.0.1:\(port)") == true)
        #expect(error?.mayHaveBeenSent == false)
    }

    @Test func namesAnAuthorityFileThatCannotBeRead() async throws {
        let server = try RawServer { _ = $0.request() }
        let session = HTTPSession(trustedAuthorities: "/nonexistent/ca.pem")
        let error = await error(HTTPRequest("GET", "https://127.0.0.1:\(server.port)/", session: session))
        #expect(error?.code == .untrusted)
        #expect(error?.message.contains("/nonexistent/ca.pem") == true)
    }

    @Test func saysWhenTheOtherSideSpeaksNoTLS() async throws {
        let server = try RawServer { connection in connection.reply("400 Bad Request") }
        let error = await error(HTTPRequest("GET", "https://127.0.0.1:\(server.port)/"))
        #expect(error?.code == .cannotConnect)
        #expect(error?.mayHaveBeenSent == false)
    }

    struct Cut: Sendable {
        let reply: String
        let code: TransportError.Code
        let why: String
    }

    @Test(arguments: [
        Cut(reply: "", code: .noReply, why: "nothing at all"),
        Cut(reply: "HTTP/1.1 200 OK\r\nContent-", code: .noReply, why: "within the head"),
        Cut(reply: "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", code: .bodyCutOff, why: "within the body"),
        Cut(
            reply: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12",
            code: .bodyCutOff,
            why: "within a chunk"
        ),
        Cut(
            reply: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n12\r\n",
            code: .bodyCutOff,
            why: "no last chunk"
        ),
        Cut(reply: "SSH-2.0-OpenSSH\r\n", code: .noReply, why: "another protocol"),
    ])
    func tellsRepliesThatWereCutOff(_ cut: Cut) async throws {
        let server = try RawServer { connection in
            guard connection.request() != nil else { return }
            connection.send(cut.reply)
        }
        let error = await error(HTTPRequest("POST", server.url, body: Array("{}".utf8)))
        #expect(error?.code == cut.code, "\(cut.why): \(error?.message ?? "")")
        #expect(error?.mayHaveBeenSent == true, "\(cut.why)")
    }

    @Test func keepsThePartsBeforeTheCut() async throws {
        let server = try RawServer { connection in
            guard connection.request() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
        }
        let response = try await transport.send(HTTPRequest("GET", server.url))
        var received: [UInt8] = []
        let error = await #expect(throws: TransportError.self) {
            for try await part in response.body { received += part }
        }
        #expect(error?.code == .bodyCutOff)
        #expect(received == Array("12345".utf8))
    }

    @Test func sendsNoWriteTwiceWhenAConnectionThatWasUsedBeforeEnds() async throws {
        let requests = Counter()
        let server = try RawServer { connection in
            guard connection.request() != nil else { return }
            requests.add()
            connection.reply(body: "first")
            guard connection.request() != nil else { return }
            requests.add()
        }
        let request = HTTPRequest("POST", server.url, body: Array("{}".utf8))
        // libcurl uses no connection again that has been idle for two minutes: this one must not wait for other tests.
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(priority: .high) {
                _ = try await transport.send(request).body.collect(upTo: 100)
                let error = await error(request)
                #expect(error?.mayHaveBeenSent == true)
            }
            try await group.waitForAll()
        }
        #expect(requests.value == 2)
    }

    struct Bomb: Sendable {
        let head: String
        let why: String
    }

    @Test(arguments: [
        Bomb(head: "Set-Cookie: a=\(String(repeating: "x", count: 90_000))\r\n", why: "one field"),
        Bomb(head: (0..<2000).map { "Set-Cookie: c\($0)=1\r\n" }.joined(), why: "many fields"),
    ])
    func refusesAHeadThatIsTooLarge(_ bomb: Bomb) async throws {
        let server = try RawServer { connection in
            guard connection.request() != nil else { return }
            connection.reply("200 OK", bomb.head)
        }
        let error = await error(HTTPRequest("GET", server.url, session: HTTPSession()))
        #expect(error?.code == .tooLarge, "\(bomb.why)")
    }

    @Test func refusesEndlessInterimReplies() async throws {
        let server = try RawServer { connection in
            guard connection.request() != nil else { return }
            while connection.send("HTTP/1.1 102 Processing\r\nX: 1\r\n\r\n") {}
        }
        #expect(await error(HTTPRequest("GET", server.url))?.code == .tooLarge)
    }

    @Test func endsARequestAtItsTimeLimit() async throws {
        let server = try RawServer { connection in
            while connection.request() != nil {}
        }
        let error = await error(HTTPRequest("POST", server.url, body: [1], timeout: .milliseconds(50)))
        #expect(error?.code == .timedOut)
        #expect(error?.mayHaveBeenSent == true)
    }

    @Test func endsABodyAtItsTimeLimit() async throws {
        let server = try RawServer { connection in
            guard connection.request() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
            while connection.request() != nil {}
        }
        #expect(await error(HTTPRequest("GET", server.url, timeout: .milliseconds(50)))?.code == .timedOut)
    }

    struct Proxy: Sendable {
        let reply: String
        let says: String
    }

    @Test(arguments: [
        Proxy(reply: "403 Forbidden", says: "refused with status 403"),
        Proxy(reply: "407 Proxy Authentication Required", says: "asks for a user name and password"),
    ])
    func saysWhatAProxyRefused(_ proxy: Proxy) async throws {
        let server = try RawServer { connection in
            while let request = connection.request(), request.hasPrefix("CONNECT exchange.test:443 ") {
                connection.reply(proxy.reply, "Proxy-Authenticate: Basic realm=\"x\"\r\n")
            }
        }
        let session = HTTPSession(proxy: "http://ada:secret@127.0.0.1:\(server.port)")
        let error = await error(HTTPRequest("POST", "https://exchange.test/", body: [1], session: session))
        #expect(error?.code == .proxyRefused)
        #expect(error?.message.contains(proxy.says) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("secret") == false)
        #expect(error?.mayHaveBeenSent == false)
    }

    @Test func saysThatAProxyCannotBeReached() async throws {
        let port = try RawServer.deadPort()
        let proxied = CurlTransport(TransportConfiguration(environment: ["https_proxy": "http://127.0.0.1:\(port)"]))
        let error = await #expect(throws: TransportError.self) {
            _ = try await proxied.send(HTTPRequest("GET", "https://exchange.test/"))
        }
        #expect(error?.code == .proxyRefused)
        #expect(error?.message.contains("127.0.0.1:\(port)") == true)
    }
}
