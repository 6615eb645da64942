internal import ExoJSON
internal import ExoRows

/// Rows as values, for the forms that people read.
enum RowValue {
    /// Reads one row and removes its annotations; what is no object becomes the property `Value`.
    static func object(_ place: Int, of batch: RowBatch) throws -> JSONObject {
        let value = try batch.value(place)
        return value.objectValue?.withoutAnnotations ?? ["Value": value]
    }

    /// A value without annotations at any level.
    static func withoutAnnotations(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object): .object(object.withoutAnnotations)
        case .array(let elements): .array(elements.map(withoutAnnotations))
        default: value
        }
    }

    /// Rows that are objects all: what is none becomes the property `Value` of one.
    static func objects(_ batch: RowBatch) -> RowBatch {
        guard batch.indices.contains(where: { batch[$0].first != UInt8(ascii: "{") }) else { return batch }
        var bytes: [UInt8] = []
        let ranges = batch.indices.map { place in
            let start = bytes.count
            let isObject = batch[place].first == UInt8(ascii: "{")
            if !isObject { bytes.append(contentsOf: "{\"Value\":".utf8) }
            bytes.append(contentsOf: batch[place])
            if !isObject { bytes.append(UInt8(ascii: "}")) }
            return start..<bytes.count
        }
        return RowBatch(bytes: bytes, ranges: ranges)
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
