internal import ExoCrypto
internal import ExoJSON

/// A certificate as a credential of an application.
struct CertificateCredential: Sendable {
    let certificate: Certificate

    /// SHA-1 in capital hexadecimal digits, as Windows and the portal show it.
    var thumbprint: String { get throws { Hex.encode(try certificate.sha1Thumbprint) } }

    /// What Graph is sent.
    var object: JSONObject {
        get throws {
            [
                "type": "AsymmetricX509Cert", "usage": "Verify", "key": .string(Base64.encode(certificate.der)),
                "displayName": .string(try certificate.subject),
            ]
        }
    }

    /// Whether a credential that Graph shows is meant by an id or a thumbprint.
    static func isMeant(_ credential: JSONValue, by word: String) -> Bool {
        let word = word.filter { $0 != ":" && $0 != " " }.lowercased()
        if credential["keyId"]?.stringValue?.lowercased() == word { return true }
        guard let identifier = credential["customKeyIdentifier"]?.stringValue else { return false }
        if identifier.lowercased() == word { return true }
        return Base64.decodeTolerantly(Array(identifier.utf8)).map { Hex.encode($0).lowercased() == word } ?? false
    }
}
