package import ExoCrypto
import ExoJSON

/// The keys of another service, as it publishes them (RFC 7517).
package struct PublicKeySet: Sendable {
    private static let longestModulus = 1024

    /// The RSA keys for signatures by their names; what else is in the set is left out.
    package let keys: [String: RSAPublicKey]

    /// Reads a set; whatever cannot be read is left out.
    package init(_ text: String) {
        var keys: [String: RSAPublicKey] = [:]
        let document = try? JSONValue(parsing: text)
        for key in document?["keys"]?.arrayValue ?? [] {
            guard key["kty"]?.stringValue == "RSA", key["use"]?.stringValue ?? "sig" == "sig",
                let kid = key["kid"]?.stringValue, let modulus = Self.number(key["n"]),
                let exponent = Self.number(key["e"]), modulus.count <= Self.longestModulus, exponent.count <= 8
            else { continue }
            keys[kid] = try? RSAPublicKey(modulus: modulus, exponent: exponent)
        }
        self.keys = keys
    }

    private static func number(_ value: JSONValue?) -> [UInt8]? {
        value?.stringValue.flatMap { Base64.decodeTolerantly($0.utf8) }
    }
}
