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
        case .string(let text) where name.lowercased() == "length": return .integer(Int64(text.utf16.count))
        // Sizes and the like are texts here, where PowerShell has objects with a value.
        default: return name.lowercased() == "value" ? value : .null
        }
    }
}
