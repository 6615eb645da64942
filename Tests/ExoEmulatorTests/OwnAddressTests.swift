import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

struct OwnAddressTests {
    private func status(_ host: String, address: String) throws -> (documents: String?, identities: Int) {
        let home = try TemporaryFolder()
        let emulator = try SeededStore.emulator(EmulatorConfiguration(home: home.path, address: address))
        func reply(_ target: String, _ listener: String) -> ServerResponse {
            emulator.respond(
                to: ServerRequest(
                    method: "GET",
                    target: target,
                    headers: [.init("Host", host), .init("Metadata", "true")],
                    listener: listener
                )
            )
        }
        let document = try JSONValue(
            parsing: reply("/contoso.com/v2.0/.well-known/openid-configuration", "front").body
        )
        let identities = reply("/metadata/instance/compute?api-version=2021-02-01", "identity")
        return (document["token_endpoint"]?.stringValue, identities.status)
    }

    @Test(arguments: [("192.0.2.7", "192.0.2.7:8443"), ("fd00::7", "[fd00::7]:8443")])
    func theAddressItListensOnIsAHostOfIt(_ address: String, _ host: String) throws {
        let own = try status(host, address: address)
        #expect(own.documents?.hasPrefix("https://\(host)/") == true)
        #expect(own.identities == 200)
        let foreign = try status(host, address: "127.0.0.1")
        #expect(foreign.documents?.hasPrefix("https://localhost:8443/") == true)
        #expect(foreign.identities != 200)
    }

    @Test func anAddressOfEveryInterfaceIsNoName() {
        #expect(EmulatorConfiguration(home: "", address: "0.0.0.0").reachableNames.isEmpty)
        #expect(EmulatorConfiguration(home: "", address: "::").reachableNames.isEmpty)
        #expect(
            EmulatorConfiguration(home: "", address: "10.0.0.5", hostNames: ["a"]).reachableNames == ["a", "10.0.0.5"]
        )
    }
}
