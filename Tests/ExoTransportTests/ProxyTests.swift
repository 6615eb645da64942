import ExoTransport
import Glibc
import Testing

/// Which way a request takes, by what a proxy and a server see.
struct ProxyTests {
    private static func proxy() throws -> RawServer {
        try RawServer { connection in while connection.request() != nil { connection.reply(body: "through the proxy") }
        }
    }

    private static func text(_ transport: CurlTransport, _ url: String, proxy: String?) async throws -> String {
        let request = HTTPRequest("GET", url, session: HTTPSession(proxy: proxy))
        return String(decoding: try await transport.send(request).body.collect(upTo: 100), as: UTF8.self)
    }

    @Test func anExplicitProxyWinsOverTheVariablesOfTheProcess() async {
        // Variables belong to the whole process, so this has one of its own.
        await #expect(processExitsWith: .success) {
            setenv("no_proxy", "*", 1)
            setenv("NO_PROXY", "*", 1)
            let proxy = try ProxyTests.proxy()
            let text = try await ProxyTests.text(CurlTransport(), "http://exchange.test/", proxy: proxy.url)
            guard text == "through the proxy" else { exit(1) }
        }
    }

    @Test func goesPastTheProxyToAnExceptedNetwork() async throws {
        let proxy = try Self.proxy()
        let server = try RawServer { connection in
            while connection.request() != nil { connection.reply(body: "directly") }
        }
        func text(_ exceptions: String) async throws -> String {
            let environment = ["http_proxy": proxy.url, "no_proxy": exceptions]
            let transport = CurlTransport(TransportConfiguration(environment: environment))
            return try await Self.text(transport, server.url, proxy: nil)
        }
        #expect(try await text("127.0.0.0/8") == "directly")
        #expect(try await text("10.0.0.0/8") == "through the proxy")
    }
}
