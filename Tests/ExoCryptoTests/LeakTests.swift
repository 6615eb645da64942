#if os(Linux)
import ExoCrypto
import FoundationEssentials
import TestSupport
import Testing

/// Each runs in a process of its own, whose resident memory nothing else changes.
struct LeakTests {
    @Test func keepsNothingOfSignaturesAndKeys() async {
        await #expect(processExitsWith: .success) {
            let pem = ExampleKeys.rfc7515
            let key = try RSAPrivateKey(pem: pem.utf8)
            let passphrase = SecretBytes(copying: "x".utf8)
            let closed = try key.pem(encryptedWith: passphrase)
            let signed = try key.sign([1, 2, 3], algorithm: .ps256)
            try Memory.expectFlat(iterations: 250) {
                let read = try RSAPrivateKey(pem: pem.utf8)
                let reader = try read.publicKey
                _ = try reader.verify(signed, of: [1, 2, 3], algorithm: .ps256)
                _ = try reader.verify(signed, of: [1, 2], algorithm: .ps256)
                _ = try read.sign([1], algorithm: .rs256)
                _ = try read.decryptPKCS1(reader.encryptPKCS1([7]))
                #expect(throws: CryptoError.self) { try read.decryptPKCS1([7]) }
                _ = try read.pem
                #expect(throws: CryptoError.self) { try RSAPrivateKey(pem: closed.utf8) }
                #expect(throws: CryptoError.self) { try RSAPrivateKey(pem: ExampleKeys.ellipticCurve.utf8) }
                #expect(throws: CryptoError.self) { try RSAPublicKey(modulus: [1, 2], exponent: [3]) }
            }
        }
    }

    @Test func keepsNothingOfCertificates() async {
        await #expect(processExitsWith: .success) {
            let key = try RSAPrivateKey(pem: ExampleKeys.rfc7515.utf8)
            let (begin, end) = (Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 4e9))
            try Memory.expectFlat(iterations: 250) {
                let made = try Certificate.selfSigned(commonName: "x", key: key, notBefore: begin, notAfter: end)
                let read = try Certificate(pem: made.pem.utf8)
                _ = try (read.subject, read.notAfter, read.publicKey, read.covers("localhost"))
                _ = try read.isSigned(by: key.publicKey)
                #expect(throws: CryptoError.self) { try Certificate(der: [1, 2, 3]) }
                let authority = try CertificateAuthority(
                    certificatePEM: made.pem.utf8,
                    keyPEM: ExampleKeys.rfc7515.utf8
                )
                #expect(throws: CryptoError.self) {
                    try authority.issue(hosts: [], notBefore: begin, notAfter: end)
                }
            }
        }
    }

    @Test func keepsNothingOfDigestsAndSecrets() async {
        await #expect(processExitsWith: .success) {
            let bytes = [UInt8](repeating: 7, count: 300)
            try Memory.expectFlat(iterations: 2_000) {
                _ = try HMAC.sha256(bytes, key: bytes)
                _ = try Digest.sha512(bytes)
                _ = SecretBytes(copying: bytes)
                _ = Base64.decode(Base64.encode(bytes))
            }
        }
    }
}

/// Resident memory of this process.
private enum Memory {
    static func resident() throws -> Int {
        let text = String(decoding: try Data(contentsOf: URL(filePath: "/proc/self/statm")), as: UTF8.self)
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return try #require(pages) * 4096
    }

    /// Runs the body in rounds and looks at what each adds: a leak adds in every round, while the allocator's own pages
    /// come and go.
    static func expectFlat(iterations: Int, _ body: () throws -> Void) throws {
        var growth: [Int] = []
        var before = try resident()
        for _ in 0..<8 {
            for _ in 0..<iterations { try body() }
            let after = try resident()
            growth.append(after - before)
            before = after
        }
        // The smallest object of OpenSSL left each time would be more than 32 bytes.
        #expect((growth.min() ?? 0) < iterations * 32, "each of the rounds added: \(growth)")
    }
}
#endif
