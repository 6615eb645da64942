import ExoCrypto

/// Codes and refresh tokens: text that says nothing, of which the store keeps only a digest.
package struct OpaqueText: Sendable {
    /// The text for the client.
    package let text: String

    /// Makes an authorization code.
    package static func code() throws -> OpaqueText {
        OpaqueText(text: "1.A" + Base64URL.encode(try RandomBytes.make(540)))
    }

    /// Makes a device code.
    package static func deviceCode() throws -> OpaqueText {
        OpaqueText(text: "BA" + Base64URL.encode(try RandomBytes.make(180)))
    }

    /// Makes a refresh token.
    ///
    /// - Parameter kind: What kind of client it is for, which it carries with it.
    /// - Returns: The token.
    /// - Throws: `CryptoError` when there is no randomness.
    package static func refreshToken(for kind: RedirectURIKind) throws -> OpaqueText {
        OpaqueText(text: "1.A\(mark(kind))" + Base64URL.encode(try RandomBytes.make(720)))
    }

    /// What kind of client a refresh token is for; nobody can change it, since the whole text is what the store knows.
    package static func kind(ofRefreshToken text: String) -> RedirectURIKind? {
        RedirectURIKind.allCases.first { text.hasPrefix("1.A\(mark($0))") }
    }

    /// What the store keeps of a text.
    package static func digest(_ text: String) throws -> String {
        Base64URL.encode(try Digest.sha256(Array(text.utf8)))
    }

    /// What the store keeps of this text.
    package var digest: String { get throws { try Self.digest(text) } }

    private static func mark(_ kind: RedirectURIKind) -> Character {
        switch kind {
        case .web: "W"
        case .spa: "S"
        case .publicClient: "P"
        }
    }
}
