/// What tells one call from another in a journal: the beginning of a keyed digest, so that nothing can be learnt from it.
struct JournalKey: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Takes the first 16 bytes of a digest.
    init(digest: [UInt8]) {
        func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        high = number(digest[0..<8])
        low = number(digest[8..<16])
    }

    /// Reads 32 hexadecimal digits.
    init?(_ text: String) {
        guard text.utf8.count == 32, let high = UInt64(text.prefix(16), radix: 16),
            let low = UInt64(text.suffix(16), radix: 16)
        else { return nil }
        self.high = high
        self.low = low
    }

    /// The digits.
    var text: String { Self.digits(high) + Self.digits(low) }

    private static func digits(_ number: UInt64) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 16 - text.utf8.count) + text
    }
}
