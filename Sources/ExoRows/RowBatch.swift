package import ExoJSON

/// Rows that arrived together, from the wire to the output.
///
/// The rows stay where they stood in the page, and nothing is decoded before somebody asks for it.
package struct RowBatch: Sendable {
    /// A stretch of the page that holds the rows, and what stands between them.
    package internal(set) var bytes: [UInt8]
    /// Where each row stands, from its first byte to its last.
    package private(set) var ranges: [Range<Int>]
    /// What was found of the rows on the way to their ends, for those in whose order it stands; empty where nothing was.
    private var tokens: [RowTokens] = []
    private var blocks: [TokenBlock] = []
    /// What was mended in which row; most batches have none.
    package private(set) var repairs: [RowRepair] = []

    /// Makes a batch of rows that stand in these bytes.
    package init(bytes: [UInt8] = [], ranges: [Range<Int>] = []) {
        self.bytes = bytes
        self.ranges = ranges
    }

    /// Makes a batch of rows, with what was found of each on the way to its end.
    init(bytes: [UInt8], ranges: [Range<Int>], tokens: [RowTokens], blocks: [TokenBlock]) {
        self.init(bytes: bytes, ranges: ranges)
        self.tokens = tokens
        self.blocks = blocks
    }

    /// Makes a batch of one row, with what may need mending in it mended.
    package init(row text: [UInt8]) {
        self.init(bytes: text, ranges: [0..<text.count])
        mend(0)
    }

    /// Makes a batch of objects at hand.
    package init(_ objects: [JSONObject]) {
        var writer = JSONWriter()
        var ranges: [Range<Int>] = []
        for object in objects {
            let start = writer.bytes.count
            writer.write(.object(object))
            ranges.append(start..<writer.bytes.count)
        }
        self.init(bytes: writer.bytes, ranges: ranges)
    }

    /// The number of rows.
    package var count: Int { ranges.count }
    /// Whether there is no row.
    package var isEmpty: Bool { ranges.isEmpty }
    /// The places of the rows.
    package var indices: Range<Int> { ranges.indices }
    /// The JSON text of a row, annotations included.
    package subscript(place: Int) -> ArraySlice<UInt8> { bytes[ranges[place]] }

    /// The first rows, at most so many.
    package func prefix(_ count: Int) -> RowBatch {
        guard count < self.count else { return self }
        var batch = RowBatch(bytes: bytes, ranges: Array(ranges.prefix(count)))
        batch.repairs = repairs.filter { $0.place < count }
        batch.tokens = Array(tokens.prefix(count))
        batch.blocks = blocks
        return batch
    }

    /// Gives the text of a row and what was found of it, which may be used inside the call only.
    @inline(__always)
    func withRow<Value>(
        _ place: Int,
        _ body: (
            UnsafeBufferPointer<UInt8>, (blocks: UnsafePointer<TokenBlock>, row: RowTokens)?
        ) throws -> Value
    ) rethrows -> Value {
        try unsafe bytes.withUnsafeBufferPointer { all in
            let text = unsafe UnsafeBufferPointer(rebasing: all[ranges[place]])
            guard place < tokens.count, tokens[place].start >= 0 else { return try unsafe body(text, nil) }
            return try unsafe blocks.withUnsafeBufferPointer { blocks in
                guard let base = blocks.baseAddress else { return try unsafe body(text, nil) }
                return try unsafe body(text, (blocks: base + tokens[place].start, row: tokens[place]))
            }
        }
    }

    /// A row as a value, annotations included.
    ///
    /// - Throws: `JSONError` when the row is not JSON.
    package func value(_ place: Int) throws -> JSONValue {
        do { return try JSONValue(parsing: self[place]) } catch let error as JSONError {
            // A number such as 1e400, for which the splitter does not look.
            guard let mended = JSONRepair.mended(self[place]) else { throw error }
            return try JSONValue(parsing: mended.text)
        }
    }

    /// Whether the bytes from the first row to the last are UTF-8.
    var isUTF8: Bool {
        guard let first = ranges.first, let last = ranges.last else { return true }
        // A row that began in an earlier part stands behind the others.
        guard first.lowerBound > last.lowerBound else { return isUTF8(first.lowerBound..<last.upperBound) }
        return isUTF8(first) && isUTF8(ranges[1].lowerBound..<last.upperBound)
    }

    private func isUTF8(_ stretch: Range<Int>) -> Bool {
        // The pointer is used inside the call only.
        unsafe bytes.withUnsafeBufferPointer { unsafe UTF8Text.isValid(UnsafeBufferPointer(rebasing: $0[stretch])) }
    }

    /// Mends a row where that is needed; a mended row stands behind the others.
    ///
    /// The splitter finds every number above 64 bits by its 20 digits and more. Shorter ones that are too large (1e400) wait for
    /// ``value(_:)``, so that it does not depend on the neighbours of a row whether it is mended.
    mutating func mend(_ place: Int) {
        guard let (text, kinds) = JSONRepair.mended(self[place], shortestNumber: 20) else { return }
        ranges[place] = bytes.count..<bytes.count + text.count
        bytes.append(contentsOf: text)
        if place < tokens.count { tokens[place] = .unknown }
        repairs.append(RowRepair(place: place, kinds: kinds))
    }

    /// Says where a row stands that was shortened; what was found of it before is forgotten.
    mutating func move(_ place: Int, to range: Range<Int>) {
        ranges[place] = range
        if place < tokens.count { tokens[place] = .unknown }
    }

    /// Calls the body for the place of each row, in order.
    ///
    /// - Throws: ``RowError`` when the body finds that a row is not JSON, else what it throws.
    package func forEach(_ body: (Int) throws -> Void) throws {
        for place in ranges.indices {
            do { try body(place) } catch let error as PageError {
                throw RowError(place: place, cause: error)
            } catch let error as JSONError {
                throw RowError(place: place, cause: error)
            }
        }
    }
}
