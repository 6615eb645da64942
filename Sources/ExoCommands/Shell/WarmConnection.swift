internal import ExchangeOnline

/// The connections of a shell: made when the first cmdlet needs one, and kept. There is one, and a second for cmdlets of the other
/// service where the connection has a way there.
actor WarmConnection {
    /// A connection and what it was made of.
    struct Open: Sendable {
        let service: ServiceConnection
        let connection: ExchangeConnection

        /// The pages of a cmdlet; where it asks, a person is asked, who may answer for all calls of one pipeline.
        ///
        /// Errors hold the command that connects again.
        func pages(
            of cmdlet: BoundCmdlet,
            _ context: CommandContext,
            asking confirmation: PipedConfirmation? = nil
        ) -> AdvisedPages {
            let pages = connection.pages(of: cmdlet) { question in
                try confirmation?.ask(question, context) ?? ConfirmationPrompt.ask(question, context)
            }
            return AdvisedPages(pages: pages, service: service)
        }
    }

    private let invocation: Invocation
    private let context: CommandContext
    private var opened: [Open] = []
    /// Which of them serves a cmdlet.
    private var places: [String: Int] = [:]

    init(_ invocation: Invocation, _ context: CommandContext) {
        self.invocation = invocation
        self.context = context
    }

    /// The connection for a cmdlet.
    ///
    /// - Parameters:
    ///   - cmdlet: What is to run on it; what the guard rails forbid is refused, and what asks where nobody can be asked.
    ///   - tenant: The tenant as the line repeats it, for this cmdlet alone.
    /// - Returns: The connection and what belongs to it.
    /// - Throws: `ExchangeError`, ``CommandError``, ``UsageError``.
    func open(for cmdlet: BoundCmdlet, repeating tenant: String?) async throws -> Open {
        // A row may bring what makes it ask, and then an answer would be read from where the lines come from.
        if cmdlet.asks { try ConfirmationPrompt.requireTerminal(for: cmdlet.name, context) }
        let open = try await found(for: cmdlet)
        let connection = tenant.map { open.connection.repeating(tenant: $0) } ?? open.connection
        try connection.refuseForbidden(cmdlet)
        return Open(service: open.service, connection: connection)
    }

    /// Lets go of connections that were disconnected, by this shell or elsewhere, since they were made.
    private func dropDisconnected() {
        let gone = opened.contains { open in
            guard let stored = open.service.stored, let store = try? ConnectionStore(context) else { return false }
            guard let now = try? store.connection(stored.name) else { return true }
            return stored.store == .file && !store.isConnected(now)
        }
        guard gone else { return }
        opened = []
        places = [:]
    }

    private func found(for cmdlet: BoundCmdlet) async throws -> Open {
        dropDisconnected()
        if let place = places[cmdlet.name] { return opened[place] }
        if let first = opened.first, first.service.stored == nil {
            let wanted = try ServiceRouting.service(for: cmdlet, invocation)
            if let same = opened.first(where: { $0.service.target.service == wanted }) { return same }
            // Such a token is there once.
            if invocation.has("access-token-stdin") || invocation.has("access-token-fd") { return first }
        }
        let service = try ServiceConnection(invocation, context, for: cmdlet)
        let same = opened.firstIndex { open in
            open.service.stored?.name.text == service.stored?.name.text
                && open.service.target.service == service.target.service
        }
        if let same {
            places[cmdlet.name] = same
            return opened[same]
        }
        let made = Open(
            service: service,
            connection: try await service.open(context, verifiesAccess: false)
        )
        places[cmdlet.name] = opened.count
        opened.append(made)
        return made
    }

    /// Lets go of them, so that the next cmdlet connects anew.
    func forget() {
        for open in opened { open.service.keepAddress(of: open.connection, context) }
        opened = []
        places = [:]
    }
}
