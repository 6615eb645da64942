import EntraTokens
import ExoCrypto
import ExoJSON
import ExoTransport
import Testing
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct ClientCertificateTests {
    private static let endpoint = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token"
    private static let clientID = "aaaaaaaa-0000-4000-8000-000000000002"
    private static let start = Date(timeIntervalSince1970: 1_800_000_000)

    private var archivePassword: ClientSecret { ClientSecret("pässword".utf8) }

    private func fields(
        of certificate: ClientCertificate,
        now: Date = start
    ) async throws -> [String: String] {
        let transport = ScriptedTransport([
            .json(#"{"expires_in":3600,"access_token":"\#(TestToken.application(now: now))"}"#)
        ])
        let flow = ClientCredentialsFlow(clientID: Self.clientID, authentication: certificate)
        let client = AuthorityClient(transport: transport, now: { now })
        _ = try await flow.reply(
            to: TokenRequest(
                authority: Authority(.commercial, tenant: "contoso.com"),
                scopes: ["https://outlook.office365.com/.default"]
            ),
            from: client
        )
        return FormText.fields(transport.requests.first?.body ?? [])
    }

    private func parts(
        _ assertion: String?
    ) throws -> (header: JSONValue, claims: JSONValue, signed: String, signature: [UInt8]) {
        let parts = try #require(assertion).split(separator: ".")
        try #require(parts.count == 3)
        func value(_ text: Substring) throws -> JSONValue {
            try JSONValue(parsing: try #require(Base64URL.decode(text)))
        }
        return (
            try value(parts[0]), try value(parts[1]), "\(parts[0]).\(parts[1])",
            try #require(Base64URL.decode(parts[2]))
        )
    }

    struct Form: Sendable, CustomTestStringConvertible {
        var name: String
        var bytes: [UInt8]
        var key: [UInt8]?
        var password: String?
        var testDescription: String { name }
    }

    static let forms: [Form] = [
        Form(name: "PEM in one file", bytes: Array((ExampleCertificate.pem + ExampleCertificate.keyPEM).utf8)),
        Form(name: "the key first", bytes: Array((ExampleCertificate.keyPEM + ExampleCertificate.pem).utf8)),
        Form(
            name: "PEM in two files",
            bytes: Array(ExampleCertificate.pem.utf8),
            key: Array(ExampleCertificate.keyPEM.utf8)
        ),
        Form(
            name: "DER and a PEM key",
            bytes: (try? Certificate(pem: ExampleCertificate.pem.utf8).der) ?? [],
            key: Array(ExampleCertificate.keyPEM.utf8)
        ),
        Form(name: "PKCS#12", bytes: ExampleCertificate.modernArchive, password: "pässword"),
        Form(name: "PKCS#12 with RC2", bytes: ExampleCertificate.oldArchive, password: "old"),
        Form(name: "PKCS#12 without a password", bytes: ExampleCertificate.openArchive),
        Form(name: "PKCS#12 with an empty password", bytes: ExampleCertificate.openArchive, password: ""),
    ]

    @Test(arguments: forms)
    func opensEveryFormOfFile(_ form: Form) async throws {
        let certificate = try ClientCertificate(
            form.bytes,
            key: form.key,
            password: form.password.map { ClientSecret($0.utf8) }
        )
        #expect(certificate.subject == "CN=exo test")
        let sent = try await fields(of: certificate)
        #expect(sent["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        #expect(sent["client_id"] == Self.clientID)
        #expect(sent["client_secret"] == nil)
        let (header, claims, signed, signature) = try parts(sent["client_assertion"])
        let read = try Certificate(pem: ExampleCertificate.pem.utf8)
        #expect(
            header == [
                "typ": "JWT", "alg": "PS256", "x5t#S256": .string(Base64URL.encode(try read.sha256Thumbprint)),
            ]
        )
        #expect(claims["aud"] == .string(Self.endpoint))
        #expect(claims["iss"] == .string(Self.clientID))
        #expect(claims["sub"] == .string(Self.clientID))
        #expect(claims["nbf"] == .integer(1_800_000_000))
        #expect(claims["iat"] == .integer(1_800_000_000))
        #expect(claims["exp"] == .integer(1_800_000_600))
        #expect(try read.publicKey.verify(signature, of: signed.utf8, algorithm: .ps256))
    }

    @Test func opensAnEncryptedKey() async throws {
        let key = try RSAPrivateKey(pem: ExampleCertificate.keyPEM.utf8)
        let text = try key.pem(encryptedWith: SecretBytes(copying: "pässword".utf8))
        let certificate = try ClientCertificate(
            Array((ExampleCertificate.pem + text).utf8),
            password: archivePassword
        )
        _ = try await fields(of: certificate)
        let unopened = #expect(throws: TokenError.self) {
            _ = try ClientCertificate(Array((ExampleCertificate.pem + text).utf8))
        }
        #expect(unopened?.code == .unusableCredential)
        #expect(unopened?.message.contains("needs a passphrase") == true)
        let wrong = #expect(throws: TokenError.self) {
            _ = try ClientCertificate(
                Array((ExampleCertificate.pem + text).utf8),
                password: ClientSecret("hunter2".utf8)
            )
        }
        #expect(wrong?.code == .unusableCredential)
        #expect(wrong?.message.contains("does not open") == true)
        #expect(wrong.map { "\($0)".contains("hunter2") } == false)
    }

    @Test func namesTheCertificateTheOldWayAndSendsItsChain() async throws {
        let authority = try CertificateAuthority.create(
            commonName: "issuer",
            notBefore: Self.start,
            notAfter: Self.start.addingTimeInterval(1e7)
        )
        let issued = try authority.issue(
            hosts: ["localhost"],
            notBefore: Self.start,
            notAfter: Self.start.addingTimeInterval(1e6)
        )
        let text = try authority.certificate.pem + issued.certificate.pem + issued.privateKey.pem
        let certificate = try ClientCertificate(Array(text.utf8), signing: .rs256, sendsChain: true)
        let (header, _, signed, signature) = try parts(try await fields(of: certificate)["client_assertion"])
        #expect(
            header == [
                "typ": "JWT", "alg": "RS256",
                "x5t": .string(Base64URL.encode(try issued.certificate.sha1Thumbprint)),
                "x5c": [
                    .string(Base64.encode(issued.certificate.der)), .string(Base64.encode(authority.certificate.der)),
                ],
            ]
        )
        #expect(try issued.certificate.publicKey.verify(signature, of: signed.utf8, algorithm: .rs256))
    }

    @Test func makesAnotherAssertionEachTime() async throws {
        let certificate = try ClientCertificate(ExampleCertificate.openArchive)
        let first = try parts(try await fields(of: certificate)["client_assertion"]).claims["jti"]
        let second = try parts(try await fields(of: certificate)["client_assertion"]).claims["jti"]
        #expect(first != second)
        #expect(first?.stringValue?.count == 36)
    }

    @Test func refusesACertificateOutsideItsTime() async throws {
        let certificate = try ClientCertificate(ExampleCertificate.openArchive)
        let late = await #expect(throws: TokenError.self) {
            _ = try await fields(of: certificate, now: certificate.notAfter.addingTimeInterval(1))
        }
        #expect(late?.code == .unusableCredential)
        #expect(late?.message.contains("CN=exo test ended 2126-") == true, "\(late?.message ?? "")")
        let early = await #expect(throws: TokenError.self) {
            _ = try await fields(of: certificate, now: certificate.notBefore.addingTimeInterval(-1))
        }
        #expect(early?.message.contains("is valid from") == true)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var why: String
        var bytes: [UInt8]
        var key: [UInt8]?
        var password: String?
        var says: String
        var testDescription: String { why }
    }

    static let bad: [Bad] = [
        Bad(why: "an empty file", bytes: [], says: "is empty"),
        Bad(why: "an empty key file", bytes: Array(ExampleCertificate.pem.utf8), key: [], says: "key's file is empty"),
        Bad(why: "no key", bytes: Array(ExampleCertificate.pem.utf8), says: "no private key"),
        Bad(why: "no certificate", bytes: Array(ExampleCertificate.keyPEM.utf8), says: "no certificate"),
        Bad(
            why: "a certificate in DER form alone",
            bytes: (try? Certificate(pem: ExampleCertificate.pem.utf8).der) ?? [],
            says: "without its private key"
        ),
        Bad(why: "something else", bytes: Array("hello".utf8), says: "no PKCS#12 file"),
        Bad(why: "a cut file", bytes: Array(ExampleCertificate.modernArchive.dropLast(9)), says: "no PKCS#12 file"),
        Bad(
            why: "a wrong password",
            bytes: ExampleCertificate.modernArchive,
            password: "hunter2",
            says: "password does not open"
        ),
        Bad(
            why: "a password that begins right and has a zero",
            bytes: ExampleCertificate.oldArchive,
            password: "old\0hunter2",
            says: "holds a zero"
        ),
        Bad(why: "no password", bytes: ExampleCertificate.oldArchive, says: "needs a password"),
        Bad(
            why: "a key of another kind",
            bytes: Array((ExampleCertificate.pem + ExampleKeys.ellipticCurve).utf8),
            says: "not an RSA key"
        ),
        Bad(
            why: "a key too small",
            bytes: Array((ExampleCertificate.pem + ExampleKeys.shortRSA).utf8),
            says: "1024 bits"
        ),
        Bad(
            why: "another certificate's key",
            bytes: Array(ExampleCertificate.pem.utf8),
            key: Array(ExampleKeys.rfc7515.utf8),
            says: "does not belong"
        ),
        Bad(
            why: "a certificate that is cut",
            bytes: Array((ExampleCertificate.pem.prefix(400) + ExampleCertificate.keyPEM).utf8),
            says: "certificate"
        ),
    ]

    @Test(arguments: bad)
    func saysWhyAFileCannotBeUsed(_ example: Bad) {
        let error = #expect(throws: TokenError.self) {
            _ = try ClientCertificate(
                example.bytes,
                key: example.key,
                password: example.password.map { ClientSecret($0.utf8) }
            )
        }
        #expect(error?.code == .unusableCredential)
        #expect(error?.message.contains(example.says) == true, "\(error?.message ?? "")")
        #expect(error?.repair != nil)
        #expect(error.map { "\($0)".contains("hunter2") } == false)
    }

    @Test func showsNothingOfTheKey() throws {
        let certificate = try ClientCertificate(ExampleCertificate.openArchive)
        var shown = "\(certificate) \(String(reflecting: certificate))"
        dump(certificate, to: &shown)
        #expect(shown.contains("[certificate CN=exo test]"))
        #expect(!shown.contains("privateKey"))
    }
}
