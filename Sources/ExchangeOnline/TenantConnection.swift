public import EntraTokens

/// Exchange Online and Security & Compliance of one tenant, side by side: each cmdlet goes to the service that has it.
///
/// ```swift
/// let tenant = try TenantConnection(
///     ConnectionRequest(identity: .organization("contoso.onmicrosoft.com"), tokenSource: source),
///     by: client
/// )
/// let labels = try await tenant.run("Get-Label")      // Security & Compliance
/// let mailboxes = try await tenant.run("Get-Mailbox") // Exchange Online
/// let groups = try await tenant.run("Get-RoleGroup", service: .compliance) // both have it
/// ```
///
/// Each service has a connection of its own, with its own token, address and cookies; what is not used asks for nothing.
public struct TenantConnection: Sendable {
    /// The connection to Exchange Online.
    public let exchange: ExchangeConnection
    /// The connection to Security & Compliance.
    public let compliance: ExchangeConnection

    /// Makes both connections; nothing is asked for before a cmdlet runs.
    ///
    /// - Parameters:
    ///   - request: The connection to either service; the other one is as it, but for its service and its address.
    ///   - client: Makes them.
    ///   - otherTokens: Where the tokens for the other service come from; `nil` takes the source of the request, which must then
    ///     give tokens for both.
    /// - Throws: ``ExchangeError`` for what contradicts in the request.
    public init(
        _ request: ConnectionRequest,
        by client: ExchangeClient,
        otherTokens: (any TokenSource)? = nil
    ) throws {
        var other = request
        other.service = request.service == .exchange ? .compliance : .exchange
        other.remembered?.connectionURI = nil
        // What one service proved is no proof of the other.
        other.remembered?.isTenantProven = false
        other.tokenSource = otherTokens ?? OtherServiceSource.of(request)
        let first = try client.connection(request)
        let second = try client.connection(other)
        exchange = request.service == .exchange ? first : second
        compliance = request.service == .exchange ? second : first
    }

    /// Puts two connections of one tenant together.
    ///
    /// - Throws: ``ExchangeError`` with code `invalidRequest` when they are not one of each service, or of two tenants.
    public init(exchange: ExchangeConnection, compliance: ExchangeConnection) throws {
        let (first, second) = (exchange.channel, compliance.channel)
        guard first.request.service == .exchange, second.request.service == .compliance else {
            throw ExchangeError(code: .invalidRequest, message: "one connection to each of the two services is needed")
        }
        guard first.tenantID.isEmpty || second.tenantID.isEmpty || first.tenantID == second.tenantID,
            first.request.cloud.name == second.request.cloud.name
        else {
            throw ExchangeError(
                code: .invalidRequest,
                message: "the connections are of two tenants: \(first.tenantID) and \(second.tenantID)"
            )
        }
        self.exchange = exchange
        self.compliance = compliance
    }

    /// The connection to a service.
    public func connection(to service: AdminService) -> ExchangeConnection {
        service == .exchange ? exchange : compliance
    }

    /// The connection on which a cmdlet runs.
    ///
    /// - Parameters:
    ///   - cmdlet: The cmdlet.
    ///   - service: The choice where both services have one of that name.
    /// - Returns: The connection.
    /// - Throws: ``ExchangeError`` with code `invalidRequest` when it does not fit the catalogue, both services have it and nobody
    ///   chose, or the chosen one has not.
    public func connection(for cmdlet: Cmdlet, service: AdminService? = nil) throws -> ExchangeConnection {
        do {
            return connection(to: try CmdletRoute.service(for: BoundCmdlet(cmdlet), chosen: service))
        } catch let error as BindingError {
            throw ExchangeError(error)
        }
    }

    /// Runs a cmdlet on the service that has it and gives its rows page by page.
    ///
    /// - Parameters:
    ///   - cmdlet: What to run.
    ///   - service: The choice where both services have one of that name.
    ///   - confirm: Answers what the service asks; without it nothing is asked.
    /// - Returns: The pages; nothing is sent before they are asked for.
    /// - Throws: ``ExchangeError``, as ``connection(for:service:)``.
    public func pages(
        of cmdlet: Cmdlet,
        service: AdminService? = nil,
        confirm: Confirmation? = nil
    ) throws -> CmdletPages {
        try connection(for: cmdlet, service: service).pages(of: cmdlet, confirm: confirm)
    }

    /// Runs a cmdlet on the service that has it and collects all it gives.
    ///
    /// - Parameters:
    ///   - cmdlet: What to run.
    ///   - service: The choice where both services have one of that name.
    ///   - confirm: Answers what the service asks; without it nothing is asked.
    /// - Returns: Rows, warnings and errors that did not end the run.
    /// - Throws: ``ExchangeError``.
    @discardableResult
    public func run(
        _ cmdlet: Cmdlet,
        service: AdminService? = nil,
        confirm: Confirmation? = nil
    ) async throws -> CmdletOutcome {
        try await connection(for: cmdlet, service: service).run(cmdlet, confirm: confirm)
    }

    /// Runs a cmdlet by its name, as ``run(_:service:confirm:)``.
    @discardableResult
    public func run(
        _ name: String,
        _ parameters: CmdletParameters = [:],
        service: AdminService? = nil,
        confirm: Confirmation? = nil
    ) async throws -> CmdletOutcome {
        try await run(Cmdlet(name, parameters: parameters), service: service, confirm: confirm)
    }

    /// The facts of both connections.
    public var information: [ConnectionInformation] { [exchange.information, compliance.information] }

    /// Closes both connections.
    public func close() {
        exchange.close()
        compliance.close()
    }
}
