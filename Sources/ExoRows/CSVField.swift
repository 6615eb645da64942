/// Fields of CSV (RFC 4180).
package enum CSVField {
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
