internal import CByteMasks

/// Follows strings and brackets of the row under way, over as many parts as it comes in.
///
/// On the way it looks for signs of what ``JSONRepair`` mends. It may see one where nothing is wrong, and misses none.
struct RowTracker: Sendable {
    /// Whether the row may hold half a surrogate pair or a number of more than 64 bits.
    private(set) var isSuspect = false
    private var strings = StringTracker()
    private var depth = 1
    private var kinds: UInt64
    /// How many bytes outside strings came last; the opening bracket is one.
    private var outside = 1

    /// The fewest bytes that stand between two strings when one of them is a number above 64 bits: its 20 digits, what is
    /// before and what is after.
    private static let longStretch = 22

    /// Begins behind the bracket that opens the row.
    init(opening bracket: UInt8) { kinds = bracket.kind }

    /// Follows strings and brackets to the end of the row; `nil` when it is not there yet.
    mutating func endOfRow(_ base: UnsafePointer<UInt8>, from start: Int, count: Int) throws -> Int? {
        var place = start
        var strings = strings
        var depth = depth
        var kinds = kinds
        var outside = outside
        /// Where the second half of a pair has its `u`.
        var expected = -1
        while place < count {
            let length = min(64, count - place)
            let block = unsafe base + place
            let masks = unsafe length == 64 ? exo_masks(block) : exo_masks_of_tail(block, length)
            let found = strings.step(masks, count: length)
            let broken = masks.control & found.inString
            var brackets = (masks.open | masks.close) & ~found.inString
            if Self.hasLongStretch(found.inString, length, &outside) { isSuspect = true }
            if found.escaped != 0, !isSuspect {
                isSuspect = unsafe !hasWholePairs(found.escaped, base, from: place, count: count, &expected)
            }
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
        self.outside = outside
        return nil
    }

    /// Whether there is room for a number above 64 bits, which only a long stretch outside strings has.
    ///
    /// - Parameters:
    ///   - inString: The bytes of strings in the block.
    ///   - length: How many bytes the block has.
    ///   - before: How many bytes outside strings stand right before the block; becomes those at its end.
    /// - Returns: Whether the stretch is long enough.
    @inline(__always)
    private static func hasLongStretch(_ inString: UInt64, _ length: Int, _ before: inout Int) -> Bool {
        let ones = ~inString & (length == 64 ? .max : (1 << UInt64(length)) - 1)
        let first = (~ones).trailingZeroBitCount
        let last = (~(ones << UInt64(64 - length))).leadingZeroBitCount
        let isLong = before + first >= longStretch
        before = first >= length ? before + length : last
        // One bit for each place where so many bytes outside strings begin: 2, 4, 8, 16, 22.
        var runs = ones & ones >> 1
        runs &= runs >> 2
        runs &= runs >> 4
        runs &= runs >> 8
        runs &= runs >> 6
        return isLong || runs != 0
    }

    /// Whether every escaped surrogate there belongs to a pair, as far as can be seen.
    private func hasWholePairs(
        _ escaped: UInt64,
        _ base: UnsafePointer<UInt8>,
        from start: Int,
        count: Int,
        _ expected: inout Int
    ) -> Bool {
        var rest = escaped
        while rest != 0 {
            let place = start + rest.trailingZeroBitCount
            rest &= rest - 1
            guard place < count, unsafe base[place] == UInt8(ascii: "u") else { continue }
            guard place + 2 < count else { return false }
            guard unsafe base[place + 1] | 0x20 == UInt8(ascii: "d"), let digit = unsafe base[place + 2].hexadecimal,
                digit >= 8
            else { continue }
            if digit >= 0xC {
                guard place == expected else { return false }
                continue
            }
            // `\ud83d\ude00`: the second `u` stands six bytes behind the first.
            guard place + 8 < count, unsafe base[place + 5] == .backslash, unsafe base[place + 6] == UInt8(ascii: "u"),
                unsafe base[place + 7] | 0x20 == UInt8(ascii: "d"), let second = unsafe base[place + 8].hexadecimal,
                second >= 0xC
            else { return false }
            expected = place + 6
        }
        return true
    }

    private static var controlCharacter: PageError { .malformed("a control character in a string") }
}
