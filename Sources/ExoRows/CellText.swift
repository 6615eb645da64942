/// A JSON value as the text of a cell.
enum CellText {
    /// Appends the text of one value that was walked before, with blanks around it or not.
    static func append(_ value: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) throws {
        var start = 0
        var end = value.count
        while start < end, unsafe value[start].isBlank { start += 1 }
        while start < end, unsafe value[end - 1].isBlank { end -= 1 }
        guard start < end else { return }
        let text = unsafe UnsafeBufferPointer(rebasing: value[start..<end])
        switch unsafe text[0] {
        case .quote: unsafe appendString(UnsafeBufferPointer(rebasing: text[1..<text.count - 1]), to: &output)
        case .openBrace: try unsafe RowScanner.appendWithoutAnnotations(text, to: &output)
        case .openBracket: try unsafe appendElements(text, to: &output)
        case UInt8(ascii: "n"): break
        default: unsafe output.append(contentsOf: text)
        }
    }

    private static func appendElements(_ list: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) throws {
        var start = 1
        var depth = 0
        var inString = false
        var place = 1
        while place < list.count {
            let byte = unsafe list[place]
            if inString {
                if byte == .backslash { place += 1 }
                inString = byte != .quote
            } else {
                switch byte {
                case .quote: inString = true
                case .openBrace, .openBracket: depth += 1
                case .comma where depth == 0, .closeBracket where depth == 0:
                    if start > 1 { output.append(UInt8(ascii: ";")) }
                    try unsafe append(UnsafeBufferPointer(rebasing: list[start..<place]), to: &output)
                    start = place + 1
                case .closeBrace, .closeBracket: depth -= 1
                default: break
                }
            }
            place += 1
        }
    }

    private static func appendString(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var plain = 0
        var place = 0
        while place < text.count {
            guard unsafe text[place] == .backslash, place + 1 < text.count else {
                place += 1
                continue
            }
            unsafe output.append(contentsOf: text[plain..<place])
            place += 2
            switch unsafe text[place - 1] {
            case UInt8(ascii: "b"): output.append(0x08)
            case UInt8(ascii: "f"): output.append(0x0C)
            case UInt8(ascii: "n"): output.append(.lineFeed)
            case UInt8(ascii: "r"): output.append(.carriageReturn)
            case UInt8(ascii: "t"): output.append(0x09)
            case UInt8(ascii: "u"): unsafe appendScalar(text, at: &place, to: &output)
            case let byte: output.append(byte)
            }
            plain = place
        }
        unsafe output.append(contentsOf: text[plain..<text.count])
    }

    /// Appends the character of the digits there, and of the second half of a pair after them; half a pair becomes U+FFFD.
    private static func appendScalar(
        _ text: UnsafeBufferPointer<UInt8>,
        at place: inout Int,
        to output: inout [UInt8]
    ) {
        guard let unit = unsafe codeUnit(text, at: place) else { return }
        place += 4
        var units = [unit]
        if UTF16.isLeadSurrogate(unit), place + 1 < text.count, unsafe text[place] == .backslash,
            unsafe text[place + 1] == UInt8(ascii: "u"), let second = unsafe codeUnit(text, at: place + 2),
            UTF16.isTrailSurrogate(second)
        {
            units.append(second)
            place += 6
        }
        output.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
    }

    private static func codeUnit(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> UInt16? {
        guard place + 4 <= text.count else { return nil }
        var unit: UInt16 = 0
        for offset in 0..<4 {
            guard let digit = unsafe text[place + offset].hexadecimal else { return nil }
            unit = unit << 4 | digit
        }
        return unit
    }
}
