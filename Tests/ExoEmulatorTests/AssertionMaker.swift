import ExoCrypto
import ExoJSON
import FoundationEssentials
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange

/// Writes client assertions the way libraries do, with one key and its certificate.
struct AssertionMaker {
    static let start = Date(timeIntervalSince1970: 1_790_000_000)
    // A key takes long to make; what it is does not matter to a test.
    private static let keys = Result { try (0..<2).map { _ in try RSAPrivateKey.generate(bits: 2048) } }

    let key: RSAPrivateKey
    let certificate: Certificate

    /// Makes the maker with the first key or, as a stranger, with the second.
    init(isStranger: Bool = false, days: Double = 365) throws {
        key = try Self.keys.get()[isStranger ? 1 : 0]
        certificate = try Certificate.selfSigned(
            commonName: "client",
            key: key,
            notBefore: Self.start.addingTimeInterval(-86400),
            notAfter: Self.start.addingTimeInterval(days * 86400)
        )
    }

    var sha1: String { get throws { Base64URL.encode(try certificate.sha1Thumbprint) } }
    var sha256: String { get throws { Base64URL.encode(try certificate.sha256Thumbprint) } }

    /// Registers the certificate for an app.
    func register(in bench: EntraBench, for appID: String = EntraBench.confidentialClient) throws {
        try bench.context.directory.insert(
            KeyCredentialRecord(
                keyID: UUID().uuidString.lowercased(),
                appID: appID,
                certificate: Base64.encode(certificate.der),
                sha1Thumbprint: try sha1,
                sha256Thumbprint: try sha256,
                startsOn: try certificate.notBefore,
                endsOn: try certificate.notAfter
            )
        )
    }

    /// The claims MSAL.NET sends, with some changed or (nil) left out.
    static func claims(_ changes: [String: JSONValue?] = [:]) -> JSONObject {
        var claims: JSONObject = [
            "aud": "https://localhost:8443/contoso.com/oauth2/v2.0/token",
            "iss": .string(EntraBench.confidentialClient), "sub": .string(EntraBench.confidentialClient),
            "jti": .string(UUID().uuidString), "nbf": "1790000000", "exp": "1790000600",
        ]
        for (name, value) in changes { claims[name] = value }
        return claims
    }

    /// The header MSAL.NET sends.
    func header(_ changes: [String: JSONValue?] = [:]) throws -> JSONObject {
        var header: JSONObject = ["alg": "PS256", "typ": "JWT", "x5t#S256": .string(try sha256)]
        for (name, value) in changes { header[name] = value }
        return header
    }

    /// An assertion.
    func make(
        header changes: [String: JSONValue?] = [:],
        claims: [String: JSONValue?] = [:],
        encode: (String) -> String = { Base64URL.encode($0.utf8) }
    ) throws -> String {
        let header = try header(changes)
        let parts = [header, Self.claims(claims)].map {
            encode(String(decoding: JSONValue.object($0).serialized(), as: UTF8.self))
        }
        let text = parts.joined(separator: ".")
        let algorithm = header["alg"] == "RS256" ? SignatureAlgorithm.rs256 : .ps256
        return text + "." + Base64URL.encode(try key.sign(Array(text.utf8), algorithm: algorithm))
    }

    /// The form of an application that proves itself by an assertion.
    static func form(_ assertion: String, scope: String = EntraBench.exchangeDefault) -> [(String, String)] {
        [
            ("client_id", EntraBench.confidentialClient), ("client_assertion_type", ClientAssertion.type),
            ("client_assertion", assertion), ("scope", scope), ("grant_type", "client_credentials"),
        ]
    }

    /// The key in a set as services publish theirs.
    func keySet(kid: String) throws -> String {
        let key = try key.publicKey
        let set: JSONValue = [
            "keys": [
                [
                    "kty": "RSA", "use": "sig", "kid": .string(kid), "n": .string(Base64URL.encode(key.modulus)),
                    "e": .string(Base64URL.encode(key.exponent)),
                ],
                ["kty": "EC", "kid": "other", "crv": "P-256", "x": "AA", "y": "AA"],
            ]
        ]
        return String(decoding: set.serialized(), as: UTF8.self)
    }
}
