import Testing

@testable import ExoTransport

struct HTTPURLTests {
    struct Case: Sendable {
        let text: String
        let origin: String
        let target: String
    }

    @Test(arguments: [
        Case(text: "HTTPS://Outlook.Office365.com/x", origin: "https://outlook.office365.com", target: "/x"),
        Case(text: "https://a.test:443", origin: "https://a.test", target: "/"),
        Case(text: "http://a:443/", origin: "http://a:443", target: "/"),
        Case(text: "http://[::1]:81?x", origin: "http://[::1]:81", target: "/?x"),
        Case(text: "https://a/b/../c;d?e=%2F&f=1", origin: "https://a", target: "/b/../c;d?e=%2F&f=1"),
        Case(text: "https://a_b.test/p('x')", origin: "https://a_b.test", target: "/p('x')"),
    ]) func takesAURLApart(_ item: Case) throws {
        let url = try HTTPURL(item.text)
        #expect(url.origin == item.origin)
        #expect(url.target == item.target)
    }

    @Test(arguments: [
        "", "a", "/a", "//a/b", "ftp://a/", "https:/", "https://", "https://:443/", "https://a:0/", "https:///a",
        "https://a:/", "https:/abc/", "https://a:65536/",
        "https://a:x/", "https://u@a/", "https://u:p@a/", "https://a/#x", "https://a\\@b/", "https://a/ b",
        "https://a/\t", "https://a/é", "https://é/", "https://a/\"", "https://[::1/", "https://[::g]/", "javascript:x",
        "https://a.test%00/", "https://a.%ff/", "https://%61.test/", "https://./",
        "https://" + String(repeating: "a", count: 70_000),
    ]) func refusesWhatReadersDisagreeAbout(_ text: String) {
        let error = #expect(throws: TransportError.self) { try HTTPURL(text) }
        #expect(error?.code == .invalidRequest)
    }

    @Test func namesHostAndPort() throws {
        #expect(try HTTPURL("https://a.test").name == "a.test:443")
        #expect(try HTTPURL("http://a").name == "a:80")
    }
}
