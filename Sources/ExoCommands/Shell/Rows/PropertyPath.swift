internal import ExoJSON

/// A property of a row, or a property of a property: `TotalItemSize.Value`.
struct PropertyPath: Sendable {
    /// The names; none is the row itself.
    let names: [String]

    init(_ names: [String]) { self.names = names }

    /// Reads a path as it is written.
    init(_ text: String) { names = text.split(separator: ".").map(String.init) }

    /// As it is written.
    var text: String { names.joined(separator: ".") }

    /// What a row has there; `null` where it has nothing.
    func value(of row: JSONValue) -> JSONValue {
        if names.count > 1, let whole = row.objectValue?.value(ignoringCase: text) { return whole }
        return names.reduce(row) { Self.member($1, of: $0) }
    }

    private static func member(_ name: String, of value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object): return object.value(ignoringCase: name) ?? .null
        case .array(let elements):
            if ["count", "length"].contains(name.lowercased()) { return .integer(Int64(elements.count)) }
            // As in PowerShell, the property of each.
            let found = elements.map { member(name, of: $0) }.filter { !$0.isNull }
            return found.isEmpty ? .null : found.count == 1 ? found[0] : .array(found)
        case .null: return .null
        // Sizes and the like are texts here, where PowerShell has objects with a value.
        case _ where ["value", "tostring()"].contains(name.lowercased()):
            return name.lowercased() == "value" ? value : .string(RowValue.text(value))
        case .string(let text): return member(name.lowercased(), ofText: text)
        default: return .null
        }
    }

    private static func member(_ name: String, ofText text: String) -> JSONValue {
        switch name {
        case "length": return .integer(Int64(text.utf16.count))
        case "tolower()": return .string(text.lowercased())
        case "toupper()": return .string(text.uppercased())
        default:
            if let power = sizes.firstIndex(of: name) {
                guard let bytes = RowOrder.Key.bytes(of: text) else { return .null }
                return .integer(Int64(clamping: bytes) >> Int64(10 * power))
            }
            return WireTime(text)?.member(name) ?? .null
        }
    }

    /// The methods of sizes: in bytes, and in each larger unit, of which only whole ones count.
    private static let sizes = ["tobytes()", "tokb()", "tomb()", "togb()", "totb()"]

    /// The methods that are understood, in small letters.
    static let methods = sizes + ["tostring()", "tolower()", "toupper()"]

    /// Whether a text of the service's has such a member; that of a date has more.
    static func isMember(_ name: String, ofTime isTime: Bool) -> Bool {
        let name = name.lowercased()
        return ["value", "length", "count"].contains(name) || methods.contains(name)
            || isTime && WireTime.members.contains(name)
    }
}
