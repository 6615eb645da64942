internal import ExoJSON
internal import ExoRows

/// How many rows are still wanted, and how many were handed out.
struct RowLimit {
    private(set) var delivered = 0
    /// Whether rows were left out because the caller wanted no more.
    private(set) var hasCut = false
    private let size: ResultSize
    private let isAsked: Bool

    /// Makes a limit.
    ///
    /// - Parameters:
    ///   - size: The number of rows after which no more are asked for.
    ///   - isAsked: Whether the caller named it; what comes beyond a limit that nobody named is handed out.
    init(_ size: ResultSize, isAsked: Bool) {
        self.size = size
        self.isAsked = isAsked
    }

    /// Whether no more are wanted.
    var isReached: Bool { size.limit.map { delivered >= $0 } ?? false }

    /// The most rows to ask for in one page.
    func rows(atMost pageSize: Int) -> Int { size.limit.map { max(1, min(pageSize, $0 - delivered)) } ?? pageSize }

    /// Takes of these rows as many as are wanted.
    mutating func take(_ batch: RowBatch) -> RowBatch {
        let taken = isAsked ? size.limit.map { batch.prefix(max(0, $0 - delivered)) } ?? batch : batch
        if taken.count < batch.count { hasCut = true }
        delivered += taken.count
        return taken
    }
}
