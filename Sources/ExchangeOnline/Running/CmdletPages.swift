internal import ExoCrypto

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

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
    let bind: @Sendable () throws -> BoundCmdlet
    let confirm: Confirmation?

    /// Begins the run.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

    /// Runs the cmdlet page by page.
    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        /// The id that we gave this run: `client-request-id`.
        public let correlationID = RandomBytes.uuid()
        private let pages: CmdletPages
        private var run: CmdletRun?
        private var admission: Admission?
        private var requestID: String?
        /// The first error that came beside the rows.
        private var failure: ExchangeError?
        /// Whether the run ended in an error; it is not begun anew then.
        private var hasFailed = false

        init(_ pages: CmdletPages) { self.pages = pages }

        /// The next rows, or `nil` at the end.
        public mutating func next() async throws -> CmdletPage? {
            guard !hasFailed else { return nil }
            do {
                if run == nil { run = try await begin() }
                let page = try await run?.next()
                requestID = page?.requestID ?? requestID
                failure = failure ?? page?.errors.first
                if run?.isFinished == true { end(failure) }
                return page
            } catch {
                hasFailed = true
                end(error)
                throw error
            }
        }

        private mutating func end(_ error: (any Error)?) {
            admission.take()?.ended(requestID: requestID, error: error)
        }

        /// Binds the cmdlet and asks for consent where it takes one.
        private mutating func begin() async throws -> CmdletRun {
            let cmdlet: BoundCmdlet
            do {
                cmdlet = try pages.bind()
            } catch let error as BindingError {
                throw ExchangeError(error)
            }
            let channel = pages.connection.channel
            admission = try await channel.admit(
                cmdlet,
                repeatedTenant: pages.connection.repeatedTenant,
                correlationID: correlationID
            )
            let interface = channel.interface
            // What the interface lacks is refused before anybody is asked anything.
            _ = try channel.checked(cmdlet.confirmed)
            let key = cmdlet.holdsSecrets ? try await channel.parameterKey(for: cmdlet.name) : nil
            guard cmdlet.asks, let confirm = pages.confirm else { return try run(cmdlet.unattended, key) }
            var question = ""
            var warnings: [String] = []
            if interface == .cmdlets {
                var asking = try run(cmdlet.asking, key)
                while let page = try await asking.next() {
                    question = page.confirmationMessage ?? question
                    warnings += page.warnings
                }
            }
            guard try await confirm(question) else {
                throw ExchangeError(
                    code: .declined,
                    message: "\(cmdlet.name) was not confirmed; nothing was done",
                    correlationID: correlationID,
                    warnings: warnings
                )
            }
            return try run(cmdlet.confirmed, key)
        }

        private func run(_ cmdlet: BoundCmdlet, _ key: RSAPublicKey?) throws -> CmdletRun {
            let cmdlet = try pages.connection.channel.checked(cmdlet)
            return CmdletRun(
                cmdlet,
                body: try cmdlet.body(key: key),
                key: key,
                correlationID: correlationID,
                on: pages.connection
            )
        }
    }
}
