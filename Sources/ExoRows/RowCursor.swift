internal import CByteMasks

/// Goes from token to token of a text: quotes, brackets, commas and colons; what stands between is left to the caller.
///
/// The memory belongs to the caller and outlives the cursor, which never leaves the call that made it.
@unsafe
struct RowCursor {
    let base: UnsafePointer<UInt8>
    let count: Int
    /// Where the block at hand begins; tokens of it that were not yet given are in `rest`.
    private var block = -64
    private var rest: UInt64 = 0
    /// The blocks that were found before, from the next one on; `nil` where each is read here.
    private var blocks: UnsafePointer<TokenBlock>?
    private var tracker = StringTracker()
    /// Where the last at sign of the blocks read so far is, or -1.
    private var lastAtSign = -1
    /// A line break or a tab was met outside strings.
    private(set) var hasLineBreaks = false
    /// A control character or an unknown escape in a string, or a backslash outside.
    private(set) var isBroken = false

    init(base: UnsafePointer<UInt8>, count: Int) {
        unsafe self.base = unsafe base
        unsafe self.count = count
    }

    /// Makes a cursor over a row whose blocks were found before; they begin behind its bracket.
    init(base: UnsafePointer<UInt8>, count: Int, blocks: UnsafePointer<TokenBlock>, of row: RowTokens) {
        unsafe self.init(base: base, count: count)
        unsafe self.blocks = unsafe blocks
        unsafe block = -63
        unsafe rest = 1 << 63
        unsafe isBroken = row.isBroken
        unsafe hasLineBreaks = row.hasLineBreaks
    }

    /// Where the next token is; `count` at the end.
    @inline(__always)
    mutating func next() -> Int {
        while unsafe rest == 0 {
            guard unsafe block + 64 < count else { return unsafe count }
            unsafe advance()
        }
        let bit = unsafe rest.trailingZeroBitCount
        unsafe rest &= rest &- 1
        return unsafe block &+ bit
    }

    /// The byte there, or 0 at the end.
    @inline(__always)
    func byte(_ place: Int) -> UInt8 { unsafe place < count ? base[place] : 0 }

    /// Whether only blanks stand there.
    @inline(__always)
    func isBlank(_ range: Range<Int>) -> Bool {
        var place = range.lowerBound
        while place < range.upperBound, unsafe base[place].isBlank { place += 1 }
        return place == range.upperBound
    }

    /// Whether an at sign stands there; the end must be the last token given.
    @inline(__always)
    func hasAtSign(_ range: Range<Int>) -> Bool {
        guard unsafe lastAtSign >= range.lowerBound else { return false }
        return unsafe lastAtSign < range.upperBound || Self.hasAtSign(base, range)
    }

    /// Looks at every byte; apart, so that the cursor stays in registers where nobody needs that.
    @inline(never)
    private static func hasAtSign(_ base: UnsafePointer<UInt8>, _ range: Range<Int>) -> Bool {
        range.contains { unsafe base[$0] == UInt8(ascii: "@") }
    }

    /// Reads the next block; apart, so that the many places that ask for a token stay small.
    @inline(never)
    private mutating func advance() {
        unsafe block += 64
        if let found = unsafe blocks {
            unsafe blocks = unsafe found + 1
            let atSigns = unsafe found.pointee.atSigns
            if atSigns != 0 { unsafe lastAtSign = block &+ 63 &- atSigns.leadingZeroBitCount }
            unsafe rest = unsafe found.pointee.tokens
            return
        }
        let start = unsafe base + block
        let length = unsafe count - block
        if length >= 64 {
            unsafe read(exo_masks(start), start, length: 64)
        } else {
            unsafe read(exo_masks_of_tail(start, length), start, length: length)
        }
    }

    @inline(__always)
    private mutating func read(_ masks: exo_byte_masks, _ start: UnsafePointer<UInt8>, length: Int) {
        let strings = unsafe tracker.step(masks, count: length)
        let broken = masks.control & strings.inString | masks.backslash & ~strings.inString
        if broken != 0 { unsafe isBroken = true }
        if masks.control & ~strings.inString != 0 { unsafe hasLineBreaks = true }
        if strings.escaped != 0, unsafe !EscapeCheck.isValid(strings.escaped, base, block, count: count) {
            unsafe isBroken = true
        }
        if masks.at != 0 { unsafe lastAtSign = block &+ 63 &- masks.at.leadingZeroBitCount }
        unsafe rest = strings.quotes | (masks.comma | masks.colon | masks.bracket) & ~strings.inString
    }
}
