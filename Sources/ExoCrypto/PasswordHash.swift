internal import COpenSSL

/// Passwords kept as PBKDF2-HMAC-SHA-256 (RFC 8018), in the text form `pbkdf2-sha256$ITERATIONS$SALT$HASH`.
package enum PasswordHash {
    private static let scheme = "pbkdf2-sha256"
    private static let allowedIterations = 1...10_000_000

    /// The text form of a password under a fresh salt of 16 bytes.
    ///
    /// - Parameters:
    ///   - password: The password's bytes.
    ///   - iterations: How often the digest is taken, 1 to 10,000,000; OWASP advises 600,000 for real passwords.
    /// - Returns: Text to keep.
    /// - Throws: ``CryptoError`` with code `invalidArgument` for another count.
    package static func make(_ password: some Collection<UInt8>, iterations: Int = 600_000) throws -> String {
        let salt = try RandomBytes.make(16)
        let key = try derive(password, salt: salt, iterations: iterations, count: 32)
        return [scheme, String(iterations), Base64URL.encode(salt), Base64URL.encode(key)].joined(separator: "$")
    }

    /// Whether a password is the one of a text form.
    ///
    /// - Throws: ``CryptoError`` with code `malformed` when the text is not such a form.
    package static func matches(_ password: some Collection<UInt8>, _ text: String) throws -> Bool {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == scheme, let iterations = Int(parts[1]),
            let salt = Base64URL.decode(parts[2]), let key = Base64URL.decode(parts[3]), (16...64).contains(key.count)
        else { throw CryptoError(code: .malformed, message: "not a password hash of the form \(scheme)$…") }
        return constantTimeEquals(
            try derive(password, salt: salt, iterations: iterations, count: key.count),
            key
        )
    }

    /// The key that PBKDF2-HMAC-SHA-256 derives.
    package static func derive(
        _ password: some Collection<UInt8>,
        salt: [UInt8],
        iterations: Int,
        count: Int
    ) throws -> [UInt8] {
        guard allowedIterations.contains(iterations), (1...1024).contains(count), salt.count <= 1024 else {
            throw CryptoError(code: .invalidArgument, message: "the iterations, salt or length are out of range")
        }
        try ErrorQueue.clear()
        let password = password.map { CChar(bitPattern: $0) }
        var key = [UInt8](repeating: 0, count: count)
        try ErrorQueue.require(
            unsafe PKCS5_PBKDF2_HMAC(
                password,
                Int32(password.count),
                salt,
                Int32(salt.count),
                Int32(iterations),
                EVP_sha256(),
                Int32(count),
                &key
            ),
            "the password cannot be hashed"
        )
        return key
    }
}
