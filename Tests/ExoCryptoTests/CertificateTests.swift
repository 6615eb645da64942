import ExoCrypto
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct CertificateTests {
    private let begin = Date(timeIntervalSince1970: 1_700_000_000)
    private let end = Date(timeIntervalSince1970: 4_102_444_800)

    @Test func signsItselfForAKeySet() throws {
        let key = try RSAPrivateKey(pem: ExampleKeys.rfc7515.utf8)
        let made = try Certificate.selfSigned(commonName: "Añejo, Inc.", key: key, notBefore: begin, notAfter: end)
        #expect(try made.subject == #"CN=Añejo\, Inc."#)
        #expect(try made.issuer == made.subject)
        #expect(try made.notBefore == begin)
        #expect(try made.notAfter == end)
        #expect(try made.publicKey == key.publicKey)
        #expect(try made.isSigned(by: key.publicKey))
        #expect(try made.sha1Thumbprint == Digest.sha1(made.der))
        #expect(try made.sha256Thumbprint.count == 32)
        let again = try Certificate(pem: made.pem.utf8)
        #expect(again.der == made.der)
        #expect(try Certificate(der: made.der).der == made.der)
    }

    @Test func issuesServerCertificatesForNamesAndAddresses() throws {
        let authority = try CertificateAuthority.create(commonName: "Test authority", notBefore: begin, notAfter: end)
        let hosts = ["localhost", "*.example.test", "127.0.0.1", "::1"]
        let issued = try authority.issue(hosts: hosts, notBefore: begin, notAfter: end)
        for host in ["localhost", "LOCALHOST", "a.example.test", "127.0.0.1", "::1"] {
            #expect(issued.certificate.covers(host), "\(host)")
        }
        for host in ["example.test", "127.0.0.2", "localhost.evil.test", ""] {
            #expect(!issued.certificate.covers(host), "\(host)")
        }
        #expect(try issued.certificate.issuer == "CN=Test authority")
        #expect(try issued.certificate.isSigned(by: authority.certificate.publicKey))
        #expect(try !authority.certificate.isSigned(by: issued.certificate.publicKey))
        #expect(try RSAPrivateKey(pem: issued.keyPEM.utf8).publicKey == issued.certificate.publicKey)
        let another = try authority.issue(hosts: ["localhost"], notBefore: begin, notAfter: end)
        #expect(another.certificate.der != issued.certificate.der)

        let kept = try CertificateAuthority(
            certificatePEM: authority.certificate.pem.utf8,
            keyPEM: authority.privateKey.pem.utf8
        )
        #expect(kept.certificate.der == authority.certificate.der)
        let mixed = #expect(throws: CryptoError.self) {
            try CertificateAuthority(certificatePEM: authority.certificate.pem.utf8, keyPEM: ExampleKeys.rfc7515.utf8)
        }
        #expect(mixed?.code == .malformed)
    }

    @Test func issuesABriefServersCertificate() throws {
        let hosts = ["localhost", "login.example.test"]
        let made = try BriefAuthority(commonName: "Brief", hosts: hosts, notBefore: begin, notAfter: end)
        #expect(hosts.allSatisfy(made.certificate.covers))
        #expect(try made.certificate.issuer == "CN=Brief" && made.authority.subject == "CN=Brief")
        #expect(made.keyPEM.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        #expect(throws: CryptoError.self) {
            try BriefAuthority(commonName: "Brief", hosts: [], notBefore: begin, notAfter: end)
        }
    }

    @Test func writesATrustStoreForJava() throws {
        let authority = try CertificateAuthority.create(commonName: "Test authority", notBefore: begin, notAfter: end)
        let bytes = try PKCS12.trustStore(of: [authority.certificate], password: "changeit")
        func holds(_ part: [UInt8]) -> Bool {
            bytes.indices.contains { bytes[$0...].starts(with: part) }
        }
        #expect(holds(authority.certificate.der))
        // 2.16.840.1.113894.746875.1.1, by which Java knows an authority, with any usage (2.5.29.37.0).
        #expect(holds([0x06, 0x0C, 0x60, 0x86, 0x48, 0x01, 0x86, 0xF9, 0x66, 0xAD, 0xCA, 0x7B, 0x01, 0x01]))
        #expect(holds([0x31, 0x06, 0x06, 0x04, 0x55, 0x1D, 0x25, 0x00]))
        let noKey = #expect(throws: CryptoError.self) {
            try PKCS12(bytes, password: SecretBytes(copying: Array("changeit".utf8)))
        }
        #expect(noKey?.code == .malformed)
        let wrong = #expect(throws: CryptoError.self) {
            try PKCS12(bytes, password: SecretBytes(copying: Array("other".utf8)))
        }
        #expect(wrong?.code == .wrongPassphrase)
    }

    @Test func isFoundInAFolderByOpenSSLsHash() throws {
        // `openssl x509 -subject_hash` of a certificate for CN=localhost says so.
        let made = try CertificateAuthority.create(commonName: "localhost", notBefore: begin, notAfter: end)
        #expect(made.certificate.subjectHash == "ce275665")
    }

    @Test(arguments: [
        [], [""], ["a b"], ["localhost,IP:10.0.0.1"], ["localhost\0.evil.test"], ["münchen.test"], ["1:2"],
    ])
    func refusesHostsThatAreNeitherNameNorAddress(_ hosts: [String]) throws {
        let key = try RSAPrivateKey(pem: ExampleKeys.rfc7515.utf8)
        let own = try Certificate.selfSigned(commonName: "x", key: key, notBefore: begin, notAfter: end)
        let authority = try CertificateAuthority(certificatePEM: own.pem.utf8, keyPEM: ExampleKeys.rfc7515.utf8)
        let error = #expect(throws: CryptoError.self) {
            try authority.issue(hosts: hosts, notBefore: begin, notAfter: end)
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test func refusesACertificateThatEndsBeforeItBegins() throws {
        let key = try RSAPrivateKey(pem: ExampleKeys.rfc7515.utf8)
        #expect(throws: CryptoError.self) {
            try Certificate.selfSigned(commonName: "x", key: key, notBefore: end, notAfter: begin)
        }
        #expect(throws: CryptoError.self) {
            try Certificate.selfSigned(commonName: "", key: key, notBefore: begin, notAfter: end)
        }
    }

    @Test(arguments: [
        "", "text", ExampleKeys.rfc7515, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ])
    func refusesTextThatIsNoCertificate(_ text: String) {
        let error = #expect(throws: CryptoError.self) { try Certificate(pem: text.utf8) }
        #expect(error?.code == .malformed)
        #expect(throws: CryptoError.self) { try Certificate(der: Array(text.utf8)) }
    }
}
