/// Numbers and the three words of JSON (RFC 8259, sections 3 and 6).
enum JSONScalar {
    /// Whether exactly one number or word, with blanks around, stands there.
    @inline(__always)
    static func isValid(_ base: UnsafePointer<UInt8>, _ range: Range<Int>) -> Bool {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, unsafe base[start].isBlank { start += 1 }
        while start < end, unsafe base[end - 1].isBlank { end -= 1 }
        guard start < end else { return false }
        return switch unsafe base[start] {
        case 0x74: unsafe equals(base, start..<end, "true")
        case 0x66: unsafe equals(base, start..<end, "false")
        case 0x6E: unsafe equals(base, start..<end, "null")
        default: unsafe isNumber(base, start, end)
        }
    }

    /// Whether a number or word begins there and a delimiter follows it; in the last bytes of a text that is not found out.
    @inline(__always)
    static func isCompact(_ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Bool {
        guard start + 8 <= count else { return false }
        let text = unsafe UInt64(littleEndian: UnsafeRawPointer(base + start).loadUnaligned(as: UInt64.self))
        let word = UInt32(truncatingIfNeeded: text)
        let isShort = word == 0x6575_7274 || word == 0x6C6C_756E
        let isLong = word == 0x736C_6166 && text >> 32 & 0xFF == 0x65
        let next = UInt8(truncatingIfNeeded: text >> (isLong ? 40 : 32))
        return unsafe (isShort || isLong) && next.isDelimiter || isCompactNumber(base, start, count)
    }

    @inline(never)
    private static func isCompactNumber(_ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Bool {
        var end = start
        while end < count, unsafe base[end].isOfNumber { end += 1 }
        return unsafe end < count && base[end].isDelimiter && isNumber(base, start, end)
    }

    @inline(__always)
    private static func equals(_ base: UnsafePointer<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count {
            guard unsafe base[range.lowerBound + offset] == word.utf8Start[offset] else { return false }
        }
        return true
    }

    private static func isNumber(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        var place = start
        func digits() -> Int {
            let first = place
            while place < end, unsafe base[place].isDigit { place += 1 }
            return place - first
        }
        if unsafe base[place] == UInt8(ascii: "-") { place += 1 }
        let first = place
        let whole = digits()
        guard whole > 0, unsafe whole == 1 || base[first] != UInt8(ascii: "0") else { return false }
        if place < end, unsafe base[place] == UInt8(ascii: ".") {
            place += 1
            guard digits() > 0 else { return false }
        }
        if place < end, unsafe base[place] | 0x20 == UInt8(ascii: "e") {
            place += 1
            if place < end, unsafe base[place] == UInt8(ascii: "+") || base[place] == UInt8(ascii: "-") { place += 1 }
            guard digits() > 0 else { return false }
        }
        return place == end
    }
}
