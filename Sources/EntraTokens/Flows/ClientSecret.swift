internal import ExoCrypto

/// An application's secret; printing it shows `[secret]`, and it is wiped when its last owner lets go.
public struct ClientSecret: Sendable {
    let bytes: SecretBytes

    /// Keeps a copy of a secret.
    ///
    /// - Parameter bytes: The secret in UTF-8, without a line end; the caller wipes its own copy.
    public init(_ bytes: some Collection<UInt8>) { self.bytes = SecretBytes(copying: bytes) }

    /// The secret as a header field needs it; it is in memory until that is used again.
    var text: String {
        bytes.withBytes { span in
            var copy: [UInt8] = []
            for index in span.indices { copy.append(span[index]) }
            return String(decoding: copy, as: UTF8.self)
        }
    }
}

extension ClientSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Hides the secret.
    public var description: String { "[secret]" }
    /// Hides the secret.
    public var debugDescription: String { "[secret]" }
    /// Hides the secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
