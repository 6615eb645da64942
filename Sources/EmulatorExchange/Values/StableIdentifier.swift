/// Numbers that are the same in every run for the same words.
enum StableIdentifier {
    /// Sixteen hexadecimal digits made of words.
    static func digits(_ words: String...) -> String {
        let digits = String(hash(words.joined(separator: "|")), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// A number made of words (FNV-1a, 64 bit, then mixed).
    static func hash(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        return hash ^ (hash >> 33)
    }
}
