internal import EntraTokens
internal import ExchangeOnline

/// The connections that `exo fleet` works on.
struct FleetMembers {
    private let invocation: Invocation
    private let context: CommandContext
    private let client: ExchangeClient

    /// Those that were found.
    struct Found {
        var members: [(member: FleetMember, target: ConnectionTarget)]
        /// Those of which nobody knows where they lead, since what is stored of them cannot be read; they fail.
        var damaged: [FleetMember] = []
        /// The commands that connect members again, by the names of those that are stored.
        var connectCommands: [String: String] = [:]
    }

    init(_ invocation: Invocation, _ context: CommandContext) {
        self.invocation = invocation
        // One way out for all, for tokens too: each transport has a thread and connections of its own.
        let transport = context.makeTransport()
        var context = context
        context.makeTransport = { transport }
        self.context = context
        // And one client: it holds the pace of each tenant.
        client = ServiceConnection.client(context)
    }

    /// Finds those that a cmdlet is to be run for; each connects when its turn comes.
    ///
    /// - Throws: ``UsageError``, ``CommandError``; of customers and of names that were repeated also `TokenError` and
    ///   ``GraphError``; `CancellationError`.
    func all(for cmdlet: BoundCmdlet) async throws -> Found {
        let sources = ["connections", "connections-from", "organizations-from", "customers"].filter {
            invocation.has($0)
        }
        guard sources.count == 1 else {
            throw invocation.usageError(
                sources.isEmpty ? "which tenants?" : "--\(sources.joined(separator: " and --")) name two fleets",
                details: ["give one of --connections, --connections-from, --organizations-from and --customers"]
            )
        }
        let partners = ["connection"] + OptionSpec.identity.map(\.name)
        if !invocation.has("customers"), let option = partners.first(where: { invocation.has($0) }) {
            throw invocation.usageError("--\(option) says who the partner is, and belongs to --customers")
        }
        if invocation.has("access-token-stdin"), sources.contains(where: { invocation.value($0) == "-" }) {
            throw invocation.usageError("standard input cannot hold both the token and the names")
        }
        let all: [FoundMember]
        var damaged: [FleetMember] = []
        if let file = invocation.value("organizations-from") {
            all = try organizations(lines(of: file))
        } else if sources == ["customers"] {
            all = try await PartnerCustomers(invocation, context).members(by: client)
        } else {
            let store = try ConnectionStore(context)
            let names =
                if let patterns = invocation.value("connections") { try found(patterns, store) } else {
                    try lines(of: invocation.value("connections-from") ?? "-")
                }
            (all, damaged) = try stored(names, store)
        }
        let isPartlyKnown = !damaged.isEmpty
        var members = all
        if let text = invocation.value("shard") {
            guard let shard = FleetShard(text) else {
                throw invocation.usageError("--shard is i/n with i from 1 to n, as in 3/16, not '\(text)'")
            }
            members = try members.filter { try shard.holds($0.share) }
            damaged = try damaged.filter { try shard.holds($0.name) }
        }
        var repeated = RepeatedTenants(invocation)
        try await repeated.check(
            members,
            of: all,
            isPartlyKnown: isPartlyKnown,
            before: cmdlet,
            invocation,
            context
        )
        return Found(
            members: members.map { ($0.member(repeating: repeated.name(for: $0.target)), $0.target) },
            damaged: damaged,
            connectCommands: Dictionary(
                members.compactMap { member in member.connectCommand.map { (member.name, $0) } },
                uniquingKeysWith: { first, _ in first }
            )
        )
    }

