import HTTPServer
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

/// Browsers are told to use TLS alone only under names that are the emulator's own.
struct TransportSecurityTests {
    private static let targets = ["/v1.0/me", "/adminapi/beta/\(EntraBench.contoso)/EXOBanner"]

    private func header(_ target: String, _ host: String?) throws -> String? {
        let emulator = try TenantBench(hostNames: ["graph.microsoft.com"]).emulator
        let headers = host.map { [ServerRequest.Field("Host", $0)] } ?? []
        return emulator.respond(to: ServerRequest(method: "GET", target: target, headers: headers))
            .header("Strict-Transport-Security")
    }

    @Test(arguments: ["localhost", "localhost:8443", "127.0.0.1:8443", "[::1]:8443", "LOCALHOST", "app.localhost", nil])
    func saysNothingOfThisMachine(_ host: String?) throws {
        for target in Self.targets { #expect(try header(target, host) == nil) }
    }

    @Test(arguments: ["graph.microsoft.com", "graph.microsoft.com:8443"])
    func keepsBrowsersToTLSUnderOtherNames(_ host: String) throws {
        for target in Self.targets { #expect(try header(target, host)?.hasPrefix("max-age=31536000") == true) }
    }
}
