package import ExoCrypto
package import ExoJSON

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A key that signs tokens, with the certificate by which others know it.
package struct SigningKey: Sendable {
    /// The key's name: the certificate's SHA-1 thumbprint.
    package let kid: String
    package let privateKey: RSAPrivateKey
    package let publicKey: RSAPublicKey
    private let certificate: Certificate
    /// The header of the tokens it signs, in base 64.
    let header: String
    /// The same without `x5t`, which says what `kid` says.
    let shortHeader: String

    /// Reads a stored key.
    package init(_ record: SigningKeyRecord) throws {
        kid = record.kid
        privateKey = try RSAPrivateKey(pem: Array(record.privateKeyPEM.utf8))
        certificate = try Certificate(pem: Array(record.certificatePEM.utf8))
        publicKey = try privateKey.publicKey
        let start: JSONObject = ["typ": "JWT", "alg": "RS256"]
        let name = JSONObject.Member(name: "kid", value: .string(kid))
        let thumbprint = JSONObject.Member(name: "x5t", value: .string(kid))
        header = Base64URL.encode(JSONValue.object(JSONObject(start.members + [thumbprint, name])).serialized())
        shortHeader = Base64URL.encode(JSONValue.object(JSONObject(start.members + [name])).serialized())
    }

    /// The header of a token with a number used once.
    func header(nonce: String) -> String {
        Base64URL.encode(
            JSONValue.object([
                "typ": "JWT", "nonce": .string(nonce), "alg": "RS256", "x5t": .string(kid), "kid": .string(kid),
            ]).serialized()
        )
    }

    /// The key as the keys documents list it (RFC 7517).
    package var published: JSONObject {
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

extension SigningKey {
    private static let lifetime: TimeInterval = 5 * 365 * 86400

    /// Makes a key with a certificate of its own.
    package static func make(commonName: String, now: Date) throws -> SigningKeyRecord {
        let key = try RSAPrivateKey.generate(bits: 2048)
        let certificate = try Certificate.selfSigned(
            commonName: commonName,
            key: key,
            notBefore: now.addingTimeInterval(-86400),
            notAfter: now.addingTimeInterval(lifetime)
        )
        return SigningKeyRecord(
            kid: Base64URL.encode(try certificate.sha1Thumbprint),
            privateKeyPEM: try key.pem,
            certificatePEM: certificate.pem,
            createdAt: now,
            retired: false
        )
    }
}
