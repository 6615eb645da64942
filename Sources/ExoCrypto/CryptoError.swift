/// Why a key, certificate or signature could not be made or used.
package struct CryptoError: Error, Sendable, CustomStringConvertible {
    /// What callers switch on.
    package var code: Code
    /// For a person; never a part of a key, passphrase or text.
    package var message: String
    /// What OpenSSL said, first cause first; empty where our own check refused.
    package var details: [String]

    /// Makes an error.
    package init(code: Code, message: String, details: [String] = []) {
        self.code = code
        self.message = message
        self.details = details
    }

    /// The message, and OpenSSL's first reason where there is one.
    package var description: String { details.first.map { "\(message) (OpenSSL: \($0))" } ?? message }

    /// Kinds of failure.
    package struct Code: Hashable, Sendable {
        private enum Value {
            case malformed, passphraseRequired, wrongPassphrase, wrongKeyType, invalidArgument, failed
        }
        private let value: Value

        /// The text or the bytes are not what they should be.
        package static var malformed: Self { Self(value: .malformed) }
        /// The key is encrypted and no passphrase was given.
        package static var passphraseRequired: Self { Self(value: .passphraseRequired) }
        /// The passphrase does not open the key.
        package static var wrongPassphrase: Self { Self(value: .wrongPassphrase) }
        /// The key is not an RSA key, or too short to be trusted.
        package static var wrongKeyType: Self { Self(value: .wrongKeyType) }
        /// A size, name or count is outside what is allowed.
        package static var invalidArgument: Self { Self(value: .invalidArgument) }
        /// The operation failed beneath.
        package static var failed: Self { Self(value: .failed) }
    }
}