    private func found(_ patterns: String, _ store: ConnectionStore) throws -> [String] {
        let known = try store.names().map(\.text)
        var names: [String] = []
        for pattern in patterns.split(separator: ",").map({ String($0).trimmed }) where !pattern.isEmpty {
            let fitting =
                WildcardPattern.isOne(pattern)
                ? known.filter { WildcardPattern(pattern).matches($0) } : known.filter { $0 == pattern }
            guard !fitting.isEmpty else {
                throw CommandError(
                    .usage,
                    "no connection is called \(pattern)",
                    details: DidYouMean.lines(pattern, among: known),
                    repair: "exo connection list"
                )
            }
            names += fitting.filter { !names.contains($0) }
        }
        return names
    }

    /// The lines of a file that say something; what follows a `#` at their beginning is for people.
    private func lines(of file: String) throws -> [String] {
        let option = invocation.has("organizations-from") ? "organizations-from" : "connections-from"
        var text = TableText(try PartReader(file, context), nil, option: option)
        var bytes: [UInt8] = []
        while let part = try text.next() { bytes += part }
        guard let whole = String(validating: bytes, as: UTF8.self) else {
            throw CommandError(.usage, "the list \(file) is not UTF-8")
        }
        var seen: Set<String> = []
        return whole.split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter {
            !$0.isEmpty && !$0.hasPrefix("#") && seen.insert($0.lowercased()).inserted
        }
    }

    private func stored(
        _ names: [String],
        _ store: ConnectionStore
    ) throws -> (members: [FoundMember], damaged: [FleetMember]) {
        // A list that names what is not there is refused before anything is sent.
        let known = Set(try store.names().map(\.text))
        for name in names where !known.contains(name) {
            throw CommandError(
                .usage,
                "there is no connection '\(name)'; nothing was sent",
                details: DidYouMean.lines(name, among: known.sorted()),
                repair: "exo connection list"
            )
        }
        var members: [FoundMember] = []
        var damaged: [FleetMember] = []
        for name in names {
            let stored: StoredConnection
            do { stored = try store.connection(try ConnectionName(name)) } catch let error as CommandError {
                damaged.append(FleetMember(name) { throw Self.failure(error) })
                continue
            }
            let target = stored.target
            // As it was named: a connection that learns the id of its tenant is still the one that was done.
            let tenant = (target.tenant ?? target.identity.tenantName).lowercased()
            let member = FoundMember(
                name: name,
                target: target,
                subject: "\(name)\n\(target.cloud.name) \(tenant) \(target.service.rawValue)",
                share: name,
                connectCommand: stored.connectCommand
            ) { [invocation, context, client] in
                do {
                    let stored = try store.connection(try ConnectionName(name))
                    var target = stored.target
                    target.name = name
                    try target.apply(invocation, context)
                    let source = try StoredSource.open(stored, target, in: store, refusesExpired: true, context)
                    return try await client.connect(target.request(source, verifiesAccess: false))
                } catch let error as CommandError {
                    throw Self.failure(error)
                }
            }
            members.append(member)
        }
        return (members, damaged)
    }

    /// What is wrong with a stored connection, as the failure of its member alone.
    private static func failure(_ error: CommandError) -> ExchangeError {
        ExchangeError(
            code: .tokenUnavailable,
            message: error.message,
            repair: error.repair.map { .advice($0) }
        )
    }

    private func organizations(_ domains: [String]) throws -> [FoundMember] {
        guard let given = try SourceInput.read(invocation, context) else {
            throw invocation.usageError(
                "--organizations-from needs a way to sign in that every organization accepts",
                details: ["such as --client-id with --certificate or --client-secret-file: exo help sign-in"]
            )
        }
        return try domains.map { domain in
            let target = try ConnectionTarget(
                .organization(domain),
                cloud: invocation.value("cloud"),
                service: invocation.value("service"),
                invocation,
                context
            )
            let source = try given.source(for: target, store: MemoryTokenStore(), allowsInteraction: false, context)
            let subject = "\(target.cloud.name) \(domain) \(target.service.rawValue)"
            return FoundMember(name: domain, target: target, subject: subject, share: domain) { [client] in
                try await client.connect(target.request(source, verifiesAccess: false))
            }
        }
    }
}
