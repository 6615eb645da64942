/// The rows of a cmdlet as values of a type of the caller's.
///
/// Each iteration runs the cmdlet anew. Iterating throws ``ExchangeError``; the values before stay good.
public struct DecodedRows<Row: Decodable & Sendable>: AsyncSequence, Sendable {
    /// A row, decoded.
    public typealias Element = Row

    let rows: CmdletRows

    /// Begins the run.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rows: rows.makeAsyncIterator()) }

    /// Gives one value after another.
    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        private var rows: CmdletRows.AsyncIterator

        init(rows: CmdletRows.AsyncIterator) { self.rows = rows }

        /// The next value, or `nil` at the end.
        public mutating func next() async throws -> Row? { try await rows.next()?.decoded(as: Row.self) }
    }
}
