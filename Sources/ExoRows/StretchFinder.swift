/// Finds long stretches outside strings: only there is room for a number above 64 bits.
///
/// Between two strings such a number takes 22 bytes at least: its 20 digits, what is before and what is after.
struct StretchFinder: Sendable {
    /// Which of the last 64 bytes stood outside strings, the last one in the highest bit; the row's bracket did.
    private var history: UInt64 = 1 << 63
    /// Whether the block before may have begun a long stretch.
    private var mayGoOn = false

    /// Reads a block of which `count` bytes are of the text; whether a long stretch ends in it.
    @inline(__always)
    mutating func step(_ inString: UInt64, count: Int) -> Bool {
        // Whatever part of 22 bytes in a row lies in this block or in the one before covers eight aligned ones in one of them.
        let each: UInt64 = 0x0101_0101_0101_0101
        let hasEight = (inString &- each) & ~inString & each << 7 != 0
        guard hasEight || mayGoOn || count < 64 else {
            history = ~inString
            return false
        }
        let (isLong, next) = Self.look(inString, count, history)
        history = next
        mayGoOn = hasEight || count < 64
        return isLong
    }

    /// Looks closely; apart, since few blocks need it.
    @inline(never)
    private static func look(_ inString: UInt64, _ count: Int, _ history: UInt64) -> (isLong: Bool, history: UInt64) {
        let ones = ~inString & (count == 64 ? .max : (1 << UInt64(count)) - 1)
        let isLong = hasRun(ones) || hasRun(ones << 32 | history >> 32)
        return (isLong, count == 64 ? ones : history >> UInt64(count) | ones << UInt64(64 - count))
    }

    /// Whether 22 bits in a row are set.
    private static func hasRun(_ bits: UInt64) -> Bool {
        // A bit for each place where 2, 4, 8, 16 and 22 of them begin.
        var runs = bits & bits >> 1
        runs &= runs >> 2
        runs &= runs >> 4
        runs &= runs >> 8
        runs &= runs >> 6
        return runs != 0
    }
}
