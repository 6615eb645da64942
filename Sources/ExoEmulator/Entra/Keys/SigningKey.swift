import ExoCrypto
import ExoJSON

/// A key that signs tokens, with the certificate by which others know it.
struct SigningKey: Sendable {
    /// The key's name: the certificate's SHA-1 thumbprint.
    let kid: String
    let privateKey: RSAPrivateKey
    let publicKey: RSAPublicKey
    private let certificate: Certificate

    /// Reads a stored key.
    init(_ record: SigningKeyRecord) throws {
        kid = record.kid
        privateKey = try RSAPrivateKey(pem: Array(record.privateKeyPEM.utf8))
        certificate = try Certificate(pem: Array(record.certificatePEM.utf8))
        publicKey = try privateKey.publicKey
    }

    /// The key as the keys documents list it (RFC 7517).
    var published: JSONObject {
        [
            "kty": "RSA",
            "use": "sig",
            "kid": .string(kid),
            "x5t": .string(kid),
            "n": .string(Base64URL.encode(publicKey.modulus)),
            "e": .string(Base64URL.encode(publicKey.exponent)),
            "x5c": [.string(Base64.encode(certificate.der))],
        ]
    }
}
