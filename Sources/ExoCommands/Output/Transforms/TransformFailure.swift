package import ExoRows

/// A transform cannot go on; what it made before still counts.
package struct TransformFailure: Error, Sendable {
    /// What goes on.
    package var rows: RowBatch
    /// Why nothing follows.
    package var cause: any Error

    package init(rows: RowBatch, cause: any Error) {
        self.rows = rows
        self.cause = cause
    }
}
