package import ExoRows

/// What rows pass through between where they come from and their form: choosing, ordering, grouping, `--jq`.
///
/// A transform takes rows as they arrive and gives what may go on; one that needs all of them gives nothing before the end.
package protocol RowTransform {
    /// Takes rows.
    ///
    /// - Parameter batch: Rows that came together, one at least.
    /// - Returns: What goes on, which may be nothing.
    /// - Throws: `RowError` when a row is not JSON; ``CommandError``.
    mutating func pass(_ batch: RowBatch) throws -> RowBatch

    /// Gives what was held back, when no more rows come.
    ///
    /// - Returns: What goes on.
    /// - Throws: As ``pass(_:)``.
    mutating func finish() throws -> RowBatch

    /// Whether it needs all rows before it gives any.
    var holdsRows: Bool { get }

    /// Whether rows that come now would change nothing, so that nobody needs to fetch them.
    var isComplete: Bool { get }
}

extension RowTransform {
    package mutating func finish() throws -> RowBatch { RowBatch() }

    package var holdsRows: Bool { false }

    package var isComplete: Bool { false }
}
