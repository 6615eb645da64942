import ExoCrypto
import TestSupport
import Testing

struct KeyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var pem: String
        var passphrase: String?
        var code: CryptoError.Code
        var testDescription: String { why }
    }

    static let refused: [Case] = [
        Case(why: "nothing", pem: "", code: .malformed),
        Case(why: "not PEM", pem: "hello", code: .malformed),
        Case(why: "PEM that breaks off", pem: String(ExampleKeys.rfc7515.prefix(400)), code: .malformed),
        Case(
            why: "PEM with garbage inside",
            pem: "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            code: .malformed
        ),
        Case(why: "a NUL byte in it", pem: "-----BEGIN \0PRIVATE KEY-----", code: .malformed),
        Case(why: "an elliptic-curve key", pem: ExampleKeys.ellipticCurve, code: .wrongKeyType),
        Case(why: "a key of 1024 bits", pem: ExampleKeys.shortRSA, code: .wrongKeyType),
    ]

    @Test(arguments: refused)
    func refusesWhatIsNoUsableKey(_ example: Case) throws {
        let error = #expect(throws: CryptoError.self) {
            try RSAPrivateKey(
                pem: example.pem.utf8,
                passphrase: example.passphrase.map { SecretBytes(copying: $0.utf8) }
            )
        }
        #expect(error?.code == example.code)
    }

    @Test func opensAnEncryptedKeyWithItsPassphraseAlone() throws {
        let key = try RSAPrivateKey(pem: ExampleKeys.rfc7515.utf8)
        let closed = try key.pem(encryptedWith: SecretBytes(copying: "correct horse".utf8))
        #expect(closed.hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
        let open = try RSAPrivateKey(pem: closed.utf8, passphrase: SecretBytes(copying: "correct horse".utf8))
        #expect(try open.publicKey == key.publicKey)

        for wrong in ["wrong horse", "", String(repeating: "x", count: 2000)] {
            let error = #expect(throws: CryptoError.self) {
                try RSAPrivateKey(pem: closed.utf8, passphrase: SecretBytes(copying: wrong.utf8))
            }
            #expect(error?.code == .wrongPassphrase)
            #expect(error?.description.contains("horse") == false)
        }
        let missing = #expect(throws: CryptoError.self) { try RSAPrivateKey(pem: closed.utf8) }
        #expect(missing?.code == .passphraseRequired)
    }

    @Test func readsWhatItWrites() throws {
        let key = try RSAPrivateKey.generate()
        #expect(try RSAPrivateKey(pem: key.pem.utf8).publicKey == key.publicKey)
        #expect(try key.publicKey.modulus.count == 256)
        #expect(try key.publicKey.exponent == [1, 0, 1])
    }

    @Test(arguments: [0, 512, 1024, 2047, 8193, Int.max])
    func refusesToMakeAKeyOfAnotherLength(_ bits: Int) {
        let error = #expect(throws: CryptoError.self) { try RSAPrivateKey.generate(bits: bits) }
        #expect(error?.code == .invalidArgument)
    }

    @Test(arguments: [
        ([UInt8](), [UInt8]()), ([1, 2, 3], [1, 0, 1]), ([UInt8](repeating: 0xFF, count: 256), [1]),
        ([UInt8](repeating: 0xFF, count: 256), [2]), ([UInt8](repeating: 0xFE, count: 256), [1, 0, 1]),
        ([UInt8](repeating: 0xFF, count: 100_000), [3]),
    ])
    func refusesNumbersThatAreNoKey(_ modulus: [UInt8], _ exponent: [UInt8]) {
        #expect(throws: CryptoError.self) { try RSAPublicKey(modulus: modulus, exponent: exponent) }
    }

    @Test func showsNothingOfAKeyOrASecret() throws {
        let secret = SecretBytes(copying: "hunter2".utf8)
        let key = try RSAPrivateKey(pem: ExampleKeys.rfc7515.utf8)
        var shown = "\(secret) \(String(reflecting: secret)) \(key) \(String(reflecting: key))"
        dump(secret, to: &shown)
        dump(key, to: &shown)
        #expect(!shown.contains("hunter2"))
        #expect(!shown.contains("104"))
        #expect(Mirror(reflecting: secret).children.isEmpty)
        #expect(secret.withBytes { bytes in bytes.indices.map { bytes[$0] } } == Array("hunter2".utf8))
    }
}
