import EmulatorCore
import ExoCrypto
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What is wrong with a token that was made for a test.
enum TokenFault: String, Sendable, CaseIterable {
    case none
    case expired
    case notYetValid
    case wrongAudience
    case wrongIssuer
    case wrongTenant
    /// The header says that nothing signs it.
    case algNone
    /// Signed as if the public key were a shared secret.
    case sharedSecret
    /// Signed by another key under the name of ours.
    case stranger
    /// Signed by another key under a name that nobody published.
    case unknownKey
    /// Changed after it was signed.
    case tampered
    /// Without its signature.
    case unsigned

    private static let elsewhere = "99999999-9999-4999-8999-999999999999"

    /// A token with these claims and the fault.
    func applied(to good: JSONObject, key: SigningKey, now: Date) throws -> String {
        var claims = good
        let second = Int64(now.timeIntervalSince1970)
        switch self {
        case .none: break
        case .expired: (claims["iat"], claims["nbf"], claims["exp"]) = Self.times(second - 10800, second - 7200)
        case .notYetValid: (claims["iat"], claims["nbf"], claims["exp"]) = Self.times(second + 3600, second + 7200)
        case .wrongAudience: claims["aud"] = .string("https://elsewhere.example")
        case .wrongIssuer: claims["iss"] = .string(IssuerName.version1(Self.elsewhere))
        case .wrongTenant: claims["tid"] = .string(Self.elsewhere)
        case .algNone:
            return Self.text(["typ": "JWT", "alg": "none", "kid": .string(key.kid)], claims) + "."
        case .sharedSecret:
            let text = Self.text(["typ": "JWT", "alg": "HS256", "kid": .string(key.kid)], claims)
            let secret = Array(JSONValue.object(key.published).text().utf8)
            return "\(text).\(Base64URL.encode(try HMAC.sha256(Array(text.utf8), key: secret)))"
        case .stranger, .unknownKey:
            let other = try RSAPrivateKey.generate(bits: 2048)
            let kid = self == .stranger ? key.kid : Base64URL.encode(try RandomBytes.make(20))
            let header: JSONObject = ["typ": "JWT", "alg": "RS256", "x5t": .string(kid), "kid": .string(kid)]
            let text = Self.text(header, claims)
            return "\(text).\(Base64URL.encode(try other.sign(Array(text.utf8), algorithm: .rs256)))"
        case .tampered:
            let parts = try JSONWebToken.sign(claims, with: key).split(separator: ".")
            claims["wids"] = [.string(DirectoryRoleID.globalAdministrator)]
            claims["exp"] = .integer(second + 31_536_000)
            let payload = Base64URL.encode(JSONValue.object(claims).serialized())
            return "\(parts.first ?? "").\(payload).\(parts.last ?? "")"
        case .unsigned:
            return try JSONWebToken.sign(claims, with: key).split(separator: ".").prefix(2).joined(separator: ".") + "."
        }
        return try JSONWebToken.sign(claims, with: key)
    }

    private static func times(_ begin: Int64, _ end: Int64) -> (JSONValue?, JSONValue?, JSONValue?) {
        (.integer(begin), .integer(begin), .integer(end))
    }

    private static func text(_ header: JSONObject, _ claims: JSONObject) -> String {
        [header, claims].map { Base64URL.encode(JSONValue.object($0).serialized()) }.joined(separator: ".")
    }
}
