/// Writes JSON text, compact or indented by two blanks.
///
/// Control characters, U+2028 and U+2029 are escaped; everything else is raw UTF-8. A number that JSON cannot express
/// (an infinity, not-a-number) is written as `null`.
public struct JSONWriter: Sendable {
    /// The text so far.
    public private(set) var bytes: [UInt8] = []
    private let indented: Bool

    /// Makes a writer.
    public init(indented: Bool = false) { self.indented = indented }

    /// Appends a value.
    public mutating func write(_ value: JSONValue) { write(value, level: 0) }

    /// Appends a text as a JSON string.
    public mutating func write(string: String) { Self.append(string: string, to: &bytes) }

    /// Appends a text as a JSON string to a buffer.
    public static func append(string: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var text = string
        text.withUTF8 { unsafe appendEscaped($0, to: &bytes) }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var plain = 0
        var place = 0
        while place < text.count {
            let byte = unsafe text[place]
            var length = 1
            if byte == 0xE2, place + 2 < text.count, unsafe text[place + 1] == 0x80,
                unsafe text[place + 2] & 0xFE == 0xA8
            {
                length = 3
            } else if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
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
            case 0xE2: bytes.append(contentsOf: unsafe text[place + 2] == 0xA8 ? "u2028".utf8 : "u2029".utf8)
            default:
                let digits = String(byte, radix: 16)
                bytes.append(contentsOf: ("u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
            }
            place += length
            plain = place
        }
        unsafe bytes.append(contentsOf: text[plain..<text.count])
    }

    private mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let flag): bytes.append(contentsOf: flag ? "true".utf8 : "false".utf8)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .unsigned(let number): bytes.append(contentsOf: String(number).utf8)
        case .double(let number): bytes.append(contentsOf: number.isFinite ? number.description.utf8 : "null".utf8)
        case .string(let text): write(string: text)
        case .array(let elements):
            enclose("[", "]", isEmpty: elements.isEmpty) { writer in
                for (place, element) in elements.enumerated() {
                    writer.separate(first: place == 0, level: level)
                    writer.write(element, level: level + 1)
                }
                writer.breakLine(level: level)
            }
        case .object(let object):
            enclose("{", "}", isEmpty: object.isEmpty) { writer in
                for (place, member) in object.members.enumerated() {
                    writer.separate(first: place == 0, level: level)
                    writer.write(string: member.name)
                    writer.bytes.append(contentsOf: writer.indented ? ": ".utf8 : ":".utf8)
                    writer.write(member.value, level: level + 1)
                }
                writer.breakLine(level: level)
            }
        }
    }

    private mutating func enclose(
        _ open: Character,
        _ close: Character,
        isEmpty: Bool,
        _ body: (inout JSONWriter) -> Void
    ) {
        bytes.append(contentsOf: open.utf8)
        if !isEmpty { body(&self) }
        bytes.append(contentsOf: close.utf8)
    }

    private mutating func separate(first: Bool, level: Int) {
        if !first { bytes.append(UInt8(ascii: ",")) }
        breakLine(level: level + 1)
    }

    private mutating func breakLine(level: Int) {
        guard indented else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
    }
}

extension JSONValue {
    /// The value as JSON text in UTF-8.
    ///
    /// - Parameter indented: Whether members stand on lines of their own.
    /// - Returns: The text without a line feed at its end.
    public func serialized(indented: Bool = false) -> [UInt8] {
        var writer = JSONWriter(indented: indented)
        writer.write(self)
        return writer.bytes
    }

    /// The value as JSON text.
    ///
    /// - Parameter indented: Whether members stand on lines of their own.
    /// - Returns: The text without a line feed at its end.
    public func text(indented: Bool = false) -> String {
        String(decoding: serialized(indented: indented), as: UTF8.self)
    }
}
