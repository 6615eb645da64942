internal import ExoJSON

/// Rows as values, for the forms that people read.
enum RowValue {
    /// Reads one row and removes its annotations.
    static func object(_ bytes: ArraySlice<UInt8>) throws -> JSONObject {
        guard case .object(let object) = try JSONValue(parsing: bytes) else {
            return ["Value": try JSONValue(parsing: bytes)]
        }
        return withoutAnnotations(object)
    }

    /// The object without members that only describe others.
    static func withoutAnnotations(_ object: JSONObject) -> JSONObject {
        JSONObject(
            object.members.lazy.filter { !$0.name.utf8.contains(UInt8(ascii: "@")) }
                .map { JSONObject.Member(name: $0.name, value: withoutAnnotations($0.value)) }
        )
    }

    private static func withoutAnnotations(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object): .object(withoutAnnotations(object))
        case .array(let elements): .array(elements.map(withoutAnnotations))
        default: value
        }
    }

    /// The members of those names in that order, an absent one as `null`; all of them where none is named.
    static func selected(_ object: JSONObject, _ columns: [String]) -> JSONObject {
        guard !columns.isEmpty else { return object }
        return JSONObject(
            columns.map { column in
                let member = object.members.first { $0.name.lowercased() == column.lowercased() }
                return member ?? JSONObject.Member(name: column, value: .null)
            }
        )
    }

    /// A value as people read it: lists in braces, as PowerShell shows them.
    static func text(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null: ""
        case .bool(let flag): flag ? "True" : "False"
        case .integer(let number): String(number)
        case .unsigned(let number): String(number)
        case .double(let number): number.description
        case .string(let text): text
        case .array(let elements): "{" + elements.map { text($0) }.joined(separator: ", ") + "}"
        case .object: value?.text() ?? ""
        }
    }

    /// JSON text in which nothing steers a terminal: such characters stand as escapes, so the value stays the same.
    static func harmlessJSON(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 != "\n" && TerminalText.steers($0) }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar != "\n", TerminalText.steers(scalar) {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
