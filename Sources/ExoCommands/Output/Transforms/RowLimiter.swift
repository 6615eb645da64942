package import ExoRows

/// Lets the first rows pass, and says when more are not needed.
package struct RowLimiter: RowTransform {
    private var rest: Int

    package init(_ limit: Int) { rest = limit }

    package mutating func pass(_ batch: RowBatch) -> RowBatch {
        let taken = batch.prefix(rest)
        rest -= taken.count
        return taken
    }

    package var isComplete: Bool { rest == 0 }
}
