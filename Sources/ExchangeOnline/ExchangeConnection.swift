public import EntraTokens

/// A connection to one tenant as one identity.
///
/// It is a value that carries its own token source, address, cookies and limits; any number of connections can be used at once
/// and none sees another. There is nothing to close: letting go of it ends it.
public struct ExchangeConnection: Sendable {
    let channel: AdminChannel

    init(channel: AdminChannel) { self.channel = channel }

    /// The facts of the connection now.
    public var information: ConnectionInformation { channel.information }

    /// The token used last.
    public var token: AccessToken { channel.tokens.latest }

    /// Runs a cmdlet and gives its rows page by page, as they arrive.
    ///
    /// - Parameter cmdlet: What to run.
    /// - Returns: The pages; nothing is sent before they are asked for.
    public func pages(of cmdlet: Cmdlet) -> CmdletPages { CmdletPages(connection: self, cmdlet: cmdlet) }

    /// Runs a cmdlet and collects all it gives.
    ///
    /// - Parameter cmdlet: What to run.
    /// - Returns: Rows, warnings and errors that did not end the run.
    /// - Throws: ``ExchangeError``; a change that may have been made in spite of the failure has code `outcomeUnknown`.
    public func run(_ cmdlet: Cmdlet) async throws -> CmdletOutcome {
        var pages = pages(of: cmdlet).makeAsyncIterator()
        var outcome = CmdletOutcome(correlationID: pages.correlationID)
        while let page = try await pages.next() {
            outcome.rows += page.rows
            outcome.warnings += page.warnings
            outcome.errors += page.errors
            outcome.confirmationMessage = page.confirmationMessage ?? outcome.confirmationMessage
            outcome.requestID = page.requestID ?? outcome.requestID
        }
        return outcome
    }

    /// Asks the service whether it answers this connection.
    ///
    /// - Returns: The facts with their state, and why the state is broken.
    /// - Throws: `CancellationError` alone: what the service refuses is a state, not a failure.
    public func check() async throws -> (information: ConnectionInformation, reason: ExchangeError?) {
        var information = information
        let reason = try await channel.ping()
        information.state = reason == nil ? .connected : .broken
        return (information, reason)
    }
}
