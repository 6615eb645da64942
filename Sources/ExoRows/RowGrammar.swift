internal import CByteMasks

/// Checks the grammar of a row (RFC 8259) 64 bytes at a time.
///
/// It takes nothing that is not JSON, but not all that is: neither blanks between tokens nor a number or word that begins in
/// the last bytes of a part. ``RowWalker`` reads what it leaves.
struct RowGrammar: Sendable {
    private var violations: UInt64 = 0
    // What the byte before the block was, in the lowest bit.
    private var delimiter: UInt64 = 1
    private var nameDelimiter: UInt64
    private var opening: UInt64 = 1
    private var closing: UInt64 = 0
    private var closingQuote: UInt64 = 0
    private var scalar: UInt64 = 0
    private var nameEnd: UInt64 = 0
    /// Whether the block begins within a name.
    private var isInName: UInt64 = 0

    /// Begins behind the bracket that opens the row.
    init(opening bracket: UInt8) { nameDelimiter = bracket == .openBrace ? 1 : 0 }

    /// Whether nothing was met that it does not take.
    var isKept: Bool { violations == 0 }

    /// Checks one block, of which the bytes with a bit in `own` are of the row.
    @inline(__always)
    mutating func step(
        _ masks: exo_byte_masks,
        _ strings: StringTracker.Block,
        _ brackets: BracketBlock,
        _ own: UInt64,
        _ base: UnsafePointer<UInt8>,
        _ place: Int,
        count: Int
    ) {
        let openingQuotes = strings.quotes & strings.inString
        let closingQuotes = strings.quotes ^ openingQuotes
        let colons = masks.colon & ~strings.inString
        let commas = masks.comma & ~strings.inString
        let scalars = ~(strings.inString | closingQuotes | colons | commas | brackets.opening | brackets.closing)
        let delimiters = colons | commas | brackets.opening
        let nameDelimiters = commas & ~brackets.inList | brackets.openingBraces

        // Which bytes stand behind what.
        let behindDelimiter = delimiters << 1 | delimiter
        let behindNameDelimiter = nameDelimiters << 1 | nameDelimiter
        let behindOpening = brackets.opening << 1 | opening
        let behindClosing = brackets.closing << 1 | closing
        let behindText = closingQuotes << 1 | closingQuote
        let behindScalar = scalars << 1 | scalar
        let behindValue = behindText | behindClosing | behindScalar
        let scalarStarts = scalars & ~behindScalar

        // A name is a text behind an opening brace or a comma of an object; the carry of a sum runs through it to its end.
        let nameStarts = openingQuotes & behindNameDelimiter
        let (sum, first) = strings.inString.addingReportingOverflow(nameStarts)
        let (total, second) = sum.addingReportingOverflow(isInName)
        let nameEnds = total & closingQuotes
        let behindName = nameEnds << 1 | nameEnd

        // Each value stands between two delimiters, each delimiter where one may stand, and a colon behind each name.
        var wrong = (openingQuotes | scalarStarts | brackets.opening) & ~behindDelimiter
        wrong |= behindText & ~(colons | commas | brackets.closing)
        wrong |= behindClosing & ~(commas | brackets.closing)
        wrong |= behindNameDelimiter & ~(openingQuotes | brackets.closing)
        wrong |= colons ^ behindName
        wrong |= commas & ~behindValue
        wrong |= brackets.closing & ~(behindValue | behindOpening)

        // Behind a fault nothing is looked at any more, so that hostile text costs no more than other text.
        violations |= wrong & own
        var rest = violations == 0 ? scalarStarts & own : 0
        while rest != 0 {
            guard unsafe JSONScalar.isCompact(base, place + rest.trailingZeroBitCount, count) else {
                violations = .max
                break
            }
            rest &= rest - 1
        }

        delimiter = delimiters >> 63
        nameDelimiter = nameDelimiters >> 63
        opening = brackets.opening >> 63
        closing = brackets.closing >> 63
        closingQuote = closingQuotes >> 63
        scalar = scalars >> 63
        nameEnd = nameEnds >> 63
        isInName = first || second ? 1 : 0
    }
}

/// The brackets in 64 bytes of a row, a bit for each byte.
struct BracketBlock {
    private(set) var opening: UInt64 = 0
    private(set) var closing: UInt64 = 0
    private(set) var openingBraces: UInt64 = 0
    /// Bytes whose innermost bracket is that of a list.
    private(set) var inList: UInt64
    /// Bytes whose innermost bracket is that of the row.
    private(set) var top: UInt64

    /// Begins at the block's first byte.
    @inline(__always)
    init(isInList: Bool, isTop: Bool) {
        inList = isInList ? .max : 0
        top = isTop ? .max : 0
    }

    /// Takes a bracket; what is said of the bytes behind it holds up to the next.
    @inline(__always)
    mutating func take(_ bracket: UInt8, at bit: Int, isInList: Bool, isTop: Bool) {
        let place: UInt64 = 1 << UInt64(bit)
        let rest: UInt64 = .max << UInt64(bit)
        if bracket.isOpening { opening |= place } else { closing |= place }
        if bracket == .openBrace { openingBraces |= place }
        inList = inList & ~rest | (isInList ? rest : 0)
        top = top & ~rest | (isTop ? rest : 0)
    }
}
