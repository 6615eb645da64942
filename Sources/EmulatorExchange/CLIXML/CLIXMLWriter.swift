import EmulatorCore

/// Writes values in the XML of PowerShell's serialiser, the same bytes that it writes itself.
///
/// Objects and lists of types are numbered in the order of their appearance; a list of types that was written before is
/// named by its number.
struct CLIXMLWriter {
    private(set) var bytes: [UInt8] = []
    private var depth = 0
    private var objectCount = 0
    private var typeNumbers: [[String]: Int] = [:]

    /// Writes a document.
    ///
    /// - Parameter values: What stands at the top; several are several objects on a pipeline.
    /// - Returns: The text, without declaration and without a line feed at its end.
    static func document(_ values: [CLIXMLValue]) -> String {
        let opening = #"Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04""#
        guard !values.isEmpty else { return "<\(opening) />" }
        var writer = CLIXMLWriter()
        writer.bytes += "<\(opening)>".utf8
        writer.depth = 1
        for value in values { writer.append(value, name: nil) }
        writer.bytes += "\n</Objs>".utf8
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private mutating func append(_ value: CLIXMLValue, name: String?) {
        switch value {
        case .null: line("<Nil\(attribute(name)) />")
        case .scalar(let scalar, let text):
            let element = scalar.rawValue
            line("<\(element)\(attribute(name))>")
            Self.appendEscaped(text, isAttribute: false, to: &bytes)
            bytes += "</\(element)>".utf8
        case .list(let types, let elements):
            wrap(types: types, name: name) { writer in
                writer.container("LST", isEmpty: elements.isEmpty) { writer in
                    for element in elements { writer.append(element, name: nil) }
                }
            }
        case .dictionary(let types, let entries):
            wrap(types: types, name: name) { writer in
                writer.container("DCT", isEmpty: entries.isEmpty) { writer in
                    for entry in entries {
                        writer.container("En", isEmpty: false) { writer in
                            writer.append(entry.key, name: "Key")
                            writer.append(entry.value, name: "Value")
                        }
                    }
                }
            }
        case .object(let object): append(object, name: name)
        }
    }

    private mutating func append(_ object: CLIXMLObject, name: String?) {
        wrap(types: object.types, name: name) { writer in
            if let title = object.title {
                writer.line("<ToString>")
                Self.appendEscaped(title, isAttribute: false, to: &writer.bytes)
                writer.bytes += "</ToString>".utf8
            }
            if let plain = object.plainValue { writer.append(plain, name: nil) }
            for (element, members) in [("Props", object.properties), ("MS", object.members)] where !members.isEmpty {
                writer.container(element, isEmpty: false) { writer in
                    for member in members { writer.append(member.value, name: member.name) }
                }
            }
        }
    }

    /// Writes an `Obj` with its types around something.
    private mutating func wrap(types: [String], name: String?, _ body: (inout CLIXMLWriter) -> Void) {
        line("<Obj\(attribute(name)) RefId=\"\(objectCount)\">")
        objectCount += 1
        depth += 1
        if let number = typeNumbers[types] {
            line("<TNRef RefId=\"\(number)\" />")
        } else {
            let number = typeNumbers.count
            typeNumbers[types] = number
            line("<TN RefId=\"\(number)\">")
            depth += 1
            for type in types {
                line("<T>")
                Self.appendEscaped(type, isAttribute: false, to: &bytes)
                bytes += "</T>".utf8
            }
            depth -= 1
            line("</TN>")
        }
        body(&self)
        depth -= 1
        line("</Obj>")
    }

    private mutating func container(_ element: String, isEmpty: Bool, _ body: (inout CLIXMLWriter) -> Void) {
        guard !isEmpty else { return line("<\(element) />") }
        line("<\(element)>")
        depth += 1
        body(&self)
        depth -= 1
        line("</\(element)>")
    }

    private mutating func line(_ text: String) {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
        bytes += text.utf8
    }

    private func attribute(_ name: String?) -> String {
        guard let name else { return "" }
        var text = Array(" N=\"".utf8)
        Self.appendEscaped(name, isAttribute: true, to: &text)
        return String(decoding: text, as: UTF8.self) + "\""
    }

    /// Appends a text with PowerShell's escapes inside XML's.
    ///
    /// Control characters and everything beyond the first plane stand as `_xHHHH_`, one for each UTF-16 unit; an
    /// underscore that would read as the start of such an escape is escaped itself.
    static func appendEscaped(_ text: String, isAttribute: Bool, to bytes: inout [UInt8]) {
        let scalars = text.unicodeScalars
        for place in scalars.indices {
            let scalar = scalars[place]
            switch scalar {
            case "&": bytes += "&amp;".utf8
            case "<": bytes += "&lt;".utf8
            case ">": bytes += "&gt;".utf8
            case "\"" where isAttribute: bytes += "&quot;".utf8
            case "_":
                let next = scalars.index(after: place)
                let startsEscape = next < scalars.endIndex && (scalars[next] == "x" || scalars[next] == "X")
                bytes += startsEscape ? "_x005F_".utf8 : "_".utf8
            default:
                let value = scalar.value
                if value < 0x20 || (0x7F..<0xA0).contains(value) || value > 0xFFFF || value == 0xFFFE || value == 0xFFFF
                {
                    for unit in scalar.utf16 { appendEscape(unit, to: &bytes) }
                } else {
                    bytes += UTF8.encode(scalar).map(Array.init) ?? []
                }
            }
        }
    }

    private static func appendEscape(_ unit: UInt16, to bytes: inout [UInt8]) {
        let digits = String(unit, radix: 16, uppercase: true)
        bytes += "_x\(String(repeating: "0", count: 4 - digits.count))\(digits)_".utf8
    }
}
