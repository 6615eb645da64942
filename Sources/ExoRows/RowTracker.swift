internal import CByteMasks

/// Follows strings and brackets of the row under way, over as many parts as it comes in.
///
/// On the way it looks for signs of what ``JSONRepair`` mends. It may see one where nothing is wrong, and misses none.
struct RowTracker: Sendable {
    /// Whether the row may hold half a surrogate pair or a number of more than 64 bits.
    private(set) var isSuspect = false
    /// Whether an unknown escape stands in a string, or a backslash outside.
    private(set) var isBroken = false
    /// Whether a line break or a tab stands outside strings.
    private(set) var hasLineBreaks = false
    private var strings = StringTracker()
    private var depth = 1
    private var kinds: UInt64
    private var stretches = StretchFinder()
    private var grammar: RowGrammar
    /// Where the second half of a surrogate pair has its `u`.
    private var expected = -1

    /// Begins behind the bracket that opens the row.
    init(opening bracket: UInt8) {
        kinds = bracket.kind
        grammar = RowGrammar(opening: bracket)
    }

    /// Whether the row, which has ended, is JSON without blanks between its tokens; means nothing of one that came in parts.
    var isChecked: Bool { grammar.isKept && !isBroken }

    /// Follows strings and brackets to the end of the row; `nil` when it is not there yet.
    ///
    /// What it finds on the way goes to the writer, a block for each 64 bytes.
    mutating func endOfRow(
        _ base: UnsafePointer<UInt8>,
        from start: Int,
        count: Int,
        _ output: inout TokenWriter
    ) throws -> Int? {
        // Copies stay in registers.
        var tracker = self
        var writer = unsafe output
        defer {
            self = tracker
            unsafe output = unsafe writer
        }
        // Places of the part before mean nothing here.
        tracker.expected = -1
        var place = start
        while place + 64 <= count {
            let masks = unsafe exo_masks(base + place)
            if let end = try unsafe tracker.step(masks, base, place, length: 64, count: count, &writer) { return end }
            place += 64
        }
        guard place < count else { return nil }
        let masks = unsafe exo_masks_of_tail(base + place, count - place)
        return try unsafe tracker.step(masks, base, place, length: count - place, count: count, &writer)
    }

    /// Follows one block; apart for whole blocks and the last one, since most of a whole block's work is known beforehand.
    @inline(__always)
    private mutating func step(
        _ masks: exo_byte_masks,
        _ base: UnsafePointer<UInt8>,
        _ place: Int,
        length: Int,
        count: Int,
        _ writer: inout TokenWriter
    ) throws -> Int? {
        let found = strings.step(masks, count: length)
        if stretches.step(found.inString, count: length) { isSuspect = true }
        if found.escaped != 0, !isSuspect {
            let end = unsafe Self.endOfPairs(found.escaped, base, from: place, count: count, expected: expected)
            expected = end ?? -1
            isSuspect = end == nil
        }
        var brackets = BracketBlock(isInList: kinds & 1 == 0, isTop: depth == 1)
        let places = masks.bracket & ~found.inString
        // Most blocks have no bracket, and less to do.
        guard places != 0 else {
            unsafe finish(masks, found, brackets, .max, base, place, count: count, &writer)
            guard masks.control & found.inString == 0 else { throw Self.controlCharacter }
            return nil
        }
        let end = try unsafe follow(places, base, place, &brackets)
        // What follows the row in its last block is not of it.
        let own: UInt64 = end.map { .max >> UInt64(63 - $0) } ?? .max
        unsafe finish(masks, found, brackets, own, base, place, count: count, &writer)
        guard masks.control & found.inString & own == 0 else { throw Self.controlCharacter }
        return end.map { place + $0 + 1 }
    }

    /// Follows the brackets of a block; the place in it of the one that ends the row.
    @inline(__always)
    private mutating func follow(
        _ places: UInt64,
        _ base: UnsafePointer<UInt8>,
        _ place: Int,
        _ brackets: inout BracketBlock
    ) throws -> Int? {
        var rest = places
        while rest != 0 {
            let bit = rest.trailingZeroBitCount
            rest &= rest - 1
            let bracket = unsafe base[place + bit]
            if bracket.isOpening {
                depth += 1
                kinds = kinds << 1 | bracket.kind
                guard depth <= PageSplitter.maximumDepth else { throw PageError.malformed("too many levels in a row") }
            } else {
                guard kinds & 1 == bracket.kind else {
                    throw PageError.malformed("brackets that do not match in a row")
                }
                depth -= 1
                kinds >>= 1
            }
            brackets.take(bracket, at: bit, isInList: kinds & 1 == 0, isTop: depth == 1)
            if depth == 0 { return bit }
        }
        return nil
    }

    /// Checks a block whose brackets are known, and writes down what is where.
    @inline(__always)
    private mutating func finish(
        _ masks: exo_byte_masks,
        _ found: StringTracker.Block,
        _ brackets: BracketBlock,
        _ own: UInt64,
        _ base: UnsafePointer<UInt8>,
        _ place: Int,
        count: Int,
        _ writer: inout TokenWriter
    ) {
        unsafe grammar.step(masks, found, brackets, own, base, place, count: count)
        let outside = ~found.inString & own
        unsafe writer.append(
            TokenBlock(
                tokens: found.quotes & own | (masks.comma | masks.colon | masks.bracket) & outside,
                atSigns: masks.at & own,
                colons: masks.colon & brackets.top & outside
            )
        )
        if masks.control & outside != 0 { hasLineBreaks = true }
        if masks.backslash & outside != 0 { isBroken = true }
        if found.escaped & own != 0, unsafe !EscapeCheck.isValid(found.escaped & own, base, place, count: count) {
            isBroken = true
        }
    }

    /// Where the last pair of surrogates escaped there has its second `u`, or `nil` where one may not belong to a pair.
    ///
    /// It changes nothing by itself: that would keep the tracker in memory.
    @inline(never)
    private static func endOfPairs(
        _ escaped: UInt64,
        _ base: UnsafePointer<UInt8>,
        from start: Int,
        count: Int,
        expected: Int
    ) -> Int? {
        var expected = expected
        var rest = escaped
        while rest != 0 {
            let place = start + rest.trailingZeroBitCount
            rest &= rest - 1
            guard place < count, unsafe base[place] == UInt8(ascii: "u") else { continue }
            guard place + 2 < count else { return nil }
            guard unsafe base[place + 1] | 0x20 == UInt8(ascii: "d"), let digit = unsafe base[place + 2].hexadecimal,
                digit >= 8
            else { continue }
            if digit >= 0xC {
                guard place == expected else { return nil }
                continue
            }
            // `\ud83d\ude00`: the second `u` stands six bytes behind the first.
            guard place + 10 < count, unsafe base[place + 3].hexadecimal != nil,
                unsafe base[place + 4].hexadecimal != nil, unsafe base[place + 5] == .backslash,
                unsafe base[place + 6] == UInt8(ascii: "u"),
                unsafe base[place + 7] | 0x20 == UInt8(ascii: "d"), let second = unsafe base[place + 8].hexadecimal,
                second >= 0xC, unsafe base[place + 9].hexadecimal != nil, unsafe base[place + 10].hexadecimal != nil
            else { return nil }
            expected = place + 6
        }
        return expected
    }

    private static var controlCharacter: PageError { .malformed("a control character in a string") }
}
