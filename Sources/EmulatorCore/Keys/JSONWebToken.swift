package import ExoCrypto
package import ExoJSON

/// A signed token in its compact form (RFC 7515, RFC 7519), composed and read.
package struct JSONWebToken: Sendable {
    /// The longest text that is looked at.
    package static let longest = 65536

    package let header: JSONObject
    package let claims: JSONObject
    private let signedText: [UInt8]
    private let signature: [UInt8]

    /// Reads a token without trusting it; `nil` when the text is none.
    ///
    /// - Parameters:
    ///   - text: The compact form.
    ///   - isTolerant: Whether its parts may have padding and stand in either alphabet, as some clients write them.
    package init?(_ text: String, isTolerant: Bool = false) {
        guard text.utf8.count <= Self.longest else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map {
            (written: $0, bytes: isTolerant ? Base64.decodeTolerantly($0) : Base64URL.decode($0))
        }
        guard parts.count == 3, let header = Self.object(parts[0].bytes), let claims = Self.object(parts[1].bytes),
            let signature = parts[2].bytes
        else { return nil }
        self.header = header
        self.claims = claims
        self.signature = signature
        signedText = Array(parts[0].written) + [UInt8(ascii: ".")] + Array(parts[1].written)
    }

    /// Whether the signature is that of a key of this service.
    package func isSigned(by key: SigningKey) throws -> Bool {
        guard let nonce = header["nonce"]?.stringValue else { return try isSigned(by: key.publicKey, .rs256) }
        // What was signed has the digest of the nonce in its place.
        guard header["crit"] == nil, let point = signedText.firstIndex(of: UInt8(ascii: ".")) else { return false }
        let text = Array(try key.header(nonce: Self.sealed(nonce)).utf8) + signedText[point...]
        return try key.publicKey.verify(signature, of: text, algorithm: .rs256)
    }

    /// Whether the signature is that of a key.
    ///
    /// A header that demands extensions (`crit`) can mean anything to who does not know them, and none are known here
    /// (RFC 7515 section 4.1.11).
    package func isSigned(by key: RSAPublicKey, _ algorithm: SignatureAlgorithm) throws -> Bool {
        guard header["crit"] == nil else { return false }
        return try key.verify(signature, of: signedText, algorithm: algorithm)
    }

    /// A time among the claims: a number, or a number written as text as some clients do.
    ///
    /// - Parameter name: The claim.
    /// - Returns: Seconds since 1970; `nil` when the claim is missing or no number.
    package func seconds(_ name: String) -> Double? {
        let number: Double? =
            switch claims[name] {
            case .integer(let number): Double(number)
            case .double(let number): number
            case .string(let text): Double(text)
            default: nil
            }
        return number.flatMap { $0.isFinite ? $0 : nil }
    }

    /// The audiences, of which a token may name several.
    package var audiences: [String] {
        switch claims["aud"] {
        case .string(let audience): [audience]
        case .array(let values): values.compactMap(\.stringValue)
        default: []
        }
    }

    /// Its own number: the one it carries, or else what only this token has.
    package var number: String {
        get throws { try claims["jti"]?.stringValue ?? Base64URL.encode(Digest.sha256(signature)) }
    }

    /// Composes a token.
    ///
    /// - Parameters:
    ///   - claims: What it says.
    ///   - key: The key that signs it.
    ///   - namesThumbprint: Whether the header has `x5t` beside `kid`, which are the same.
    ///   - nonce: A number used once, for a token that the service itself can verify and nobody else.
    /// - Returns: The compact form.
    /// - Throws: `CryptoError`.
    package static func sign(
        _ claims: JSONObject,
        with key: SigningKey,
        namesThumbprint: Bool = true,
        nonce: String? = nil
    ) throws -> String {
        let payload = "." + Base64URL.encode(JSONValue.object(claims).serialized())
        let plain = namesThumbprint ? key.header : key.shortHeader
        let signed = try nonce.map { key.header(nonce: try sealed($0)) } ?? plain
        let signature = try key.privateKey.sign(Array((signed + payload).utf8), algorithm: .rs256)
        return (nonce.map { key.header(nonce: $0) } ?? plain) + payload + "." + Base64URL.encode(signature)
    }

    private static func sealed(_ nonce: String) throws -> String {
        Base64URL.encode(try Digest.sha256(Array(nonce.utf8)))
    }

    private static func object(_ bytes: [UInt8]?) -> JSONObject? {
        guard let bytes else { return nil }
        do { return try JSONValue(parsing: bytes).objectValue } catch { return nil }
    }
}
