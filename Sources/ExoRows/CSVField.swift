/// Fields of CSV (RFC 4180).
package enum CSVField {
    /// Appends a JSON string that is a field as it stands, as most are: without escapes, so without quotes and line breaks,
    /// and without commas.
    ///
    /// - Returns: Whether the value was one.
    static func appendPlain(_ value: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) -> Bool {
        guard value.count > 1, unsafe value[0] == .quote, unsafe value[value.count - 1] == .quote else { return false }
        let text = unsafe UnsafeBufferPointer(rebasing: value[1..<value.count - 1])
        guard unsafe !text.contains(where: { $0 == .backslash || $0 == .comma }) else { return false }
        unsafe output.append(contentsOf: text)
        return true
    }

    /// Appends a field, in quotes where it holds a comma, a quote or a line break.
    package static func append(_ text: [UInt8], to output: inout [UInt8]) {
        guard text.contains(where: { $0 == .comma || $0 == .quote || $0 == .lineFeed || $0 == .carriageReturn }) else {
            output.append(contentsOf: text)
            return
        }
        output.append(.quote)
        for byte in text {
            if byte == .quote { output.append(.quote) }
            output.append(byte)
        }
        output.append(.quote)
    }
}
