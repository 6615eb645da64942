internal import ExoJSON

/// Reads CLIXML, PowerShell's way to write objects down, into JSON with annotations.
///
/// An object becomes one with its properties, and where it has a text of its own with that as `@text`; the .NET type of a value
/// stands beside it as `Name@data.type`, and the number of an enumeration's member as `Name@data.value`. What is written once and
/// referred to again is repeated, within a bound, so that a small text cannot become a very large one.
///
/// https://learn.microsoft.com/openspecs/windows_protocols/ms-psrp
struct CLIXMLReader {
    /// A value with what is known of it.
    struct Value {
        var json: JSONValue
        /// The .NET type.
        var type: String?
        /// The number of an enumeration's member.
        var number: JSONValue?
        /// How many bytes it counts for.
        var weight = 8
    }

    private static let namespace = "http://schemas.microsoft.com/powershell/2004/04"

    private var reader: MarkupReader
    private var objects: [String: Value] = [:]
    private var types: [String: [String]] = [:]
    /// How many bytes of values may still be made.
    private var room: Int

    /// The values of a document, a list at its top taken apart.
    ///
    /// - Throws: ``CLIXMLError``.
    static func values(of document: some Sequence<UInt8>) throws -> [Value] {
        let bytes = Array(document)
        var reader = CLIXMLReader(bytes)
        let values = try reader.document()
        guard values.count == 1, case .array(let elements) = values[0].json else { return values }
        return elements.map { Value(json: $0) }
    }

    private init(_ bytes: [UInt8]) {
        reader = MarkupReader(bytes)
        room = 1 << 20 + 8 * min(bytes.count, 1 << 40)
    }

    private mutating func document() throws -> [Value] {
        guard case .open("Objs", let attributes) = try reader.next(), attributes["xmlns"] == Self.namespace else {
            throw malformed("its root is not Objs")
        }
        let values = try elements().map(\.value)
        guard try reader.next() == .end else { throw malformed("something follows its end") }
        return values
    }

    /// The elements up to the end of the one that is open, each with its name.
    private mutating func elements() throws -> [(name: String?, value: Value)] {
        var found: [(name: String?, value: Value)] = []
        while let (name, attributes) = try child() {
            found.append((attributes["N"].map(Self.unescaped), try value(name, attributes)))
        }
        return found
    }

    /// The next element inside the one that is open, `nil` at its end.
    private mutating func child() throws -> (name: String, attributes: [String: String])? {
        while true {
            switch try reader.next() {
            case .open(let name, let attributes): return (name, attributes)
            case .text(let text):
                guard text.allSatisfy(\.isWhitespace) else { throw malformed("there is text between its elements") }
            case .close, .end: return nil
            }
        }
    }

    // MARK: Values

    private mutating func value(_ name: String, _ attributes: [String: String]) throws -> Value {
        switch name {
        case "Obj": return try object(attributes)
        case "Ref":
            try closeEmpty()
            guard let found = attributes["RefId"].flatMap({ objects[$0] }) else {
                throw malformed("it refers to an object that is not there")
            }
            try take(found.weight)
            return found
        case "Nil":
            try closeEmpty()
            return Value(json: .null)
        default:
            let text = try content()
            try take(text.utf8.count + 8)
            guard var value = CLIXMLScalar.value(name, Self.unescaped(text)) else {
                throw malformed("'\(text.prefix(40))' is no \(name.prefix(20))")
            }
            value.weight = text.utf8.count + 8
            return value
        }
    }

    private mutating func object(_ attributes: [String: String]) throws -> Value {
        var names: [String] = []
        var text: String?
        var inner: Value?
        var members = JSONObject()
        var hasMembers = false
        var weight = 16
        while let (name, attributes) = try child() {
            switch name {
            case "TN": names = try typeNames(attributes)
            case "TNRef":
                try closeEmpty()
                names = attributes["RefId"].flatMap { types[$0] } ?? []
            case "ToString": text = Self.unescaped(try content())
            case "Props", "MS":
                hasMembers = true
                for (name, value) in try elements() {
                    guard let name, !name.contains("@") else { throw malformed("a property has no name") }
                    weight += name.utf8.count + value.weight
                    Self.add(value, named: name, to: &members)
                }
            case "LST", "STK", "QUE", "IE":
                let elements = try elements().map(\.value)
                weight += elements.reduce(0) { $0 + $1.weight }
                // A list has no place for what stands beside a property.
                inner = Value(json: .array(elements.map(\.json)))
            case "DCT":
                let (table, size) = try table()
                weight += size
                inner = Value(json: .object(table))
            default:
                let value = try value(name, attributes)
                weight += value.weight
                inner = value
            }
        }
        try take((text?.utf8.count ?? 0) + 16)
        var result = Self.composed(inner, members: hasMembers ? members : nil, text: text, type: names.first)
        result.weight = weight + (text?.utf8.count ?? 0)
        if let id = attributes["RefId"] { objects[id] = result }
        return result
    }

