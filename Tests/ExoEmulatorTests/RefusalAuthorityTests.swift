import HTTPServer
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

/// The authority that services name when they refuse a caller.
struct RefusalAuthorityTests {
    struct Case: Sendable {
        let host: String
        let target: String
        let authority: String
        var listener = "front"
    }

    static let exchange = "/adminapi/beta/contoso.com/InvokeCommand"
    static let manager = "/subscriptions?api-version=2022-12-01"
    static let cases = [
        Case(host: "localhost:8443", target: "/v1.0/me", authority: "https://localhost:8443"),
        Case(host: "127.0.0.1:8443", target: exchange, authority: "https://127.0.0.1:8443"),
        Case(host: "localhost:8444", target: exchange, authority: "https://localhost:8443", listener: "regional"),
        Case(host: "emulator.test", target: manager, authority: "https://emulator.test"),
        Case(host: "graph.microsoft.com", target: "/v1.0/me", authority: "https://login.microsoftonline.com"),
        Case(host: "outlook.office365.com", target: exchange, authority: "https://login.microsoftonline.com"),
        Case(host: "management.azure.com", target: manager, authority: "https://login.microsoftonline.com"),
        Case(host: "outlook.office365.us", target: exchange, authority: "https://login.microsoftonline.us"),
        Case(
            host: "microsoftgraph.chinacloudapi.cn",
            target: "/v1.0/me",
            authority: "https://login.partner.microsoftonline.cn"
        ),
        Case(host: "evil.example", target: "/v1.0/me", authority: "https://localhost:8443"),
    ]

    @Test(arguments: cases) func isTheOneOfTheCloudOrTheFrontDoor(_ item: Case) throws {
        let names = ["emulator.test", "graph.microsoft.com", "outlook.office365.com", "management.azure.com"]
        let bench = try TenantBench(hostNames: names)
        let reply = bench.emulator.respond(
            to: ServerRequest(
                method: item.target == Self.exchange ? "POST" : "GET",
                target: item.target,
                // Exchange names its authority to who speaks of a bearer token.
                headers: [.init("Host", item.host), .init("Authorization", "Bearer ")],
                listener: item.listener
            )
        )
        #expect(reply.status == 401)
        let wanted = #"authorization_uri="\#(item.authority)/common/oauth2/authorize""#
        #expect(reply.header("WWW-Authenticate")?.contains(wanted) == true, "\(reply.header("WWW-Authenticate") ?? "")")
    }
}
