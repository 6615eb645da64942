/// Looks at the bytes behind backslashes (RFC 8259, section 7).
enum EscapeCheck {
    /// Whether each of them may stand there; the digits of one that the text ends in may not.
    ///
    /// - Parameters:
    ///   - escaped: A bit for each byte behind a backslash, from `place` on.
    ///   - base: The text.
    ///   - place: Where the block of the bits begins.
    ///   - count: The length of the text.
    /// - Returns: Whether all are known.
    @inline(never)
    static func isValid(_ escaped: UInt64, _ base: UnsafePointer<UInt8>, _ place: Int, count: Int) -> Bool {
        var rest = escaped
        while rest != 0 {
            let at = place + rest.trailingZeroBitCount
            rest &= rest - 1
            guard at < count else { return true }
            switch unsafe base[at] {
            case .quote, .backslash, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: continue
            case 0x75:
                guard at + 5 <= count else { return false }
                for digit in at + 1..<at + 5 where unsafe base[digit].hexadecimal == nil { return false }
            default: return false
            }
        }
        return true
    }
}
