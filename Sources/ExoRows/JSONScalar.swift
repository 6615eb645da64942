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
