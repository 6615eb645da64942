import EmulatorCore
import ExoJSON

/// JSON text as the service writes it: everything beyond ASCII is escaped.
enum WireText {
    /// Appends a text as a JSON string.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        let start = bytes.count
        JSONWriter.append(string: text, to: &bytes)
        if bytes[start...].max() ?? 0 < 0x80 { return }
        bytes.removeSubrange(start...)
        bytes.append(UInt8(ascii: "\""))
        var run = ""
        for character in text.unicodeScalars {
            guard !character.isASCII else {
                run.unicodeScalars.append(character)
                continue
            }
            appendRun(&run, to: &bytes)
            for unit in UTF16.encode(character).map(Array.init) ?? [0xFFFD] {
                let digits = String(unit, radix: 16)
                bytes += Array("\\u".utf8) + Array(String(repeating: "0", count: 4 - digits.count).utf8)
                bytes += Array(digits.utf8)
            }
        }
        appendRun(&run, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

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
        case .integer, .unsigned, .double: bytes += value.serialized()
        }
    }

    private static func appendRun(_ run: inout String, to bytes: inout [UInt8]) {
        guard !run.isEmpty else { return }
        var quoted: [UInt8] = []
        JSONWriter.append(string: run, to: &quoted)
        bytes += quoted.dropFirst().dropLast()
        run = ""
    }
}
