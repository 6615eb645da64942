internal import ExchangeOnline

/// The pages of a cmdlet, whose errors hold the command that connects their connection again.
struct AdvisedPages: AsyncSequence, Sendable {
    typealias Element = CmdletPage

    let pages: CmdletPages
    let service: ServiceConnection

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages: pages.makeAsyncIterator(), service: service) }

    /// Runs the cmdlet page by page.
    struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        fileprivate var pages: CmdletPages.AsyncIterator
        fileprivate let service: ServiceConnection

        /// The id that we gave this run.
        var correlationID: String { pages.correlationID }

        mutating func next() async throws -> CmdletPage? {
            do { return try await pages.next() } catch let error as ExchangeError { throw service.advised(error) }
        }
    }
}
