internal import CmdletCatalogue
internal import EntraTokens
internal import ExchangeOnline

/// Finds the connection on which a cmdlet runs: the one at hand, or that to the other service of the same tenant.
struct ServiceRouting {
    /// Where a cmdlet runs.
    enum Place {
        /// On the connection at hand.
        case own
        /// On another stored connection, of the same tenant and identity.
        case sibling(StoredConnection)
        /// On the other service, with tokens that the connection at hand gets for it.
        case other(AdminService)
    }

    let stored: StoredConnection
    let store: ConnectionStore
    let invocation: Invocation
    /// Whether the command brings a token of its own.
    let bringsToken: Bool

    private var own: AdminService { stored.target.service }

    /// Where a cmdlet runs.
    ///
    /// - Parameters:
    ///   - cmdlet: The cmdlet.
    ///   - isNamed: Whether the connection was named, which chooses between services that both have the cmdlet.
    /// - Returns: The place.
    /// - Throws: ``CommandError`` or ``UsageError``, with the command that helps.
    func place(of cmdlet: BoundCmdlet, isNamed: Bool) throws -> Place {
        let wanted = try service(for: cmdlet, isNamed: isNamed)
        guard wanted != own else { return .own }
        if bringsToken { return .other(wanted) }
        if let sibling = try sibling(to: wanted) { return .sibling(sibling) }
        if stored.signIn?.canServeBoth == true { return .other(wanted) }
        let others = try others(of: wanted)
        throw CommandError(
            .usage,
            "\(cmdlet.name) is a cmdlet of \(wanted.displayName), and connection '\(stored.name.text)' is to \(own.displayName)",
            details: others.map {
                "connection '\($0.name.text)' is to \(wanted.displayName), as \($0.target.identity.value)"
            },
            repair: others.first.map { "add --connection \($0.name.text)" } ?? connectCommand(wanted)
        )
    }

    /// The service for a cmdlet where nothing is stored: the one that was chosen, else the one that has it, else Exchange Online.
    static func service(for cmdlet: BoundCmdlet, _ invocation: Invocation) throws -> AdminService {
        if let chosen = try chosen(invocation) { return try held(chosen, cmdlet, invocation) }
        return CmdletRoute.mayHave(cmdlet, .exchange) ? .exchange : .compliance
    }

    private static func chosen(_ invocation: Invocation) throws -> AdminService? {
        try invocation.value("service").map { word in
            guard let service = AdminService(rawValue: word.lowercased()) else {
                throw invocation.usageError("the service is exchange or compliance, not '\(word)'")
            }
            return service
        }
    }

    private static func held(
        _ service: AdminService,
        _ cmdlet: BoundCmdlet,
        _ invocation: Invocation
    ) throws -> AdminService {
        guard !CmdletRoute.mayHave(cmdlet, service) else { return service }
        let having = CmdletRoute.services(of: cmdlet)
        throw CommandError(
            .usage,
            "\(cmdlet.name) is no cmdlet of \(service.displayName)",
            details: ["it belongs to \(cmdlet.services.map(\.rawValue).joined(separator: ", "))"],
            repair: having.isEmpty ? nil : "leave --service out, or use --service \(having[0].rawValue)"
        )
    }

    private func service(for cmdlet: BoundCmdlet, isNamed: Bool) throws -> AdminService {
        if let chosen = try Self.chosen(invocation) { return try Self.held(chosen, cmdlet, invocation) }
        let having = CmdletRoute.services(of: cmdlet)
        guard CmdletRoute.mayHave(cmdlet, own) else { return having.first ?? own }
        if !isNamed, !bringsToken, having.count == 2 {
            let other: AdminService = own == .exchange ? .compliance : .exchange
            if let sibling = try sibling(to: other) {
                throw CommandError(
                    .usage,
                    "\(cmdlet.name) is a cmdlet of both services, and you are connected to both; it was not sent",
                    details: [
                        "'\(stored.name.text)' is to \(own.displayName), '\(sibling.name.text)' to \(other.displayName)"
                    ],
                    // The service of a shell is chosen at its start.
                    repair: invocation.path.last == "shell"
                        ? "begin with 'exo shell --service \(own.rawValue)' or 'exo shell --service \(other.rawValue)'"
                        : "add --service \(own.rawValue) or --service \(other.rawValue)"
                )
            }
        }
        return own
    }

    /// The connection that the nine Get-EXO* cmdlets run on when none is named.
    static func servingInbuiltCmdlets(_ store: ConnectionStore, _ invocation: Invocation) throws -> ConnectionName? {
        guard let name = try store.current(), try store.names().contains(name) else { return nil }
        let stored: StoredConnection
        do { stored = try store.connection(name) } catch is CommandError { return nil }
        guard stored.target.service != .exchange else { return name }
        return try ServiceRouting(stored: stored, store: store, invocation: invocation, bringsToken: false)
            .sibling(to: .exchange)?.name
    }

    /// The other stored connection of the same tenant and identity to a service.
    private func sibling(to service: AdminService) throws -> StoredConnection? {
        try others(of: service).first { $0.target.identity.isSame(as: stored.target.identity) }
    }

    /// The other stored connections of the tenant to a service that have a token or get one.
    private func others(of service: AdminService) throws -> [StoredConnection] {
        try store.all().compactMap { name, connection in
            guard name != stored.name, case .success(let other) = connection, other.target.service == service,
                other.target.cloud.name == stored.target.cloud.name, isSameTenant(other), store.isConnected(other)
            else { return nil }
            return other
        }
    }

    private func isSameTenant(_ other: StoredConnection) -> Bool {
        if let here = stored.target.remembered.tenantID, let there = other.target.remembered.tenantID {
            return here.lowercased() == there.lowercased()
        }
        return other.target.identity.isSame(as: stored.target.identity)
    }

    private func connectCommand(_ service: AdminService) -> String {
        var other = stored
        other.target.service = service
        do { other.name = try ConnectionName("\(stored.name.text)-\(service.rawValue)") } catch {
            // The name is too long already; the command then asks for another.
        }
        return other.connectCommand
    }
}

extension ConnectionIdentity {
    /// Whether it is the same user, or the same organization in the same role.
    fileprivate func isSame(as other: ConnectionIdentity) -> Bool {
        option == other.option && value.lowercased() == other.value.lowercased()
    }
}

extension SignIn {
    /// Whether the way gets tokens for either service; a file and a program give what they were made for.
    var canServeBoth: Bool { way != .tokenFile && way != .tokenCommand }
}
