public import EntraTokens

/// A connection to one tenant as one identity.
///
/// It is a value that carries its own token source, address, cookies and limits; any number of connections can be used at once
/// and none sees another. Letting go of it ends it; ``close()`` ends it for everybody who has it.
public struct ExchangeConnection: Sendable {
    let channel: AdminChannel
    /// The tenant's name, where the caller repeats it.
    private(set) var repeatedTenant: String?

    init(channel: AdminChannel) { self.channel = channel }

    /// The facts of the connection now.
    public var information: ConnectionInformation { channel.information }

    /// The token used last; `nil` before the first request and after the end.
    public var token: AccessToken? { channel.latestToken }

    /// The same connection for a caller who repeats the tenant's name, where its ``GuardRails`` want that before something is
    /// deleted.
    ///
    /// - Parameter tenant: A name of the tenant: its id, or any domain of it; whose domain it is, the sign-in service is asked where
    ///   it was not connected by that one.
    /// - Returns: The connection; a wrong name is refused when a cmdlet runs.
    public func repeating(tenant: String) -> ExchangeConnection {
        var connection = self
        connection.repeatedTenant = tenant
        return connection
    }

    /// Ends the connection, and no other: cmdlets and the next pages of listings are refused from now on with code `closed`, and
    /// nothing is sent any more.
    ///
    /// What is on its way is not called back.
    public func close() { channel.close() }

    /// Whether it was closed.
    public var isClosed: Bool { channel.isClosed }

    /// Refuses a cmdlet that the guard rails forbid, before anything is asked for.
    package func refuseForbidden(_ cmdlet: BoundCmdlet) throws {
        try channel.refuseForbidden(
            cmdlet.name,
            cmdlet.on(channel.request.service).effect,
            repeatedTenant: repeatedTenant
        )
    }

    /// The name that was repeated, where the guard rails want one before a cmdlet and the sign-in service alone knows whose it is.
    package func unprovenName(before cmdlet: BoundCmdlet) -> String? {
        guard channel.request.guardRails.wantsTenant(before: cmdlet.on(channel.request.service).effect) else {
            return nil
        }
        return channel.isTenant(repeatedTenant) ? nil : repeatedTenant
    }

    /// Whether the right tenant is known to answer: it was asked, or needs not be.
    package var isTenantProven: Bool { channel.isTenantProven }

    /// Runs a cmdlet and gives its rows page by page, with what the service says beside them.
    ///
    /// - Parameters:
    ///   - cmdlet: What to run.
    ///   - confirm: Answers what the service asks; without it nothing is asked.
    /// - Returns: The pages; nothing is sent before they are asked for.
    public func pages(of cmdlet: Cmdlet, confirm: Confirmation? = nil) -> CmdletPages {
        CmdletPages(
            connection: self,
            bind: { [service = channel.request.service] in try BoundCmdlet(cmdlet).on(service) },
            confirm: confirm
        )
    }

    /// Runs a cmdlet that was bound before.
    package func pages(of cmdlet: BoundCmdlet, confirm: Confirmation?) -> CmdletPages {
        let cmdlet = cmdlet.on(channel.request.service)
        return CmdletPages(connection: self, bind: { cmdlet }, confirm: confirm)
    }

    /// Runs a cmdlet and collects all it gives.
    ///
    /// - Parameters:
    ///   - name: The cmdlet.
    ///   - parameters: Its parameters.
    ///   - confirm: Answers what the service asks before a change of high impact; without it nothing is asked.
    /// - Returns: Rows, warnings and errors that did not end the run.
    /// - Throws: ``ExchangeError``: `invalidRequest` when the call does not fit the catalogue, nothing was sent then;
    ///   `declined` after a no; `outcomeUnknown` for a change that may have been made in spite of the failure.
    @discardableResult
    public func run(
        _ name: String,
        _ parameters: CmdletParameters = [:],
        confirm: Confirmation? = nil
    ) async throws -> CmdletOutcome {
        try await run(Cmdlet(name, parameters: parameters), confirm: confirm)
    }

    /// Runs a cmdlet and collects all it gives.
    ///
    /// - Parameters:
    ///   - cmdlet: What to run.
    ///   - confirm: Answers what the service asks before a change of high impact; without it nothing is asked.
    /// - Returns: Rows, warnings and errors that did not end the run.
    /// - Throws: ``ExchangeError``, as for a name.
    @discardableResult
    public func run(_ cmdlet: Cmdlet, confirm: Confirmation? = nil) async throws -> CmdletOutcome {
        var pages = pages(of: cmdlet, confirm: confirm).makeAsyncIterator()
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
