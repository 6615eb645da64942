/// What stands in 64 bytes of a row, a bit for each byte: found on the way to the row's end, and used when it is walked.
struct TokenBlock: Sendable {
    /// Quotes that open or close a string, and brackets, commas and colons outside strings.
    var tokens: UInt64
    /// At signs.
    var atSigns: UInt64
    /// Colons behind the names of the row's own members.
    var colons: UInt64
}

/// Where the blocks of one row are, and what was seen in it.
struct RowTokens: Sendable {
    /// The first of its blocks, which begins behind the row's bracket; nothing is known of a row that came in several parts.
    var start: Int
    /// A control character or an unknown escape in a string, or a backslash outside.
    var isBroken: Bool
    /// A line break or a tab outside strings.
    var hasLineBreaks: Bool
    /// The whole row is JSON without blanks between its tokens.
    var isChecked: Bool

    /// Of a row of which nothing is known.
    static var unknown: Self { Self(start: -1, isBroken: false, hasLineBreaks: false, isChecked: false) }
}

/// Takes blocks as they are found, as many as there is room for.
///
/// The memory belongs to the array that is being made, and the writer never leaves the call that makes it.
@unsafe
struct TokenWriter {
    private let base: UnsafeMutablePointer<TokenBlock>?
    private let capacity: Int
    private(set) var count = 0
    /// Whether there was no room for a block.
    private(set) var isFull = false

    init(_ buffer: UnsafeMutableBufferPointer<TokenBlock>) {
        unsafe base = buffer.baseAddress
        unsafe capacity = buffer.count
    }

    @inline(__always)
    mutating func append(_ block: TokenBlock) {
        guard unsafe count < capacity, let base = unsafe base else {
            unsafe isFull = true
            return
        }
        unsafe (base + count).initialize(to: block)
        unsafe count += 1
    }
}
