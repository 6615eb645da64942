internal import EntraTokens
internal import ExchangeOnline

/// What a command line means to reach; no token is looked for.
///
/// With an identity and a token, or a way to get one, nothing stored is read. Else it is the stored connection: the one named, or
/// the current one.
struct ChosenTarget: Sendable {
    /// What to reach.
    let target: ConnectionTarget
    /// The stored connection it is, where it is one.
    let stored: StoredConnection?
    /// Whether the tenant's other service is reached with the tokens of the stored connection.
    let isOtherService: Bool

    /// Reads what the command line means.
    ///
    /// An identity that options name counts without a token too; whoever connects refuses that.
    ///
    /// - Parameters:
    ///   - invocation: The command line.
    ///   - context: What the command may touch.
    ///   - cmdlet: The cmdlet that is to run, which chooses the service; `nil` takes the connection's.
    /// - Throws: ``UsageError`` or ``CommandError``.
    init(_ invocation: Invocation, _ context: CommandContext, for cmdlet: BoundCmdlet?) throws {
        let bringsSource = SourceInput.isGiven(invocation, context)
        let identity = try ConnectionIdentity.read(invocation, context)
        let isOption = ConnectionIdentity.isGiven(invocation)
        let name = invocation.value("connection")
        if isOption, name != nil {
            throw invocation.usageError("--connection names a stored identity; give it or an identity, not both")
        }
        if name == nil, bringsSource || isOption, var target = try ConnectionTarget.read(invocation, context) {
            if let cmdlet { target.service = try ServiceRouting.service(for: cmdlet, invocation) }
            (self.target, stored, isOtherService) = (target, nil, false)
            return
        }
        if SignIn.isGiven(invocation) {
            throw invocation.usageError(
                "a way to sign in needs an identity with it",
                details: ["add --organization or --user-principal-name; a stored connection has a way of its own"]
            )
        }
        for option in ["cloud", "tenant"] + (cmdlet == nil ? ["service"] : []) where invocation.has(option) {
            throw invocation.usageError("--\(option) needs an identity, such as --organization, and a token with it")
        }
        let store = try ConnectionStore(context)
        if bringsSource, try ConnectionChoice.find(name, store, context) == nil {
            throw invocation.usageError(
                "whose token is it?",
                details: ["add --organization, --user-principal-name or --delegated-organization"]
            )
        }
        var stored = try store.connection(ConnectionChoice.name(name, store, context))
        var target = stored.target
        if let identity, identity.value.lowercased() != target.identity.value.lowercased(), name == nil {
            throw CommandError(
                .notConnected,
                "the variables name \(identity.value), but the current connection is for \(target.identity.value)",
                details: ["no token came with the variables, so it is not clear which is meant"],
                repair: "set EXO_ACCESS_TOKEN too, or unset EXO_ORGANIZATION and EXO_USER_PRINCIPAL_NAME"
            )
        }
        var isOtherService = false
        if let cmdlet {
            let isNamed = name != nil || context.variable("EXO_CONNECTION") != nil
            let routing = ServiceRouting(
                stored: stored,
                store: store,
                invocation: invocation,
                bringsToken: bringsSource
            )
            switch try routing.place(of: cmdlet, isNamed: isNamed) {
            case .own: break
            case .sibling(let sibling):
                // What the connection at hand forbids is not allowed by taking another.
                target = sibling.target
                target.guardRails = sibling.target.guardRails.joined(with: stored.target.guardRails)
                target.changeLog = target.changeLog ?? stored.target.changeLog
                stored = sibling
            case .other(let service):
                isOtherService = true
                target.service = service
                target.remembered.connectionURI = stored.otherConnectionURI
                target.remembered.isTenantProven = stored.isOtherTenantProven
            }
        }
        target.name = stored.name.text
        try target.apply(invocation, context)
        (self.target, self.stored, self.isOtherService) = (target, stored, isOtherService)
    }

    /// What the command line means; `nil` where nothing is connected and nothing is named.
    ///
    /// - Throws: As the initialiser.
    static func find(
        _ invocation: Invocation,
        _ context: CommandContext,
        for cmdlet: BoundCmdlet?
    ) throws -> ChosenTarget? {
        let isNamed = invocation.has("connection") || context.variable("EXO_CONNECTION") != nil
        let isIdentified =
            try ConnectionIdentity.isGiven(invocation)
            || SourceInput.isGiven(invocation, context) && ConnectionIdentity.read(invocation, context) != nil
        if !isNamed, !isIdentified {
            do { guard try ConnectionStore(context).current() != nil else { return nil } } catch is CommandError {
                return nil  // There is no place for connections, or none that can be read.
            }
        }
        return try ChosenTarget(invocation, context, for: cmdlet)
    }
}
