/// What answers a cmdlet, once it is allowed and its parameters are bound.
protocol CmdletHandler: Sendable {
    /// - Throws: ``AdminAPIError`` for what the service refuses.
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput
    /// The handler with what takes long looked up already: other cmdlets that change something wait while this one runs.
    ///
    /// - Throws: ``AdminAPIError`` for what the service refuses.
    func prepared(for call: BoundCall, in scope: CallScope) throws -> any CmdletHandler
    /// The parameters of a call that change and choose nothing here, for the log.
    func unused(_ call: BoundCall) -> [String]
}

extension CmdletHandler {
    func prepared(for call: BoundCall, in scope: CallScope) throws -> any CmdletHandler { self }
    func unused(_ call: BoundCall) -> [String] { [] }
}

/// What a cmdlet has to say.
enum CmdletOutput: Sendable {
    /// Objects to be paged.
    case listing(ObjectListing)
    /// Nothing but warnings.
    case done(warnings: [String])
    /// What would happen; nothing did.
    case confirmation(String)
}
