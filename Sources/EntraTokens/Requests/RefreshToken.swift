/// What gets the next token without a person (RFC 6749, section 1.5); printing it shows `[refresh token]`.
public struct RefreshToken: Sendable, Hashable {
    /// The token itself: give it to nobody but its authority or the store the user chose.
    package let text: String

    /// Keeps a refresh token.
    public init(_ text: String) { self.text = text }
}

extension RefreshToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Hides the token.
    public var description: String { "[refresh token]" }
    /// Hides the token.
    public var debugDescription: String { "[refresh token]" }
    /// Hides the token.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
