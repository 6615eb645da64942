import ExoJSON

/// Finds members in the text of a stored object without reading the rest.
enum StoredText {
    /// The values of some members.
    ///
    /// - Parameters:
    ///   - names: The names.
    ///   - text: A JSON object without blanks between its parts, as the store's own are.
    /// - Returns: The values by name; `nil` for a text of another form.
    static func values(of names: [String], in text: String) -> [String: JSONValue]? {
        guard !names.isEmpty else { return [:] }
        let wanted = names.map { Array($0.utf8) }
        var text = text
        return text.withUTF8 { unsafe values(of: names, wanted, in: $0) }
    }

    private static func values(
        of names: [String],
        _ wanted: [[UInt8]],
        in text: UnsafeBufferPointer<UInt8>
    ) -> [String: JSONValue]? {
        var found: [String: JSONValue] = [:]
        guard unsafe text.first == UInt8(ascii: "{") else { return nil }
        if text.count == 2 { return unsafe text[1] == UInt8(ascii: "}") ? [:] : nil }
        var place = 1
        while place < text.count {
            guard unsafe text[place] == UInt8(ascii: "\""), let end = unsafe endOfText(text, from: place) else {
                return nil
            }
            let name = (place + 1)..<(end - 1)
            guard end < text.count, unsafe text[end] == UInt8(ascii: ":"),
                let next = unsafe endOfValue(text, from: end + 1)
            else { return nil }
            for (index, bytes) in wanted.enumerated() where bytes.count == name.count {
                guard unsafe text[name].elementsEqual(bytes) else { continue }
                guard let value = try? unsafe JSONValue(parsing: text[(end + 1)..<next]) else { return nil }
                found[names[index]] = value
            }
            guard next < text.count else { return nil }
            if unsafe text[next] == UInt8(ascii: "}") { return next == text.count - 1 ? found : nil }
            guard unsafe text[next] == UInt8(ascii: ",") else { return nil }
            place = next + 1
        }
        return nil
    }

    /// Behind the closing quotation mark of a text that begins at a place.
    private static func endOfText(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var place = start + 1
        while place < text.count {
            switch unsafe text[place] {
            case UInt8(ascii: "\""): return place + 1
            case UInt8(ascii: "\\"): place += 2
            default: place += 1
            }
        }
        return nil
    }

    private static func endOfValue(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var place = start
        var depth = 0
        while place < text.count {
            switch unsafe text[place] {
            case UInt8(ascii: "\""):
                guard let end = unsafe endOfText(text, from: place) else { return nil }
                place = end
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { return place }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0: return place
            default: break
            }
            place += 1
        }
        return nil
    }
}
