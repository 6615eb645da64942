/// A row of a batch is not JSON; the rows before it are good.
package struct RowError: Error, Sendable {
    /// Its place in the batch.
    package var place: Int
    /// Why.
    package var cause: any Error
}
