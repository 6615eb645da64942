extension UInt8 {
    static var quote: UInt8 { 0x22 }
    static var comma: UInt8 { 0x2C }
    static var colon: UInt8 { 0x3A }
    static var backslash: UInt8 { 0x5C }
    static var openBracket: UInt8 { 0x5B }
    static var closeBracket: UInt8 { 0x5D }
    static var openBrace: UInt8 { 0x7B }
    static var closeBrace: UInt8 { 0x7D }
    static var lineFeed: UInt8 { 0x0A }
    static var carriageReturn: UInt8 { 0x0D }

    /// Whether JSON allows this byte between tokens.
    @inline(__always)
    var isBlank: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }

    /// Whether a value may end before this byte: a comma or a closing bracket.
    @inline(__always)
    var isDelimiter: Bool { self == .comma || self | 0x20 == .closeBrace }

    /// Whether a number may hold this byte: a digit, a sign, a point or an E.
    @inline(__always)
    var isOfNumber: Bool { isDigit || self == 0x2B || self == 0x2D || self == 0x2E || self | 0x20 == 0x65 }

    /// Whether this is a decimal digit.
    @inline(__always)
    var isDigit: Bool { self &- 0x30 < 10 }

    /// The value of a hexadecimal digit.
    var hexadecimal: UInt16? {
        switch self {
        case 0x30...0x39: UInt16(self - 0x30)
        case 0x41...0x46: UInt16(self - 0x37)
        case 0x61...0x66: UInt16(self - 0x57)
        default: nil
        }
    }

    /// Whether a bracket opens: `[` and `{` have a bit that `]` and `}` lack.
    @inline(__always)
    var isOpening: Bool { self & 2 != 0 }

    /// One for a brace, nought for a square bracket.
    @inline(__always)
    var kind: UInt64 { UInt64(self >> 5 & 1) }
}
