import EmulatorCore

/// Writes values in the XML of PowerShell's serialiser, the same bytes that it writes itself, or those bytes as they stand
/// within a JSON string.
///
/// Objects and lists of types are numbered in the order of their appearance; a list of types that was written before is
/// named by its number.
struct CLIXMLWriter {
    var bytes: [UInt8] = []
    let isInJSON: Bool
    var depth = 0
    /// Where numbers of objects are to be put in, by a writer that leaves them out.
    var holes: [Int] = []
    let recordsHoles: Bool
    private var objectCount = 0
    private var typeNumbers: [[String]: Int] = [:]

    /// - Parameters:
    ///   - isInJSON: Whether the bytes are to stand within a JSON string.
    ///   - recordsHoles: Whether numbers of objects are left out, and their places noted.
    init(isInJSON: Bool = false, recordsHoles: Bool = false) {
        self.isInJSON = isInJSON || recordsHoles
        self.recordsHoles = recordsHoles
    }

    /// Writes a document.
    ///
    /// - Parameter values: What stands at the top; several are several objects on a pipeline.
    /// - Returns: The text, without declaration and without a line feed at its end.
    static func document(_ values: [CLIXMLValue]) -> String {
        var writer = CLIXMLWriter()
        writer.document(isEmpty: values.isEmpty) { writer in
            for value in values { writer.append(value, name: nil) }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Writes the element around everything.
    mutating func document(isEmpty: Bool, _ body: (inout CLIXMLWriter) -> Void) {
        put(#"<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04""#)
        guard !isEmpty else { return put(" />") }
        put(">")
        depth = 1
        body(&self)
        depth = 0
        line()
        put("</Objs>")
    }

    mutating func append(_ value: CLIXMLValue, name: String?) {
        switch value {
        case .null:
            line()
            open("Nil", name)
            put(" />")
        case .scalar(let scalar, let text):
            line()
            open(scalar.rawValue, name)
            put(">")
            CLIXMLText.append(text, isInJSON: isInJSON, to: &bytes)
            close(scalar.rawValue)
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
            if let title = object.title { writer.title(title) }
            if let plain = object.plainValue { writer.append(plain, name: nil) }
            for (element, members) in [("Props", object.properties), ("MS", object.members)] where !members.isEmpty {
                writer.container(element, isEmpty: false) { writer in
                    for member in members { writer.append(member.value, name: member.name) }
                }
            }
        }
    }

    /// Writes the text that stands for an object.
    mutating func title(_ text: String) {
        line()
        put("<ToString>")
        CLIXMLText.append(text, isInJSON: isInJSON, to: &bytes)
        put("</ToString>")
    }

    /// Writes an `Obj` with its types around something.
    mutating func wrap(types: [String], name: String?, _ body: (inout CLIXMLWriter) -> Void) {
        line()
        open("Obj", name)
        put(#" RefId="\#(nextObject())">"#)
        depth += 1
        line()
        if let number = typeNumbers[types] {
            put(#"<TNRef RefId="\#(number)" />"#)
        } else {
            let number = typeNumbers.count
            typeNumbers[types] = number
            put(#"<TN RefId="\#(number)">"#)
            depth += 1
            for type in types {
                line()
                put("<T>")
                CLIXMLText.append(type, isInJSON: isInJSON, to: &bytes)
                put("</T>")
            }
            depth -= 1
            line()
            put("</TN>")
        }
        body(&self)
        depth -= 1
        line()
        put("</Obj>")
    }

    mutating func container(_ element: String, isEmpty: Bool, _ body: (inout CLIXMLWriter) -> Void) {
        line()
        guard !isEmpty else { return put("<\(element) />") }
        put("<\(element)>")
        depth += 1
        body(&self)
        depth -= 1
        line()
        close(element)
    }

    /// The number of the next object.
    mutating func nextObject() -> Int {
        defer { objectCount += 1 }
        return objectCount
    }

    private mutating func line() {
        if isInJSON { bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")] } else { bytes.append(UInt8(ascii: "\n")) }
        for _ in 0..<depth * 2 { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func open(_ element: String, _ name: String?) {
        put("<\(element)")
        guard let name else { return }
        put(#" N=""#)
        CLIXMLText.append(name, isAttribute: true, isInJSON: isInJSON, to: &bytes)
        put(#"""#)
    }

    private mutating func close(_ element: String) { put("</\(element)>") }

    /// Writes markup.
    private mutating func put(_ markup: String) {
        guard isInJSON else {
            bytes += markup.utf8
            return
        }
        for byte in markup.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
    }
}
