import ExoJSON

/// A document of JSON that stands in a text, as the data of an event in an audit log does.
enum JSONText {
    /// The document, `nil` where the text is no object and no list.
    static func value(of text: String) -> JSONValue? {
        guard let first = text.utf8.first(where: { $0 > 0x20 }), let last = text.utf8.last(where: { $0 > 0x20 }),
            first == UInt8(ascii: "{") && last == UInt8(ascii: "}")
                || first == UInt8(ascii: "[") && last == UInt8(ascii: "]")
        else { return nil }
        do { return try JSONValue(parsing: text) } catch { return nil }
    }
}
