import ExoCrypto
import HTTPServer
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct TLSTests {
    private func withServer(headerDeadline: Duration = .seconds(30), _ body: (Int) throws -> Void) async throws {
        let span = (Date(timeIntervalSinceNow: -60), Date(timeIntervalSinceNow: 3600))
        let authority = try CertificateAuthority.create(commonName: "test", notBefore: span.0, notAfter: span.1)
        let issued = try authority.issue(hosts: ["localhost"], notBefore: span.0, notAfter: span.1)
        let identity = TLSIdentity(certificatePEM: issued.certificate.pem, privateKeyPEM: try issued.keyPEM)
        var limits = ServerLimits()
        limits.headerDeadline = headerDeadline
        let configuration = ServerConfiguration(listeners: [ServerListener(port: 0, tls: identity)], limits: limits)
        let server = HTTPServer(configuration) { echo($0) }
        try server.start()
        let result = Result { try body(server.port(of: "front")) }
        await server.stop(grace: .seconds(1))
        try result.get()
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var minor: UInt8
        var isTaken: Bool
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "TLS 1.0", minor: 1, isTaken: false),
        Case(name: "TLS 1.1", minor: 2, isTaken: false),
        Case(name: "TLS 1.2", minor: 3, isTaken: true),
    ])
    func speaksNothingOlderThanTLS12(_ test: Case) async throws {
        try await withServer { port in
            let connection = try RawConnection(port: port)
            try connection.send(Self.clientHello(minor: test.minor))
            // A record of type 22 goes on with the hand-shake; the end or an alert, 21, does not.
            #expect((try connection.readBytes(1).first == 22) == test.isTaken)
        }
    }

    @Test func answersNothingToPlainText() async throws {
        try await withServer { port in
            let connection = try RawConnection(port: port)
            try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            connection.finishSending()
            #expect(try !connection.readToEnd().contains("HTTP/1.1"))
        }
    }

    @Test func endsAConnectionThatNeverShakesHands() async throws {
        try await withServer(headerDeadline: .milliseconds(100)) { port in
            let connection = try RawConnection(port: port)
            #expect(try connection.readToEnd() == "")
        }
    }

    /// A hello that offers one version and ciphers that every version from 1.0 on has.
    private static func clientHello(minor: UInt8) -> [UInt8] {
        func counted(_ bytes: [UInt8]) -> [UInt8] {
            [UInt8(bytes.count >> 8), UInt8(truncatingIfNeeded: bytes.count)] + bytes
        }
        let extensions: [UInt8] =
            [0, 10] + counted(counted([0, 29, 0, 23]))  // groups
            + [0, 11] + counted([1, 0])  // point formats
            + [0, 13] + counted(counted([8, 4, 4, 1, 2, 1]))  // signatures
        let hello: [UInt8] =
            [3, minor] + Array(repeating: 7, count: 32) + [0]
            + counted([0xC0, 0x2F, 0xC0, 0x13, 0x00, 0x2F]) + [1, 0] + counted(extensions)
        let message: [UInt8] = [1, 0] + counted(hello)
        return [22, 3, 1] + counted(message)
    }
}
