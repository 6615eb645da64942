/// GUIDs that are the same each time a seed is written.
package enum SeedIdentifier {
    /// A GUID of version 4's form, made from words.
    package static func make(_ words: String...) -> String {
        let text = words.joined(separator: "\u{1F}").lowercased()
        var high = hash(text, from: 0xcbf2_9ce4_8422_2325)
        var low = hash(text, from: high ^ 0x9e37_79b9_7f4a_7c15)
        high = high & ~0xf000 | 0x4000
        low = low & ~(0xc000 << 48) | 0x8000 << 48
        let digits = [high, low].map { hexadecimal($0) }.joined()
        var rest = Substring(digits)
        return [8, 4, 4, 4, 12].map { count in
            defer { rest = rest.dropFirst(count) }
            return String(rest.prefix(count))
        }.joined(separator: "-")
    }

    // FNV-1a, then a finaliser so that texts that differ at their end differ everywhere.
    private static func hash(_ text: String, from start: UInt64) -> UInt64 {
        var value = start
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
        value = (value ^ value >> 33) &* 0xff51_afd7_ed55_8ccd
        value = (value ^ value >> 33) &* 0xc4ce_b9fe_1a85_ec53
        return value ^ value >> 33
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