    /// What an object is in JSON: its list, table or plain value, else its properties, else its text.
    private static func composed(_ inner: Value?, members: JSONObject?, text: String?, type: String?) -> Value {
        if let inner {
            // A member of an enumeration is its name to people; its number stays beside it.
            if let text, inner.json.integerValue != nil {
                return Value(json: .string(text), type: type, number: inner.json)
            }
            return Value(json: inner.json, type: type)
        }
        guard let members else { return Value(json: text.map { .string($0) } ?? .null, type: type) }
        var object = JSONObject()
        if let type { object["@type"] = .string(type) }
        if let text { object["@text"] = .string(text) }
        object.members += members.members
        return Value(json: .object(object), type: type)
    }

    private static func add(_ value: Value, named name: String, to members: inout JSONObject) {
        var isObject = false
        if case .object = value.json { isObject = true }
        if let type = value.type, !isObject {
            members.members.append(.init(name: "\(name)@data.type", value: .string(type)))
        }
        if let number = value.number { members.members.append(.init(name: "\(name)@data.value", value: number)) }
        members.members.append(.init(name: name, value: value.json))
    }

    private mutating func table() throws -> (JSONObject, weight: Int) {
        var table = JSONObject()
        var weight = 0
        while let (name, _) = try child() {
            guard name == "En" else { throw malformed("a table has something that is no entry") }
            let parts = try elements()
            guard let key = parts.first(where: { $0.name == "Key" })?.value,
                let value = parts.first(where: { $0.name == "Value" })?.value
            else { throw malformed("an entry of a table has no key or no value") }
            let text = key.json.stringValue ?? key.json.text()
            weight += text.utf8.count + value.weight
            Self.add(value, named: text.replacing("@", with: "_"), to: &table)
        }
        return (table, weight)
    }

    private mutating func typeNames(_ attributes: [String: String]) throws -> [String] {
        var names: [String] = []
        while let (name, _) = try child() {
            guard name == "T" else { throw malformed("a list of types has something else in it") }
            names.append(Self.unescaped(try content()))
        }
        if let id = attributes["RefId"] { types[id] = names }
        return names
    }

    // MARK: Texts

    /// The text of an element that has nothing else in it.
    private mutating func content() throws -> String {
        var text = ""
        while true {
            switch try reader.next() {
            case .text(let part): text += part
            case .close: return text
            case .open, .end: throw malformed("an element has something else than a text")
            }
        }
    }

    private mutating func closeEmpty() throws {
        guard try content().allSatisfy(\.isWhitespace) else { throw malformed("an element is not empty") }
    }

    /// `_x000D_` is the character of that number; halves of a pair belong together.
    static func unescaped(_ text: String) -> String {
        guard text.contains("_x") else { return text }
        var units: [UInt16] = []
        var rest = Array(text.utf16)[...]
        while let unit = rest.first {
            if unit == UInt16(UInt8(ascii: "_")), rest.count >= 7,
                rest[rest.startIndex + 1] == UInt16(UInt8(ascii: "x")),
                rest[rest.startIndex + 6] == unit,
                let number = UInt16(String(decoding: rest.dropFirst(2).prefix(4), as: UTF16.self), radix: 16)
            {
                units.append(number)
                rest = rest.dropFirst(7)
            } else {
                units.append(unit)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: units, as: UTF16.self)
    }

    private mutating func take(_ weight: Int) throws {
        room -= weight
        guard room >= 0 else { throw malformed("it repeats itself without end") }
    }

    private func malformed(_ reason: String) -> CLIXMLError { reader.error(reason) }
}
