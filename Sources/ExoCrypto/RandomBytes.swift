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

    /// A random identifier (RFC 9562, version 4) in small letters, as each request carries one.
    package static func uuid() -> String {
        var generator = SystemRandomNumberGenerator()
        let high: UInt64 = generator.next() & ~0xF000 | 0x4000
        let low: UInt64 = generator.next() & ~(0b11 << 62) | 0b10 << 62
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for place in 0..<32 {
            if [8, 12, 16, 20].contains(place) { text.append(UInt8(ascii: "-")) }
            let half = place < 16 ? high : low
            text.append(digits[Int(half >> UInt64(60 - place % 16 * 4) & 0xF)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
