/// The pages of a cmdlet's rows, as they arrive.
///
/// Nothing is sent before the first page is asked for, and the next page of the service is asked for only when the one before
/// was taken, so a reader that stops early stops the listing. Each iteration runs the cmdlet anew.
///
/// Iterating throws ``ExchangeError``; what was handed out before stays good, and ``ExchangeError/rowsDelivered`` counts it.
public struct CmdletPages: AsyncSequence, Sendable {
    /// Rows and what the service said with them.
    public typealias Element = CmdletPage

    let connection: ExchangeConnection
    let cmdlet: Cmdlet

    /// Begins the run.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(run: CmdletRun(cmdlet, on: connection)) }

    /// Runs the cmdlet page by page.
    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        private var run: CmdletRun

        init(run: CmdletRun) { self.run = run }

        /// The id that we gave this run: `client-request-id`.
        public var correlationID: String { run.correlationID }

        /// The next rows, or `nil` at the end.
        public mutating func next() async throws -> CmdletPage? { try await run.next() }
    }
}
