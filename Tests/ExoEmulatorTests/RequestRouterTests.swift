import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

struct RequestRouterTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var target: String
        /// A part of the reply by which the part of the emulator is known that answered.
        var mark: String
        var listener = "front"
        var testDescription: String { "\(listener) \(target)" }
    }

    @Test(arguments: [
        Case(target: "/", mark: "portal"),
        Case(target: "/portal/apps", mark: "portal"),
        Case(target: "/_emulator/clock", mark: "\"now\""),
        Case(target: "/v1.0/users", mark: "InvalidAuthenticationToken"),
        Case(target: "/Graph/v1.0/users", mark: "InvalidAuthenticationToken"),
        Case(target: "/graph", mark: "Nothing answers"),
        Case(target: "/tenants?api-version=2022-12-01", mark: "AuthenticationFailed"),
        Case(target: "/metadata/endpoints?api-version=2019-05-01", mark: "ExoEmulator"),
        Case(target: "/metadata/instance", mark: "Nothing answers"),
        Case(target: "/AdminAPI/beta/contoso.com/x", mark: "Resource not found"),
        Case(target: "/common/discovery/keys", mark: "\"keys\""),
        Case(target: "/common", mark: "Nothing answers"),
        Case(target: "/metadata/instance?api-version=2021-02-01", mark: "bad_request_102", listener: "identity"),
        Case(target: "/v1.0/users", mark: "Nothing answers", listener: "identity"),
    ])
    func leadsEachPathToOnePart(_ test: Case) throws {
        let emulator = try Emulator(.temporary())
        let reply = emulator.respond(to: ServerRequest(method: "GET", target: test.target, listener: test.listener))
        let said = reply.text + (reply.header("Location") ?? "")
        #expect(said.contains(test.mark), "\(reply.status) \(said.prefix(300))")
    }
}
