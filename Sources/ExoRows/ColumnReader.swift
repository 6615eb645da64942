/// Takes chosen properties out of rows, for CSV and tables.
///
/// A text is given without quotes and escapes, `null` and a missing property as nothing, a number or a truth value as it stands,
/// the elements of a list joined by `;`, a nested object as JSON without annotations. Names compare without letter case; of
/// a property that stands twice the last counts.
package struct ColumnReader: Sendable {
    /// The names of the properties, in the order of the columns.
    package let names: [String]
    private let keys: [[UInt8]]
    private let endings: [UInt32]
    private let marks: Marks
    private var cells: [Range<Int>]
    private var scratch: [UInt8] = []

    /// Makes a reader of these columns.
    package init(_ names: [String]) {
        self.names = names
        // A quote never stands in a name as it is written; nothing is found of such a one.
        keys = names.map { $0.utf8.contains(.quote) ? [0] : Array($0.lowercased().utf8) }
        endings = keys.map { unsafe $0.withUnsafeBufferPointer { unsafe Self.ending(of: $0, at: $0.count) } }
        marks = Marks(endings)
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

    /// The last four bytes of a text, those of letters the same in either case; 0 of a shorter one.
    @inline(__always)
    fileprivate static func ending(of text: UnsafeBufferPointer<UInt8>, at end: Int) -> UInt32 {
        guard end >= 4, let base = text.baseAddress else { return 0 }
        return unsafe UnsafeRawPointer(base + end - 4).loadUnaligned(as: UInt32.self) | 0x2020_2020
    }

    /// Whether a name is the key, in either letter case.
    @inline(__always)
    fileprivate static func isName(_ key: [UInt8], in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        for offset in key.indices {
            let byte = unsafe text[start + offset]
            guard byte == key[offset] || byte &- 0x41 < 26 && byte | 0x20 == key[offset] else { return false }
        }
        return true
    }

    private mutating func find(
        in text: UnsafeBufferPointer<UInt8>,
        _ tokens: (blocks: UnsafePointer<TokenBlock>, row: RowTokens)?
    ) throws {
        guard unsafe text.first == .openBrace else { throw PageError.malformed("a row is not an object") }
        for place in cells.indices { cells[place] = 0..<0 }
        if let row = unsafe CheckedRow(text, tokens) { return unsafe find(in: row) }
        var finder = unsafe ColumnFinder(text: text, keys: keys, marks: marks, cells: cells)
        cells = []
        defer { cells = unsafe finder.cells }
        _ = try unsafe RowWalker.walk(text, tokens, &finder)
    }
}

extension ColumnReader {
    /// Looks at the end of each name, then at the few names that may be wanted.
    private mutating func find(in row: CheckedRow) {
        let text = unsafe row.text
        let marks = marks
        unsafe row.forEachColon { colon in
            let ending = unsafe Self.ending(of: text, at: colon - 1)
            if marks.mayHold(ending) { unsafe note(colon, ending, of: row) }
        }
    }

    /// Notes a value whose name may be wanted.
    @inline(never)
    private mutating func note(_ colon: Int, _ ending: UInt32, of row: CheckedRow) {
        for place in endings.indices where endings[place] == ending || endings[place] == 0 {
            let key = keys[place]
            let start = colon - 1 - key.count
            // A quote behind a backslash is one within the name.
            guard start >= 2, unsafe row.text[start - 1] == .quote, unsafe row.text[start - 2] != .backslash,
                unsafe Self.isName(key, in: row.text, from: start)
            else { continue }
            unsafe cells[place] = colon + 1..<row.endOfValue(at: colon + 1)
        }
    }
}

/// Tells most names that nobody asked for by their endings, of which each has a bit of 64 twice.
private struct Marks {
    private var first: UInt64 = 0
    private var second: UInt64 = 0

    init(_ endings: [UInt32]) {
        for ending in endings {
            first |= Self.bit(ending, 0x9E37_79B1)
            second |= Self.bit(ending, 0x85EB_CA77)
        }
    }

    /// Whether the ending may be one of those; a text without an ending may be any.
    @inline(__always)
    func mayHold(_ ending: UInt32) -> Bool {
        first & Self.bit(ending, 0x9E37_79B1) != 0 && second & Self.bit(ending, 0x85EB_CA77) != 0
    }

    @inline(__always)
    private static func bit(_ ending: UInt32, _ factor: UInt32) -> UInt64 {
        ending == 0 ? .max : 1 << UInt64((ending &* factor) >> 26)
    }
}

/// Notes where the values of the columns are.
@unsafe
private struct ColumnFinder: @unsafe RowVisitor {
    let text: UnsafeBufferPointer<UInt8>
    let keys: [[UInt8]]
    let marks: Marks
    var cells: [Range<Int>]
    /// The name of the property under way.
    private var name = 0..<0
    private var isWanted = false
    private var start = 0

    init(text: UnsafeBufferPointer<UInt8>, keys: [[UInt8]], marks: Marks, cells: [Range<Int>]) {
        unsafe self.text = unsafe text
        unsafe self.keys = keys
        unsafe self.marks = marks
        unsafe self.cells = cells
    }

    @inline(__always)
    mutating func memberBegins(name: Range<Int>, delimiter: Int, colon: Int, level: Int, isAnnotation: Bool) {
        guard level == 1 else { return }
        guard unsafe marks.mayHold(ColumnReader.ending(of: text, at: name.upperBound)) else {
            return
        }
        unsafe isWanted = true
        unsafe self.name = name
        unsafe start = colon + 1
    }

    @inline(__always)
    mutating func memberEnds(at end: Int, level: Int, isLast: Bool) {
        guard level == 1, unsafe isWanted else { return }
        unsafe isWanted = false
        for place in unsafe keys.indices
        where unsafe keys[place].count == name.count
            && ColumnReader.isName(keys[place], in: text, from: name.lowerBound)
        {
            unsafe cells[place] = start..<end
        }
    }
}
