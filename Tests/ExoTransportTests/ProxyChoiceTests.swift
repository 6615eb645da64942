import Testing

@testable import ExoTransport

struct ProxyChoiceTests {
    struct Case: Sendable {
        let session: String?
        let url: String
        let environment: [String: String]
        let proxy: String?
        let why: String

        init(_ url: String, _ environment: [String: String], session: String? = nil, proxy: String?, _ why: String) {
            self.url = url
            self.environment = environment
            self.session = session
            self.proxy = proxy
            self.why = why
        }
    }

    @Test(arguments: [
        Case("https://a.test", [:], proxy: nil, "none"),
        Case("https://a.test", ["https_proxy": "p"], proxy: "p", "by scheme"),
        Case("https://a.test", ["HTTPS_PROXY": "p"], proxy: "p", "in capitals"),
        Case("http://a.test", ["HTTP_PROXY": "p"], proxy: nil, "HTTP_PROXY may come from a request"),
        Case("http://a.test", ["http_proxy": "p", "https_proxy": "q"], proxy: "p", "the one for http"),
        Case("https://a.test", ["all_proxy": "p"], proxy: "p", "for all"),
        Case("https://a.test", ["https_proxy": "", "ALL_PROXY": "p"], proxy: "p", "an empty variable is none"),
        Case("https://a.test", ["https_proxy": "p", "no_proxy": "b.test, a.test"], proxy: nil, "an exception"),
        Case("https://x.a.test", ["https_proxy": "p", "no_proxy": ".a.test"], proxy: nil, "a domain's exception"),
        Case("https://xa.test", ["https_proxy": "p", "no_proxy": "a.test"], proxy: "p", "no domain of that name"),
        Case("https://a.test", ["https_proxy": "p", "NO_PROXY": "*"], proxy: nil, "everything is an exception"),
        Case("https://[::1]:8443", ["https_proxy": "p", "no_proxy": "::1"], proxy: nil, "an IPv6 address"),
        Case("https://a.test", ["https_proxy": "p"], session: "q", proxy: "q", "the session's own"),
        Case("https://a.test", ["https_proxy": "p"], session: "", proxy: nil, "the session wants none"),
    ])
    func choosesAProxy(_ item: Case) throws {
        let target = try HTTPURL(item.url)
        let choice = ProxyChoice(session: item.session, target: target, environment: item.environment)
        #expect(choice.url == item.proxy, "\(item.why)")
    }

    @Test func namesAProxyWithoutItsPassword() throws {
        let target = try HTTPURL("https://a.test")
        let choice = ProxyChoice(session: "http://ada:secret@proxy.test:8080/", target: target, environment: [:])
        #expect(choice.name == "proxy.test:8080")
    }

    @Test func leavesNetworksToLibcurlAndNothingWhereAProxyIsExplicit() throws {
        let target = try HTTPURL("https://10.1.2.3")
        let environment = ["https_proxy": "p", "no_proxy": "10.0.0.0/8"]
        let found = ProxyChoice(session: nil, target: target, environment: environment)
        #expect(found.exceptions == "10.0.0.0/8")
        #expect(ProxyChoice(session: "q", target: target, environment: environment).exceptions.isEmpty)
    }
}
