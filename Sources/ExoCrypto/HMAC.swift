internal import COpenSSL

/// Keyed digests (RFC 2104).
package enum HMAC {
    /// HMAC-SHA-256 of a message.
    package static func sha256(_ message: some Collection<UInt8>, key: some Collection<UInt8>) throws -> [UInt8] {
        try unsafe digest(Array(message), Array(key), EVP_sha256(), count: 32)
    }

    /// HMAC-SHA-1 of a message, for one-time passwords (RFC 4226) alone.
    package static func sha1(_ message: some Collection<UInt8>, key: some Collection<UInt8>) throws -> [UInt8] {
        try unsafe digest(Array(message), Array(key), EVP_sha1(), count: 20)
    }

    private static func digest(
        _ message: [UInt8],
        _ key: [UInt8],
        _ kind: OpaquePointer?,
        count: Int
    ) throws -> [UInt8] {
        try ErrorQueue.clear()
        guard let keyCount = Int32(exactly: key.count) else {
            throw CryptoError(code: .invalidArgument, message: "the key is too long")
        }
        var result = [UInt8](repeating: 0, count: count)
        guard unsafe COpenSSL.HMAC(kind, key, keyCount, message, message.count, &result, nil) != nil else {
            throw ErrorQueue.failure("the keyed digest failed")
        }
        return result
    }
}
