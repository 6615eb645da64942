internal import COpenSSL

/// Unpredictable bytes from OpenSSL's generator.
package enum RandomBytes {
    /// As many bytes as asked.
    package static func make(_ count: Int) throws -> [UInt8] {
        try ErrorQueue.clear()
        guard let size = Int32(exactly: count), size >= 0 else {
            throw CryptoError(code: .invalidArgument, message: "\(count) random bytes cannot be made")
        }
        var bytes = [UInt8](repeating: 0, count: count)
        if count > 0 { try ErrorQueue.require(unsafe RAND_bytes(&bytes, size), "the random generator failed") }
        return bytes
    }
}
