internal import COpenSSL

/// Cryptographic digests (FIPS 180-4).
package enum Digest {
    /// SHA-1, for certificate thumbprints (`x5t`) alone.
    package static func sha1(_ bytes: some Collection<UInt8>) throws -> [UInt8] {
        try unsafe digest(Array(bytes), EVP_sha1(), count: 20)
    }

    /// SHA-256.
    package static func sha256(_ bytes: some Collection<UInt8>) throws -> [UInt8] {
        try unsafe digest(Array(bytes), EVP_sha256(), count: 32)
    }

    /// SHA-512.
    package static func sha512(_ bytes: some Collection<UInt8>) throws -> [UInt8] {
        try unsafe digest(Array(bytes), EVP_sha512(), count: 64)
    }

    private static func digest(_ bytes: [UInt8], _ kind: OpaquePointer?, count: Int) throws -> [UInt8] {
        try ErrorQueue.clear()
        var result = [UInt8](repeating: 0, count: count)
        try ErrorQueue.require(
            unsafe EVP_Digest(bytes, bytes.count, &result, nil, kind, nil),
            "the digest failed"
        )
        return result
    }
}
