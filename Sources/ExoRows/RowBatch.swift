package import ExoJSON

/// Rows that arrived together, from the wire to the output.
///
/// The rows stay where they stood in the page, and nothing is decoded before somebody asks for it.
package struct RowBatch: Sendable {
    /// A stretch of the page that holds the rows, and what stands between them.
    package private(set) var bytes: [UInt8]
    /// Where each row stands, from its first byte to its last.
    package private(set) var ranges: [Range<Int>]

    /// Makes a batch of rows that stand in these bytes.
    package init(bytes: [UInt8] = [], ranges: [Range<Int>] = []) {
        self.bytes = bytes
        self.ranges = ranges
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
        return RowBatch(bytes: bytes, ranges: Array(ranges.prefix(count)))
    }

    /// A row as a value, annotations included.
    ///
    /// - Throws: `JSONError` when the row is not JSON.
    package func value(_ place: Int) throws -> JSONValue { try JSONValue(parsing: self[place]) }

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
