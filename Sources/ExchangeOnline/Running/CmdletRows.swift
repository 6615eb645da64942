/// The rows of a cmdlet, as they arrive.
///
/// Each iteration runs the cmdlet anew. Iterating throws ``ExchangeError``; the rows before stay good.
public struct CmdletRows: AsyncSequence, Sendable {
    /// An object that the cmdlet gives.
    public typealias Element = CmdletRow

    let pages: CmdletPages
    let warn: WarningReceiver

    /// Begins the run.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages: pages.makeAsyncIterator(), warn: warn) }

    /// Gives one row after another.
    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        private var pages: CmdletPages.AsyncIterator
        private let warn: WarningReceiver
        private var waiting: ArraySlice<CmdletRow> = []
        /// The first error that the service reported beside the rows.
        private var failure: ExchangeError?
        private var delivered = 0

        init(pages: CmdletPages.AsyncIterator, warn: @escaping WarningReceiver) {
            self.pages = pages
            self.warn = warn
        }

        /// The next row, or `nil` at the end.
        public mutating func next() async throws -> CmdletRow? {
            while waiting.isEmpty {
                guard let page = try await pages.next() else {
                    guard var failure = failure.take() else { return nil }
                    failure.rowsDelivered = delivered
                    throw failure
                }
                page.warnings.forEach(warn)
                failure = failure ?? page.errors.first
                waiting = page.rows[...]
            }
            delivered += 1
            return waiting.popFirst()
        }
    }
}
