/// Complete rows of a page, as they stood on the wire.
package struct RowBatch: Sendable {
    /// A stretch of the page that holds the rows, and what stands between them.
    package var bytes: [UInt8]
    /// Where the rows are, in their order: elements of `value` from their first byte to their last.
    package var rows: [Range<Int>]

    /// Makes a batch.
    package init(bytes: [UInt8], rows: [Range<Int>]) {
        self.bytes = bytes
        self.rows = rows
    }

    /// The bytes of one row.
    package func row(_ place: Int) -> ArraySlice<UInt8> { bytes[rows[place]] }
}
