package import ExoRows

/// Puts rows in order; it gives none before the last came.
///
/// Rows that are alike stay in the order in which they came.
package struct RowSorter: RowTransform {
    /// What rows are ordered by.
    package struct Key: Sendable, Equatable {
        /// The property, or what lies below it.
        package var path: ColumnPath
        /// Whether the largest stands first.
        package var isDescending: Bool

        package init(_ path: ColumnPath, isDescending: Bool = false) {
            self.path = path
            self.isDescending = isDescending
        }

        /// Reads `Name`, or `-Name` for the other way round.
        init(_ word: String) {
            isDescending = word.hasPrefix("-")
            path = ColumnPath(isDescending ? String(word.dropFirst()) : word)
        }
    }

    private struct Row {
        var keys: [RowOrder.Key]
        var batch: Int
        var place: Int
    }

    private let keys: [Key]
    private var rows: [Row] = []
    private var batches: [RowBatch] = []

    package init(_ keys: [Key]) { self.keys = keys }

    package var holdsRows: Bool { true }

    package mutating func pass(_ batch: RowBatch) throws -> RowBatch {
        try batch.forEach { place in
            let object = try RowValue.object(place, of: batch)
            let values = keys.map { RowOrder.Key($0.path.value(in: object)) }
            rows.append(Row(keys: values, batch: batches.count, place: place))
        }
        batches.append(batch)
        return RowBatch()
    }

    package mutating func finish() -> RowBatch {
        let ordered = rows.indices.sorted { left, right in
            for (place, key) in keys.enumerated() {
                let order = RowOrder.compare(rows[left].keys[place], rows[right].keys[place])
                if order != 0 { return key.isDescending ? order > 0 : order < 0 }
            }
            return left < right
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(batches.reduce(0) { $0 + $1.ranges.reduce(0) { $0 + $1.count } })
        var ranges: [Range<Int>] = []
        for place in ordered {
            let row = rows[place]
            let start = bytes.count
            bytes.append(contentsOf: batches[row.batch][row.place])
            ranges.append(start..<bytes.count)
        }
        rows = []
        batches = []
        return RowBatch(bytes: bytes, ranges: ranges)
    }
}
