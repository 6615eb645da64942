/// A row that is JSON without blanks between its tokens, with what was found on the way to its end.
///
/// The memory belongs to the batch and outlives the row, which never leaves the call that made it.
@unsafe
struct CheckedRow {
    let text: UnsafeBufferPointer<UInt8>
    private let blocks: UnsafePointer<TokenBlock>

    /// Makes a row where all of it was checked before.
    @inline(__always)
    init?(_ text: UnsafeBufferPointer<UInt8>, _ tokens: (blocks: UnsafePointer<TokenBlock>, row: RowTokens)?) {
        guard let tokens = unsafe tokens, unsafe tokens.row.isChecked else { return nil }
        unsafe self.text = unsafe text
        unsafe blocks = unsafe tokens.blocks
    }

    /// Calls the body with the place of each colon behind a name of the row's own members, in order.
    @inline(__always)
    func forEachColon(_ body: (Int) -> Void) {
        for block in unsafe 0..<blockCount {
            var bits = unsafe blocks[block].colons
            while bits != 0 {
                body(block << 6 + bits.trailingZeroBitCount + 1)
                bits &= bits - 1
            }
        }
    }

    /// Calls the body for each member, at any level, whose name has an at sign; not for one inside another.
    ///
    /// - Parameter body: Takes the place of the bracket or comma before the member, and of the one after it.
    @inline(__always)
    func forEachAnnotation(_ body: (Int, Int) -> Void) {
        var from = 0
        for block in unsafe 0..<blockCount {
            var bits = unsafe blocks[block].atSigns
            while bits != 0 {
                let place = block << 6 + bits.trailingZeroBitCount + 1
                bits &= bits - 1
                guard place >= from else { continue }
                // At signs stand in strings, so that the next token ends one.
                let close = unsafe token(from: place)
                from = close
                guard unsafe text[close + 1] == .colon else { continue }
                from = unsafe endOfValue(at: close + 2)
                unsafe body(token(before: place) - 1, from)
            }
        }
    }

    /// Where a value ends that begins there.
    @inline(__always)
    func endOfValue(at start: Int) -> Int {
        switch unsafe text[start] {
        case .quote: unsafe token(from: start + 1) + 1
        case .openBrace, .openBracket: unsafe endOfBrackets(at: start)
        default: unsafe token(from: start)
        }
    }

    private func endOfBrackets(at start: Int) -> Int {
        var depth = 1
        var place = start
        while depth > 0 {
            place = unsafe token(from: place + 1)
            switch unsafe text[place] {
            case .openBrace, .openBracket: depth += 1
            case .closeBrace, .closeBracket: depth -= 1
            default: break
            }
        }
        return place + 1
    }

    /// The first token from there on; the row ends in one.
    @inline(__always)
    private func token(from place: Int) -> Int {
        var block = (place - 1) >> 6
        var bits = unsafe blocks[block].tokens & .max << UInt64((place - 1) & 63)
        while bits == 0 {
            block += 1
            bits = unsafe blocks[block].tokens
        }
        return block << 6 + bits.trailingZeroBitCount + 1
    }

    /// The last token before a place in a string.
    @inline(__always)
    private func token(before place: Int) -> Int {
        var block = (place - 1) >> 6
        var bits = unsafe blocks[block].tokens & ~(.max << UInt64((place - 1) & 63))
        while bits == 0 {
            block -= 1
            bits = unsafe blocks[block].tokens
        }
        return block << 6 + 64 - bits.leadingZeroBitCount
    }

    /// The blocks begin behind the row's bracket.
    private var blockCount: Int { unsafe (text.count + 62) >> 6 }
}
