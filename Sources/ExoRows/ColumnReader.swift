/// Takes chosen properties out of rows, for CSV and tables.
///
/// A text is given without quotes and escapes, `null` and a missing property as nothing, a number or a truth value as it stands,
/// the elements of a list joined by `;`, a nested object as JSON without annotations. Names compare without letter case; of
/// a property that stands twice the last counts.
package struct ColumnReader: Sendable {
    /// The names of the properties, in the order of the columns.
    package let names: [String]
    private let keys: [[UInt8]]
    /// The marks of all names.
    private let marks: UInt64
    private var cells: [Range<Int>]
    private var scratch: [UInt8] = []

    /// Makes a reader of these columns.
    package init(_ names: [String]) {
        self.names = names
        keys = names.map { Array($0.lowercased().utf8) }
        marks = keys.reduce(0) { $0 | Self.mark(length: $1.count, last: $1.last ?? .quote) }
        cells = Array(repeating: 0..<0, count: names.count)
    }

    /// Appends the names as the first record of a CSV text.
    package func appendHeader(to output: inout [UInt8]) {
        for (place, name) in names.enumerated() {
            if place > 0 { output.append(.comma) }
            CSVField.append(Array(name.utf8), to: &output)
        }
        output.append(.lineFeed)
    }

    /// Appends a row as a CSV record (RFC 4180 quoting) that ends in a line feed.
    ///
    /// - Parameters:
    ///   - place: Which row.
    ///   - batch: The rows.
    ///   - output: Where to append; unchanged when the row is refused.
    /// - Throws: ``PageError`` `malformed` when the row is not a JSON object.
    package mutating func appendRecord(_ place: Int, of batch: RowBatch, to output: inout [UInt8]) throws {
        try unsafe batch.withRow(place) { text, tokens in
            try unsafe find(in: text, tokens)
            for column in cells.indices {
                if column > 0 { output.append(.comma) }
                if cells[column].isEmpty { continue }
                let value = unsafe UnsafeBufferPointer(rebasing: text[cells[column]])
                if unsafe CSVField.appendPlain(value, to: &output) { continue }
                scratch.removeAll(keepingCapacity: true)
                try unsafe CellText.append(value, to: &scratch)
                CSVField.append(scratch, to: &output)
            }
            output.append(.lineFeed)
        }
    }

    /// The texts of a row's columns.
    ///
    /// - Parameters:
    ///   - place: Which row.
    ///   - batch: The rows.
    /// - Returns: One text a column.
    /// - Throws: ``PageError`` `malformed` when the row is not a JSON object.
    package mutating func texts(_ place: Int, of batch: RowBatch) throws -> [String] {
        try unsafe batch.withRow(place) { text, tokens in
            try unsafe find(in: text, tokens)
            return try cells.map { cell in
                if cell.isEmpty { return "" }
                scratch.removeAll(keepingCapacity: true)
                try unsafe CellText.append(UnsafeBufferPointer(rebasing: text[cell]), to: &scratch)
                return String(decoding: scratch, as: UTF8.self)
            }
        }
    }

    /// Calls the body with each column and the JSON text of its value, without blanks around it; empty where the row lacks it.
    ///
    /// - Parameters:
    ///   - place: Which row.
    ///   - batch: The rows.
    ///   - body: Looks at a value; its memory is good inside the call only.
    /// - Throws: ``PageError`` `malformed` when the row is not a JSON object.
    package mutating func forEachCell(
        _ place: Int,
        of batch: RowBatch,
        _ body: (Int, UnsafeBufferPointer<UInt8>) -> Void
    ) throws {
        try unsafe batch.withRow(place) { text, tokens in
            try unsafe find(in: text, tokens)
            for column in cells.indices {
                var start = cells[column].lowerBound
                var end = cells[column].upperBound
                while start < end, unsafe text[start].isBlank { start += 1 }
                while start < end, unsafe text[end - 1].isBlank { end -= 1 }
                unsafe body(column, UnsafeBufferPointer(rebasing: text[start..<end]))
            }
        }
    }

    /// One bit of 64 for a name, the same in either letter case; most names that nobody asked for are told by it.
    @inline(__always)
    fileprivate static func mark(length: Int, last: UInt8) -> UInt64 {
        1 << (UInt64(truncatingIfNeeded: length &+ 5 &* Int(last & 0x1F)) & 63)
    }

    private mutating func find(
        in text: UnsafeBufferPointer<UInt8>,
        _ tokens: (blocks: UnsafePointer<TokenBlock>, row: RowTokens)?
    ) throws {
        guard unsafe text.first == .openBrace else { throw PageError.malformed("a row is not an object") }
        for place in cells.indices { cells[place] = 0..<0 }
        var finder = unsafe ColumnFinder(text: text, keys: keys, marks: marks, cells: cells)
        cells = []
        defer { cells = unsafe finder.cells }
        _ = try unsafe RowWalker.walk(text, tokens, &finder)
    }
}

/// Notes where the values of the columns are.
@unsafe
private struct ColumnFinder: @unsafe RowVisitor {
    let text: UnsafeBufferPointer<UInt8>
    let keys: [[UInt8]]
    let marks: UInt64
    var cells: [Range<Int>]
    /// The name of the property under way.
    private var name = 0..<0
    private var isWanted = false
    private var start = 0

    init(text: UnsafeBufferPointer<UInt8>, keys: [[UInt8]], marks: UInt64, cells: [Range<Int>]) {
        unsafe self.text = unsafe text
        unsafe self.keys = keys
        unsafe self.marks = marks
        unsafe self.cells = cells
    }

    @inline(__always)
    mutating func memberBegins(name: Range<Int>, delimiter: Int, colon: Int, level: Int, isAnnotation: Bool) {
        guard level == 1 else { return }
        // Of an empty name the quote before it.
        let last = unsafe text[name.upperBound - 1]
        guard unsafe marks & ColumnReader.mark(length: name.count, last: last) != 0 else { return }
        unsafe isWanted = true
        unsafe self.name = name
        unsafe start = colon + 1
    }

    @inline(__always)
    mutating func memberEnds(at end: Int, level: Int, isLast: Bool) {
        guard level == 1, unsafe isWanted else { return }
        unsafe isWanted = false
        for place in unsafe keys.indices where unsafe matches(keys[place]) { unsafe cells[place] = start..<end }
    }

    @inline(__always)
    private func matches(_ key: [UInt8]) -> Bool {
        guard unsafe key.count == name.count else { return false }
        for offset in key.indices {
            let byte = unsafe text[name.lowerBound + offset]
            guard byte == key[offset] || byte &- 0x41 < 26 && byte | 0x20 == key[offset] else { return false }
        }
        return true
    }
}
