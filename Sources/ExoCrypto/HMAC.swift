internal import COpenSSL

/// Keyed digests (RFC 2104).
package enum HMAC {
    /// HMAC-SHA-256 of a message.
    package static func sha256(_ message: some Collection<UInt8>, key: some Collection<UInt8>) throws -> [UInt8] {
        try ErrorQueue.clear()
        let (message, key) = (Array(message), Array(key))
        guard let keyCount = Int32(exactly: key.count) else {
            throw CryptoError(code: .invalidArgument, message: "the key is too long")
        }
        var result = [UInt8](repeating: 0, count: 32)
        guard unsafe COpenSSL.HMAC(EVP_sha256(), key, keyCount, message, message.count, &result, nil) != nil else {
            throw ErrorQueue.failure("the keyed digest failed")
        }
        return result
    }
}
