internal import CByteMasks

/// Follows strings and brackets of the row under way, over as many parts as it comes in.
struct RowTracker: Sendable {
    private var strings = StringTracker()
    private var depth = 1
    private var kinds: UInt64

    /// Begins behind the bracket that opens the row.
    init(opening bracket: UInt8) { kinds = bracket.kind }

    /// Follows strings and brackets to the end of the row; `nil` when it is not there yet.
    mutating func endOfRow(_ base: UnsafePointer<UInt8>, from start: Int, count: Int) throws -> Int? {
        var place = start
        var strings = strings
        var depth = depth
        var kinds = kinds
        while place < count {
            let length = min(64, count - place)
            let block = unsafe base + place
            let masks = unsafe length == 64 ? exo_masks(block) : exo_masks_of_tail(block, length)
            let found = strings.step(masks, count: length)
            let broken = masks.control & found.inString
            var brackets = (masks.open | masks.close) & ~found.inString
            while brackets != 0 {
                let bit = brackets.trailingZeroBitCount
                let kind = unsafe block[bit].kind
                if masks.open >> UInt64(bit) & 1 == 1 {
                    depth += 1
                    kinds = kinds << 1 | kind
                    guard depth <= PageSplitter.maximumDepth else {
                        throw PageError.malformed("too many levels in a row")
                    }
                } else {
                    guard kinds & 1 == kind else { throw PageError.malformed("brackets that do not match in a row") }
                    depth -= 1
                    kinds >>= 1
                    if depth == 0 {
                        guard broken & ((1 << UInt64(bit)) - 1) == 0 else { throw Self.controlCharacter }
                        return place + bit + 1
                    }
                }
                brackets &= brackets - 1
            }
            guard broken == 0 else { throw Self.controlCharacter }
            place += length
        }
        self.strings = strings
        self.depth = depth
        self.kinds = kinds
        return nil
    }

    private static var controlCharacter: PageError { .malformed("a control character in a string") }
}
