/// Texts with PowerShell's escapes inside XML's, inside JSON's where the document is a JSON string.
enum CLIXMLText {
    /// Appends a text.
    ///
    /// Control characters and everything beyond the first plane stand as `_xHHHH_`, one for each UTF-16 unit; an
    /// underscore that would read as the start of such an escape is escaped itself.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - isAttribute: Whether it stands in quotes.
    ///   - isInJSON: Whether the document is to be the content of a JSON string in ASCII.
    ///   - bytes: Where it goes.
    static func append(_ text: String, isAttribute: Bool = false, isInJSON: Bool, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { unsafe append($0, isAttribute: isAttribute, isInJSON: isInJSON, to: &bytes) }
    }

    private static func append(
        _ text: UnsafeBufferPointer<UInt8>,
        isAttribute: Bool,
        isInJSON: Bool,
        to bytes: inout [UInt8]
    ) {
        var plain = 0
        var place = 0
        let count = text.count
        while place < count {
            let byte = unsafe text[place]
            guard isSpecial[Int(byte)] else {
                place += 1
                continue
            }
            var length = 1
            let replacement: [UInt8]
            switch byte {
            case UInt8(ascii: "&"): replacement = Array("&amp;".utf8)
            case UInt8(ascii: "<"): replacement = Array("&lt;".utf8)
            case UInt8(ascii: ">"): replacement = Array("&gt;".utf8)
            case UInt8(ascii: "\"") where isAttribute: replacement = Array("&quot;".utf8)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                guard isInJSON else {
                    place += 1
                    continue
                }
                replacement = [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "_"):
                let next = unsafe place + 1 < count ? text[place + 1] | 0x20 : 0
                guard next == UInt8(ascii: "x") else {
                    place += 1
                    continue
                }
                replacement = Array("_x005F_".utf8)
            case 0..<0x20, 0x7F: replacement = escape(UInt16(byte))
            default:
                let scalar: UInt32
                (scalar, length) = unsafe UTF8Scalar.decode(text, at: place)
                if scalar > 0xFFFF {
                    let offset = scalar - 0x10000
                    replacement = escape(UInt16(0xD800 + offset >> 10)) + escape(UInt16(0xDC00 + offset & 0x3FF))
                } else if scalar < 0xA0 || scalar >= 0xFFFE {
                    replacement = escape(UInt16(scalar))
                } else if isInJSON {
                    replacement = [UInt8(ascii: "\\"), UInt8(ascii: "u")] + hexadecimal(UInt16(scalar), lower)
                } else {
                    place += length
                    continue
                }
            }
            unsafe bytes.append(contentsOf: text[plain..<place])
            bytes += replacement
            place += length
            plain = place
        }
        unsafe bytes.append(contentsOf: text[plain..<count])
    }

    private static let isSpecial: [Bool] = (0..<256).map { byte in
        byte < 0x20 || byte >= 0x7F || "&<>\"\\_".utf8.contains(UInt8(byte))
    }
    private static let upper = Array("0123456789ABCDEF".utf8)
    private static let lower = Array("0123456789abcdef".utf8)

    private static func escape(_ unit: UInt16) -> [UInt8] {
        [UInt8(ascii: "_"), UInt8(ascii: "x")] + hexadecimal(unit, upper) + [UInt8(ascii: "_")]
    }

    private static func hexadecimal(_ unit: UInt16, _ digits: [UInt8]) -> [UInt8] {
        [12, 8, 4, 0].map { digits[Int(unit >> $0 & 0xF)] }
    }
}
