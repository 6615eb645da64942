import ExoCrypto
import ExoTransport
import HTTPServer
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct TrustTests {
    let transport = CurlTransport(CurlTransportTests.configuration)

    /// Runs a TLS server for `localhost` whose authority is written to a file.
    func withServer(_ body: (_ port: Int, _ authority: String, _ foreign: String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "exo-trust-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let now = Date()
        let span = (now.addingTimeInterval(-60), now.addingTimeInterval(3600))
        func authority(_ name: String) throws -> (CertificateAuthority, String) {
            let made = try CertificateAuthority.create(commonName: name, notBefore: span.0, notAfter: span.1)
            let file = folder.appending(path: "\(name).pem")
            try Data(made.certificate.pem.utf8).write(to: file)
            return (made, file.path)
        }
        let (own, ownFile) = try authority("own")
        let (_, foreignFile) = try authority("foreign")
        let issued = try own.issue(hosts: ["localhost"], notBefore: span.0, notAfter: span.1)
        let identity = TLSIdentity(certificatePEM: issued.certificate.pem, privateKeyPEM: try issued.keyPEM)
        let server = HTTPServer(ServerConfiguration(listeners: [ServerListener(port: 0, tls: identity)])) { request in
            ServerResponse(status: 200, headers: [], body: Array("\(request.method) \(request.body.count)".utf8))
        }
        try server.start()
        let port = server.port(of: "front")
        let result: Result<Void, any Error>
        do { result = .success(try await body(port, ownFile, foreignFile)) } catch { result = .failure(error) }
        await server.stop(grace: .zero)
        try FileManager.default.removeItem(at: folder)
        try result.get()
    }

    @Test func trustsTheAuthorityOfItsSessionAndNoOther() async throws {
        try await withServer { port, own, foreign in
            let url = "https://localhost:\(port)/"
            func send(_ authority: String?, _ url: String) async throws -> String {
                let session = HTTPSession(trustedAuthorities: authority)
                let request = HTTPRequest("POST", url, body: [1, 2, 3], session: session)
                let response = try await transport.send(request)
                return String(decoding: try await response.body.collect(upTo: 100), as: UTF8.self)
            }
            let first = try await send(own, url)
            #expect(first == "POST 3")
            // A connection that is open already must not serve a session that would not have trusted it.
            for authority in [foreign, nil] {
                let error = await #expect(throws: TransportError.self) { _ = try await send(authority, url) }
                #expect(error?.code == .untrusted)
                #expect(error?.mayHaveBeenSent == false)
                #expect(error?.message.contains("localhost:\(port)") == true)
                #expect(error?.message.contains(authority ?? "the authorities of this system") == true)
            }
            let error = await #expect(throws: TransportError.self) {
                _ = try await send(own, "https://127.0.0.1:\(port)/")
            }
            #expect(error?.code == .untrusted, "a certificate for another name")
            let last = try await send(own, url)
            #expect(last == "POST 3")
        }
    }

    @Test func sendsManyRequestsAtOnceOverTLS() async throws {
        try await withServer { port, own, _ in
            let session = HTTPSession(trustedAuthorities: own)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        let request = HTTPRequest(
                            "POST",
                            "https://localhost:\(port)/",
                            body: [UInt8](repeating: 1, count: 10_000),
                            session: session
                        )
                        let response = try await transport.send(request)
                        return try await response.body.collect(upTo: 100).count
                    }
                }
                for try await count in group { #expect(count == "POST 10000".utf8.count) }
            }
        }
    }
}
