import ExoCrypto
import ExoJSON

/// A signed token in its compact form (RFC 7515, RFC 7519), composed and read.
struct JSONWebToken: Sendable {
    /// The longest text that is looked at.
    static let longest = 65536

    let header: JSONObject
    let claims: JSONObject
    private let signedText: [UInt8]
    private let signature: [UInt8]

    /// Reads a token without trusting it; `nil` when the text is none.
    init?(_ text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { return nil }
        self.header = header
        self.claims = claims
        self.signature = signature
        signedText = Array(parts[0]) + [UInt8(ascii: ".")] + Array(parts[1])
    }

    /// Whether the signature is that of a key.
    func isSigned(by key: SigningKey) throws -> Bool {
        try key.publicKey.verify(signature, of: signedText, algorithm: .rs256)
    }

    /// Composes a token.
    ///
    /// - Parameters:
    ///   - claims: What it says.
    ///   - key: The key that signs it.
    /// - Returns: The compact form.
    /// - Throws: `CryptoError`.
    static func sign(_ claims: JSONObject, with key: SigningKey) throws -> String {
        let header: JSONValue = [
            "typ": "JWT", "alg": "RS256", "x5t": .string(key.kid), "kid": .string(key.kid),
        ]
        let text =
            Base64URL.encode(header.serialized()) + "." + Base64URL.encode(JSONValue.object(claims).serialized())
        let signature = try key.privateKey.sign(Array(text.utf8), algorithm: .rs256)
        return text + "." + Base64URL.encode(signature)
    }

    private static func object(_ part: some Collection<UInt8>) -> JSONObject? {
        guard let bytes = Base64URL.decode(part) else { return nil }
        do { return try JSONValue(parsing: bytes).objectValue } catch { return nil }
    }
}
