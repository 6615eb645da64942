import EmulatorCore
import ExoJSON

/// JSON text as the service writes it: everything beyond ASCII is escaped.
enum WireText {
    /// Appends a text as a JSON string.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { unsafe append($0, to: &bytes) }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var plain = 0
        var place = 0
        let count = text.count
        while place < count {
            let byte = unsafe text[place]
            if byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                place += 1
                continue
            }
            unsafe bytes.append(contentsOf: text[plain..<place])
            bytes.append(UInt8(ascii: "\\"))
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
            case UInt8(ascii: "\n"): bytes.append(UInt8(ascii: "n"))
            case UInt8(ascii: "\r"): bytes.append(UInt8(ascii: "r"))
            case UInt8(ascii: "\t"): bytes.append(UInt8(ascii: "t"))
            case 0..<0x20: append(UInt16(byte), to: &bytes)
            default:
                let (scalar, length) = unsafe UTF8Scalar.decode(text, at: place)
                if scalar > 0xFFFF {
                    append(UInt16(0xD800 + (scalar - 0x10000) >> 10), to: &bytes)
                    bytes.append(UInt8(ascii: "\\"))
                    append(UInt16(0xDC00 + (scalar - 0x10000) & 0x3FF), to: &bytes)
                } else {
                    append(UInt16(scalar), to: &bytes)
                }
                place += length - 1
            }
            place += 1
            plain = place
        }
        unsafe bytes.append(contentsOf: text[plain..<count])
    }

    /// Appends the rest of an escaped unit: `u` and four digits.
    private static func append(_ unit: UInt16, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "u"))
        for shift in [12, 8, 4, 0] as [UInt16] { bytes.append(digits[Int(unit >> shift & 0xF)]) }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// Appends a value.
    static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
        switch value {
        case .string(let text): append(text, to: &bytes)
        case .null: bytes += "null".utf8
        case .bool(let flag): bytes += flag ? "true".utf8 : "false".utf8
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (place, element) in elements.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                append(element, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (place, member) in object.members.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                append(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                append(member.value, to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        case .integer(let number): bytes += String(number).utf8
        case .unsigned, .double: bytes += value.serialized()
        }
    }
}
