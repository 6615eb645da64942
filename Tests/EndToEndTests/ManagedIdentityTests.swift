import EntraTokens
import ExoEmulator
import ExoJSON
import ExoTransport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Managed identities over a socket, as programs on Azure's machines get theirs.
struct ManagedIdentityTests {
    private let request = TokenRequest(
        authority: Authority(.emulator(), tenant: "contoso.com"),
        scopes: ["https://outlook.office365.com/.default"]
    )

    @Test func getsATokenFromEveryHost() async throws {
        let home = FileManager.default.temporaryDirectory.path + "/hosts-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: home) }
        let emulator = try Emulator(
            EmulatorConfiguration(home: home, frontPort: 0, regionalPort: 0, identityPort: 0)
        )
        try emulator.start()
        do { try await ask(try #require(emulator.identityURL), home) } catch {
            await emulator.stop()
            throw error
        }
        await emulator.stop()
    }

    private func ask(_ url: String, _ home: String) async throws {
        // A proxy that is in the environment is not for these addresses.
        let environment = ["http_proxy": "http://127.0.0.1:9", "all_proxy": "http://127.0.0.1:9"]
        let transport = CurlTransport(TransportConfiguration(environment: environment))
        let client = AuthorityClient(transport: transport)
        let header = try String(contentsOfFile: home + "/identity-header", encoding: .utf8)
        let arc = ["IDENTITY_ENDPOINT": url + "/metadata/identity/oauth2/token", "IMDS_ENDPOINT": url]
        let hosts: [(ManagedIdentityHost, owner: String)] = [
            (try .detected(in: ["AZURE_POD_IDENTITY_AUTHORITY_HOST": url], arcAgent: home + "/none"), "app"),
            (try .detected(in: ["IDENTITY_ENDPOINT": url + "/msi/token", "IDENTITY_HEADER": header]), "app"),
            (try .detected(in: ["MSI_ENDPOINT": url + "/msi/token", "MSI_SECRET": header]), "app"),
            (.arc(endpoint: arc["IDENTITY_ENDPOINT"] ?? "", folder: home + "/arc"), "app"),
            (try .detected(in: ["MSI_ENDPOINT": url + "/oauth2/token"], arcAgent: home + "/none"), "user"),
        ]
        var clients: [String?] = []
        for (host, owner) in hosts {
            let reply = try await ManagedIdentityFlow(host: host).reply(to: request, from: client)
            #expect(reply.accessToken.claims.raw["idtyp"]?.stringValue == owner, "\(host)")
            #expect(reply.expiresOn > Date().addingTimeInterval(600))
            clients.append(reply.accessToken.claims.raw["appid"]?.stringValue)
        }
        #expect(Set(clients.dropLast()).count == 1)
        let resource =
            "/subscriptions/00000000-0000-4000-8000-000000000001/resourcegroups/contoso/providers/"
            + "Microsoft.ManagedIdentity/userAssignedIdentities/nobody"
        for (host, _) in hosts.dropLast() {
            let error = await #expect(throws: TokenError.self) {
                let flow = ManagedIdentityFlow(.resourceID(resource), host: host)
                _ = try await flow.reply(to: request, from: client)
            }
            #expect(error?.code == .refused, "\(host)")
        }
        // The folder of the agent is not to be told by the environment, so the emulator's own is not believed.
        let error = await #expect(throws: TokenError.self) {
            _ = try await ManagedIdentityFlow(host: .detected(in: arc)).reply(to: request, from: client)
        }
        #expect(error?.code == .unexpectedResponse)
        #expect(error?.message.contains("outside /var/opt/azcmagent/tokens") == true)
    }
}
