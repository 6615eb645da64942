internal import ExoCrypto

/// The SHA-256 digest of a token, which tells it from others and opens nothing.
public struct TokenDigest: Sendable, Hashable {
    private let bytes: [UInt8]

    /// The digest of a token.
    ///
    /// - Throws: When the library for digests fails.
    public init(of token: AccessToken) throws { bytes = try Digest.sha256(token.text.utf8) }

    /// The digest of a refresh token.
    ///
    /// - Throws: When the library for digests fails.
    public init(of token: RefreshToken) throws { bytes = try Digest.sha256(token.text.utf8) }

    /// All of it, as MSAL writes the digest of an assertion.
    var text: String { Base64URL.encode(bytes) }
}

extension TokenDigest: CustomStringConvertible {
    /// The first bytes, in hexadecimal digits.
    public var description: String { Hex.encode(bytes.prefix(4)) }
}
