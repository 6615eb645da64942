internal import ExoRows

/// How many rows are still wanted, and how many were handed out.
struct RowLimit {
    private(set) var delivered = 0
    private let size: ResultSize

    init(_ size: ResultSize) { self.size = size }

    /// Whether no more are wanted.
    var isReached: Bool { size.limit.map { delivered >= $0 } ?? false }

    /// The most rows to ask for in one page.
    func rows(atMost pageSize: Int) -> Int { size.limit.map { max(1, min(pageSize, $0 - delivered)) } ?? pageSize }

    /// Takes of these rows as many as are wanted.
    mutating func take(_ batch: RowBatch) -> RowBatch {
        let taken = size.limit.map { batch.prefix(max(0, $0 - delivered)) } ?? batch
        delivered += taken.count
        return taken
    }
}
