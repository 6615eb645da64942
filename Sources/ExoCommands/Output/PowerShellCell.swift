internal import ExoJSON

/// Values as the texts that PowerShell's Export-Csv makes of a cmdlet's objects, in the culture en-US.
///
/// Truth values are `True` and `False`, the elements of a list stand with blanks between them, a nested object is `@{a=1; b=2}`,
/// a time is `7/2/2026 1:04:05 AM`, and nothing at all is not the same as an empty text.
enum PowerShellCell {
    /// The text of a property.
    ///
    /// - Parameters:
    ///   - value: Its value.
    ///   - isTime: Whether it is a time; on the wire it is a text as others are.
    /// - Returns: The text, or `nil` for no value.
    static func text(_ value: JSONValue?, isTime: Bool = false) -> String? {
        switch value {
        case nil, .null: nil
        case .bool(let flag): flag ? "True" : "False"
        case .string(let text): isTime ? WireTime(text)?.dotNet ?? text : text
        case .double(let number): text(number)
        case .array(let elements): elements.map { text($0, isTime: isTime) ?? "" }.joined(separator: " ")
        case .object(let object):
            "@{" + object.members.map { "\($0.name)=\(text($0.value) ?? "")" }.joined(separator: "; ") + "}"
        default: RowValue.text(value)
        }
    }

    private static func text(_ number: Double) -> String {
        let text = number.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text.replacing("e", with: "E")
    }

    /// Which properties of a row are times: those that the service calls so, where it says nothing of types those that are known,
    /// and where nothing is known those that look like one.
    static func times(of row: JSONObject, known: [String]?) -> (String) -> Bool {
        var types: [String: Bool] = [:]
        for member in row.members {
            guard member.name.hasSuffix("@data.type") else { continue }
            types[String(member.name.dropLast("@data.type".count))] =
                member.value.stringValue?.hasPrefix("System.DateTime") ?? false
        }
        if !types.isEmpty { return { types[$0] ?? false } }
        if let known { return { name in known.contains { $0.lowercased() == name.lowercased() } } }
        return { row[$0]?.stringValue.map { WireTime($0) != nil } ?? false }
    }
}
