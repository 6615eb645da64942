internal import COpenSSL

/// The one reader and writer behind both alphabets.
///
/// OpenSSL writes. It does not read: its decoder takes blanks, bad padding and several spellings of one value.
enum Base64Codec {
    /// What may stand at the end of a text.
    enum Form { case padded, bare, any }

    static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    static let url = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    static let standardValues = values(of: [standard])
    static let urlValues = values(of: [url])
    static let eitherValues = values(of: [standard, url])

    private static let none: UInt8 = 0xFF

    private static func values(of alphabets: [[UInt8]]) -> [UInt8] {
        var table = [UInt8](repeating: none, count: 256)
        for alphabet in alphabets {
            for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
        }
        return table
    }

    /// Writes bytes with padding, in the standard alphabet.
    static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let bytes = Array(bytes)
        // OpenSSL counts in 32 bits and ends with a zero; parts of whole groups join without a trace.
        let longestPart = 3 << 28
        return unsafe [UInt8](unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4 + 1) { text, count in
            var start = 0
            while start < bytes.count {
                let part = min(longestPart, bytes.count - start)
                count += unsafe bytes.withUnsafeBufferPointer { source in
                    let written = unsafe EVP_EncodeBlock(
                        text.baseAddress.map { unsafe $0 + count },
                        source.baseAddress.map { unsafe $0 + start },
                        Int32(part)
                    )
                    return Int(written)
                }
                start += part
            }
        }
    }

    /// Reads a text; the unused bits at its end must be zero, so that a value has one spelling.
    static func decode(_ text: some Collection<UInt8>, values: [UInt8], form: Form) -> [UInt8]? {
        if let result = text.withContiguousStorageIfAvailable({ buffer in
            decode(unsafe buffer.span, values: values, form: form)
        }) {
            return result
        }
        return decode(Array(text).span, values: values, form: form)
    }

    private static func decode(_ text: Span<UInt8>, values: [UInt8], form: Form) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: text.count / 4 * 3)
        // Whole groups of four digits first; whatever is left or different is looked at one by one.
        var (start, end) = (0, 0)
        while start + 4 <= text.count {
            let first = values[Int(text[start])]
            let second = values[Int(text[start + 1])]
            let third = values[Int(text[start + 2])]
            let fourth = values[Int(text[start + 3])]
            guard first | second | third | fourth < 64 else { break }
            bytes[end] = first << 2 | second >> 4
            bytes[end + 1] = second << 4 | third >> 2
            bytes[end + 2] = third << 6 | fourth
            start += 4
            end += 3
        }
        bytes.removeLast(bytes.count - end)
        var (bits, held, digits, padding) = (UInt32(0), UInt32(0), start, 0)
        for index in start..<text.count {
            let character = text[index]
            let value = values[Int(character)]
            guard value == none else {
                guard padding == 0 else { return nil }
                digits += 1
                bits = bits << 6 | UInt32(value)
                held += 6
                if held >= 8 {
                    held -= 8
                    bytes.append(UInt8(truncatingIfNeeded: bits >> held))
                }
                continue
            }
            if character == UInt8(ascii: "="), form != .bare {
                padding += 1
            } else if form != .any || !(character == 0x20 || (0x09...0x0D).contains(character)) {
                return nil
            }
        }
        let isWhole = (digits + padding) % 4 == 0 && padding < 3
        guard digits % 4 != 1, bits & (1 << held - 1) == 0 else { return nil }
        guard isWhole || padding == 0 && form != .padded else { return nil }
        return bytes
    }
}
