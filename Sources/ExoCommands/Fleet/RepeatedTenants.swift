internal import EntraTokens
internal import ExchangeOnline

/// The tenants' names that a person repeated for a fleet: each connection that wants its own must be among them, and each of them must
/// be one of the fleet's.
///
/// So nothing is deleted in a tenant that was not named, and a list that was made for another fleet is noticed.
struct RepeatedTenants {
    /// In small letters.
    private let names: [String]
    /// Whose domains those are that no connection was made by.
    private var ids: [String: String] = [:]

    init(_ invocation: Invocation) {
        names = (invocation.value("repeat-tenant") ?? "").split(separator: ",").map { String($0).trimmed.lowercased() }
            .filter { !$0.isEmpty }
    }

    /// Makes sure that the names are those of the fleet's tenants that want theirs; nothing is sent to a tenant before.
    ///
    /// - Parameters:
    ///   - share: The members that are run.
    ///   - all: The members of all shares.
    ///   - isPartlyKnown: Whether there are others of which nobody knows where they lead; any name may be of one of them.
    ///   - cmdlet: What is run.
    ///   - invocation: The command line.
    ///   - context: By which way the sign-in service is asked whose domain a name is.
    /// - Throws: ``CommandError``, ``UsageError``, `TokenError`, `CancellationError`.
    mutating func check(
        _ share: [FoundMember],
        of all: [FoundMember],
        isPartlyKnown: Bool,
        before cmdlet: BoundCmdlet,
        _ invocation: Invocation,
        _ context: CommandContext
    ) async throws {
        func isGuarded(_ member: FoundMember) -> Bool { member.target.guardRails.wantsTenant(before: cmdlet.effect) }
        guard all.contains(where: isGuarded) else { return }
        try await lookUp(all, context)
        let guarded = share.filter(isGuarded)
        let missing = guarded.filter { name(for: $0.target) == nil }
        guard missing.isEmpty else {
            var wanted: [String] = []
            for name in guarded.map({ $0.target.tenant ?? $0.target.identity.tenantName }) where !wanted.contains(name)
            {
                wanted.append(name)
            }
            throw CommandError(
                .notConnected,
                "\(missing.count) of the connections want their tenant's name repeated before \(cmdlet.name); "
                    + "nothing was sent",
                details: missing.prefix(20).map(\.name),
                repair: "add --repeat-tenant \(wanted.joined(separator: ","))"
            )
        }
        guard !isPartlyKnown else { return }
        let known = Set(all.flatMap { Self.names(of: $0.target) })
        if let stray = names.first(where: { !known.contains($0) && !(ids[$0].map(known.contains) ?? false) }) {
            throw invocation.usageError("--repeat-tenant names \(stray), which is no tenant of this fleet")
        }
    }

    /// The name that was repeated for a connection; `nil` where none was.
    func name(for target: ConnectionTarget) -> String? {
        let known = Self.names(of: target)
        guard let name = names.first(where: { known.contains($0) || ids[$0].map(known.contains) == true }) else {
            return nil
        }
        return ids[name] ?? name
    }

    /// What a tenant is known by without asking anybody.
    private static func names(of target: ConnectionTarget) -> [String] {
        [target.remembered.tenantID, target.tenant, target.identity.tenantName].compactMap { $0?.lowercased() }
    }

    private mutating func lookUp(_ members: [FoundMember], _ context: CommandContext) async throws {
        let known = Set(members.flatMap { Self.names(of: $0.target) })
        let unknown = names.filter { $0.contains(".") && !known.contains($0) }
        guard !unknown.isEmpty else { return }
        var clouds: Set<String> = []
        for target in members.map(\.target) where clouds.insert(target.cloud.name).inserted {
            let resolver = target.tenantResolver(context)
            for name in unknown where ids[name] == nil {
                do { ids[name] = try await resolver.tenantID(of: name) } catch let error as TokenError
                    where error.code == .noSuchTenant || error.code == .invalidRequest
                { continue }
            }
        }
    }
}
