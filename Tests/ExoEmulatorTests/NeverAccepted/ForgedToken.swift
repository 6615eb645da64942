import ExoCrypto
import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// A good access token made into one that nobody may accept.
struct ForgedToken: Sendable, CustomTestStringConvertible {
    /// What an attacker has: a token, and what the service publishes about its keys.
    struct Material {
        var header: JSONObject
        var claims: JSONObject
        var signature: String
        var publicKey: RSAPublicKey
        var certificatePEM: String
        /// Stands for the service's own key where a token has to be well signed and wrong in what it says.
        var signingKey: RSAPrivateKey
    }

    var why: String
    /// Changes the token; returns how its text is signed, `nil` for the signature it had.
    var forge: @Sendable (inout Material, _ signedText: (JSONObject, JSONObject) -> String) throws -> String?
    var testDescription: String { why }

    /// The forged text.
    func text(_ token: String, _ context: EmulatorContext) throws -> String {
        let parts = token.split(separator: ".").map(String.init)
        let headerBytes = try #require(Base64URL.decode(parts[0]))
        let record = try #require(try context.directory.signingKeys().first)
        let key = try SigningKey(record)
        var material = Material(
            header: try #require(try JSONValue(parsing: headerBytes).objectValue),
            claims: try EntraBench.claims(token),
            signature: parts[2],
            publicKey: key.publicKey,
            certificatePEM: record.certificatePEM,
            signingKey: key.privateKey
        )
        let signature = try forge(&material, Self.signedText)
        return Self.signedText(material.header, material.claims) + "." + (signature ?? material.signature)
    }

    private static func signedText(_ header: JSONObject, _ claims: JSONObject) -> String {
        Base64URL.encode(JSONValue.object(header).serialized()) + "."
            + Base64URL.encode(JSONValue.object(claims).serialized())
    }

    private static func without(_ algorithm: String) -> ForgedToken {
        ForgedToken(why: "algorithm \(algorithm)") { material, _ in
            material.header["alg"] = .string(algorithm)
            return ""
        }
    }

    private static func keyedWith(
        _ why: String,
        _ key: @escaping @Sendable (Material) throws -> [UInt8]
    ) -> ForgedToken {
        ForgedToken(why: "HS256 keyed with \(why)") { material, text in
            material.header["alg"] = "HS256"
            let signed = text(material.header, material.claims)
            return Base64URL.encode(try HMAC.sha256(Array(signed.utf8), key: key(material)))
        }
    }

    /// Well signed by the service, and wrong in what it says.
    private static func saying(
        _ why: String,
        _ change: @escaping @Sendable (inout JSONObject) -> Void
    ) -> ForgedToken {
        ForgedToken(why: why) { material, text in
            change(&material.claims)
            let signed = text(material.header, material.claims)
            return Base64URL.encode(try material.signingKey.sign(Array(signed.utf8), algorithm: .rs256))
        }
    }

    /// Well signed by the service, with extensions that its reader has to know (RFC 7515 section 4.1.11).
    private static func demandingExtensions(_ names: [JSONValue]) -> ForgedToken {
        ForgedToken(why: "demands the extensions \(names)") { material, text in
            material.header["crit"] = .array(names)
            let signed = text(material.header, material.claims)
            return Base64URL.encode(try material.signingKey.sign(Array(signed.utf8), algorithm: .rs256))
        }
    }

    static let all: [ForgedToken] = [
        without("none"), without("None"), without("nOnE"), without(""), without("RS256"),
        keyedWith("the certificate's PEM") { Array($0.certificatePEM.utf8) },
        keyedWith("the certificate's DER") { try Certificate(pem: Array($0.certificatePEM.utf8)).der },
        keyedWith("the modulus") { $0.publicKey.modulus },
        keyedWith("the modulus as text") { Array(Base64URL.encode($0.publicKey.modulus).utf8) },
        keyedWith("nothing") { _ in [] },
        ForgedToken(why: "unknown key") { material, _ in
            material.header["kid"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAA"
            return nil
        },
        ForgedToken(why: "no key named") { material, _ in
            material.header["kid"] = nil
            return nil
        },
        ForgedToken(why: "payload changed") { material, _ in
            material.claims["wids"] = ["62e90394-69f5-4237-9190-012177145e10"]
            return nil
        },
        ForgedToken(why: "header changed") { material, _ in
            material.header["crit"] = ["exp"]
            return nil
        },
        ForgedToken(why: "signed by a stranger under the service's key name") { material, text in
            let signed = text(material.header, material.claims)
            return Base64URL.encode(try RSAPrivateKey.generate(bits: 2048).sign(Array(signed.utf8), algorithm: .rs256))
        },
        ForgedToken(why: "signed by a stranger whose key it brings along") { material, text in
            let stranger = try RSAPrivateKey.generate(bits: 2048)
            material.header["jwk"] = [
                "kty": "RSA", "n": .string(Base64URL.encode(try stranger.publicKey.modulus)),
                "e": .string(Base64URL.encode(try stranger.publicKey.exponent)),
            ]
            material.header["jku"] = "https://evil.example/keys"
            let signed = text(material.header, material.claims)
            return Base64URL.encode(try stranger.sign(Array(signed.utf8), algorithm: .rs256))
        },
        ForgedToken(why: "signed by PS256") { material, text in
            material.header["alg"] = "PS256"
            let signed = text(material.header, material.claims)
            return Base64URL.encode(try material.signingKey.sign(Array(signed.utf8), algorithm: .ps256))
        },
        demandingExtensions(["exp"]), demandingExtensions(["b64"]), demandingExtensions([]),
        saying("issuer of another tenant") {
            $0["iss"] = .string(IssuerName.version1(EntraBench.fabrikam))
        },
        saying("issuer elsewhere") { $0["iss"] = "https://evil.example/" },
        saying("unknown tenant") {
            $0["tid"] = "99999999-0000-4000-8000-000000000000"
            $0["iss"] = .string(IssuerName.version1("99999999-0000-4000-8000-000000000000"))
        },
        saying("audience elsewhere") { $0["aud"] = "https://evil.example" },
        saying("no audience") { $0["aud"] = nil },
        saying("two audiences") { $0["aud"] = [$0["aud"] ?? .null, "https://evil.example"] },
        saying("ended") { $0["exp"] = .integer(1_600_000_000) },
        saying("no end") { $0["exp"] = nil },
        saying("not begun") { $0["nbf"] = .integer(4_000_000_000) },
        saying("no issuer") { $0["iss"] = nil },
        saying("no user") { $0["oid"] = nil },
        saying("unknown user") { $0["oid"] = "99999999-0000-4000-8000-000000000000" },
    ]
}
