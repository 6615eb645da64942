/// Keeps what stands outside a page's rows, and finds where the rows begin.
///
/// The copy is parsed at the end, so only what leads to the member `value` is followed.
struct EnvelopeReader: Sendable {
    /// What a byte was.
    enum Step {
        case part
        /// The bracket that opens the value; `null` stands for it in the text.
        case value
        /// The bracket that closes the page.
        case end
    }

    /// What was read.
    private(set) var text: [UInt8] = []
    /// Whether the value was met.
    private(set) var hasValue = false
    private let maximum: Int
    private var level = 0
    private var inString = false
    private var escaped = false
    private var expectsKey = false
    private var keyStart = 0
    private var keyIsValue = false

    /// Makes a reader of at most so many bytes.
    init(maximum: Int) { self.maximum = maximum }

    /// Reads one byte.
    ///
    /// - Throws: ``PageError`` `malformed`.
    mutating func read(_ byte: UInt8) throws -> Step {
        guard text.count < maximum else {
            throw PageError.malformed("more than \(maximum) bytes stand outside the rows")
        }
        text.append(byte)
        if inString {
            readInString(byte)
            return .part
        }
        switch byte {
        case .quote:
            inString = true
            keyStart = text.count
        case .openBrace, .openBracket:
            if level == 1, keyIsValue, !expectsKey { return try enterValue() }
            level += 1
            expectsKey = level == 1
            guard level <= PageSplitter.maximumDepth else { throw PageError.malformed("too many levels") }
        case .closeBrace, .closeBracket:
            level -= 1
            if level == 0 { return .end }
        case .comma where level == 1: expectsKey = true
        case .colon where level == 1: expectsKey = false
        default: break
        }
        return .part
    }

    private mutating func readInString(_ byte: UInt8) {
        if escaped {
            escaped = false
        } else if byte == .backslash {
            escaped = true
        } else if byte == .quote {
            inString = false
            if level == 1, expectsKey { keyIsValue = isValue(text[keyStart..<text.count - 1]) }
        }
    }

    private func isValue(_ name: ArraySlice<UInt8>) -> Bool {
        guard name.count == 5 else { return false }
        // A word of five letters; byte by byte, since what generic code needs is made anew in each short run.
        var place = name.startIndex
        for byte in "value".utf8 {
            guard name[place] | 0x20 == byte else { return false }
            place += 1
        }
        return true
    }

    private mutating func enterValue() throws -> Step {
        guard !hasValue else { throw PageError.malformed("the member value stands twice") }
        hasValue = true
        keyIsValue = false
        text.removeLast()
        text.append(contentsOf: "null".utf8)
        return .value
    }
}
