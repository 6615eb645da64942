internal import CByteMasks

/// Follows strings and escapes from one block of 64 bytes to the next.
struct StringTracker: Sendable {
    /// All ones while a string is open.
    private var open: UInt64 = 0
    /// One when the next byte follows a backslash that escapes it.
    private var escapes: UInt64 = 0

    /// What a block's bytes are.
    struct Block {
        /// Bytes of strings, opening quotes included and closing ones not.
        var inString: UInt64
        /// Quotes that open or close a string.
        var quotes: UInt64
        /// Bytes after an escaping backslash.
        var escaped: UInt64
    }

    /// Reads one block of which `count` bytes are of the text.
    @inline(__always)
    mutating func step(_ masks: exo_byte_masks, count: Int) -> Block {
        var escaped = escapes
        if masks.backslash | escapes != 0 {
            let even: UInt64 = 0x5555_5555_5555_5555
            let backslash = masks.backslash & ~escapes
            let follows = backslash << 1 | escapes
            let oddStarts = backslash & ~even & ~follows
            let (ends, carry) = oddStarts.addingReportingOverflow(backslash)
            escaped = (even ^ ends << 1) & follows
            escapes = count == 64 ? (carry ? 1 : 0) : escaped >> UInt64(count) & 1
        }
        let quotes = masks.quote & ~escaped
        let inString = quotes.parities ^ open
        open = UInt64(bitPattern: Int64(bitPattern: inString) >> 63)
        return Block(inString: inString, quotes: quotes, escaped: escaped)
    }
}

extension UInt64 {
    /// In each place whether an odd number of bits is set up to there.
    @inline(__always)
    fileprivate var parities: UInt64 {
        var bits = self
        bits ^= bits << 1
        bits ^= bits << 2
        bits ^= bits << 4
        bits ^= bits << 8
        bits ^= bits << 16
        bits ^= bits << 32
        return bits
    }
}
