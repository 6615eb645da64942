internal import ExoCrypto

/// An application's secret; printing it shows `[secret]`, and it is wiped when its last owner lets go.
public struct ClientSecret: Sendable {
    let bytes: SecretBytes

    /// Keeps a copy of a secret.
    ///
    /// - Parameter bytes: The secret in UTF-8, without a line end; the caller wipes its own copy.
    public init(_ bytes: some Collection<UInt8>) { self.bytes = SecretBytes(copying: bytes) }
}

extension ClientSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Hides the secret.
    public var description: String { "[secret]" }
    /// Hides the secret.
    public var debugDescription: String { "[secret]" }
    /// Hides the secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
